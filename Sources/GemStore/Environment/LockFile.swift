internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// LMDB's table of readers, a file that every process maps for writing.
enum LockFile {
    /// Gives the file its blocks: on a full disk, the first read would otherwise end the process with a bus fault.
    ///
    /// To be called before LMDB opens the file, since closing it would drop the locks this process has on it.
    static func reserve(_ path: String, readers: Int, creating: Bool) throws(GemError) {
        #if !canImport(Darwin)
        let file = open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
        guard file >= 0 else { return }  // LMDB will say why, where it matters.
        defer { close(file) }
        // 64 bytes a reader, and as much as three of them for the head.
        if posix_fallocate(file, 0, off_t(64 * (readers + 2))) == ENOSPC { throw .store(ENOSPC, "open the store", at: path) }
        #endif
    }
}
