internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The store folders this process has open: LMDB breaks its own locks when one environment is opened twice in a process.
enum OpenFolders {
    /// A folder's identity on this machine, whatever path names it.
    struct ID: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    private static let open = Mutex<Set<ID>>([])

    /// Claims a folder until `release`; throws where this process has it open already.
    static func claim(_ path: String) throws(GemError) -> ID {
        var info = stat()
        guard stat(path, &info) == 0 else { throw .file("open the store", path) }
        let id = ID(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
        guard open.withLock({ $0.insert(id).inserted }) else {
            throw GemError(.store, "The store at \(path) is open already in this process; share that Store, or close it first.")
        }
        return id
    }

    /// Gives a folder back.
    static func release(_ id: ID) { _ = open.withLock { $0.remove(id) } }
}
