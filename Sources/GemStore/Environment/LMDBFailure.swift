internal import CLMDB
internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension GemError {
    /// Says what an LMDB or system error number means for the store at `path`, and what to do about it.
    static func store(_ code: Int32, _ tried: String, at path: String) -> GemError {
        let meaning = code == EIO && isFull(path) ? ENOSPC : code  // LMDB tells a write cut short by a full disk as EIO.
        return GemError(
            .store, "Cannot \(tried) at \(path): \(remedy(meaning)).",
            cause: LibraryFailure(library: "LMDB", code: code, text: String(cString: mdb_strerror(code))))
    }

    /// What an error of the store or of its files has for a code, where the path is the mistake.
    static func isMisplaced(_ error: GemError) -> Bool {
        guard let code = (error.cause as? LibraryFailure)?.code else { return false }
        return [ENOTDIR, EEXIST, ENOENT, ELOOP, ENAMETOOLONG].contains(code)
    }

    private static func isFull(_ path: String) -> Bool {
        var info = statvfs()
        return statvfs(path, &info) == 0 && UInt64(info.f_bavail) * UInt64(info.f_frsize) < 1 << 20
    }

    private static func remedy(_ code: Int32) -> String {
        switch code {
        case MDB_INVALID: "it is not a gemcache store; use another --store"
        case MDB_VERSION_MISMATCH, MDB_INCOMPATIBLE: "its LMDB format is another one; upgrade gemcache or use another --store"
        case MDB_CORRUPTED, MDB_PAGE_NOTFOUND: "its data file is damaged; move it away and start a new one"
        case MDB_PANIC: "an earlier write failed half way; close the store and open it again"
        case MDB_MAP_FULL: "it has reached the size limit of its memory map; remove entries or raise the limit"
        case MDB_TXN_FULL: "one change is too large for a transaction; split it"
        case MDB_READERS_FULL: "too many readers are at work; end some processes that use it"
        case MDB_MAP_RESIZED: "another process enlarged it while this one was reading; try again"
        case MDB_BAD_VALSIZE: "a name is empty or longer than 511 bytes"
        case ENOSPC, EDQUOT: "the disk is full; free some space or use a --store on another disk"
        case EFBIG: "its file may not grow any more; raise the limit of this shell (ulimit -f), or keep it smaller with --max-size"
        case EACCES, EPERM, EROFS: "the folder may not be written; change its permissions, open it read-only or use another --store"
        case ENOENT: "there is no store; check the --store path"
        case ENOTDIR, EEXIST: "the path is not a folder; use another --store"
        case ENOMEM: "there is not enough address space for its memory map; choose a smaller one"
        case EBUSY, EAGAIN: "it is busy; try again"
        default: String(cString: mdb_strerror(code))
        }
    }

    /// Says why a file of the store could not be read or written, from `errno`.
    static func file(_ tried: String, _ path: String) -> GemError {
        store(errno, tried, at: path)
    }
}
