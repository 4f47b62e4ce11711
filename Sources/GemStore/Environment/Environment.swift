internal import CLMDB
internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// One open LMDB environment: begins transactions, moves the map when it grows, closes when the last transaction is gone.
final class Environment: Sendable {
    /// How many transactions of all processes together may read at one time; each takes 64 bytes of the lock file.
    private static let readers = 1024

    let path: String
    let isReadOnly: Bool
    /// Why there is nothing behind this environment; nil where there is.
    let failure: GemError?
    private let limit: Int
    private let folder: OpenFolders.ID?
    private let gate = Gate()
    private let fault: StoreFault?
    private let use: Mutex<UseLock?>
    nonisolated(unsafe) private let handle: OpaquePointer?

    private init(path: String, options: Store.Options, folder: OpenFolders.ID, use: consuming UseLock?, handle: OpaquePointer) {
        self.path = path
        self.isReadOnly = options.readOnly
        self.limit = options.mapLimit
        self.folder = folder
        self.fault = options.fault
        self.use = Mutex(consume use)
        self.handle = handle
        failure = nil
    }

    /// Stands for an environment that cannot be used: every transaction fails with `failure`.
    init(unusable path: String, because failure: GemError) {
        (self.path, self.failure, isReadOnly, limit, folder, fault, handle) = (path, failure, true, 0, nil, nil, nil)
        use = Mutex(nil)
    }

    /// Opens the environment in an existing folder.
    static func open(_ path: String, _ options: Store.Options) throws(GemError) -> Environment {
        if let network = options.networkName(path) {
            throw GemError(
                .store,
                "The store at \(path) lies on a network file system (\(network)), where its locks do not hold; use a --store on a local disk (export and import carry answers between machines)."
            )
        }
        let folder = try OpenFolders.claim(path)
        do throws(GemError) {
            let use = options.isAlone ? nil : try UseLock(path, .shared, creating: !options.readOnly)
            try LockFile.reserve(path + "/lock.mdb", readers: readers, creating: !options.readOnly)
            let handle = try openHandle(path, options)
            return Environment(path: path, options: options, folder: folder, use: use, handle: handle)
        } catch {
            OpenFolders.release(folder)
            throw error
        }
    }

    private static func openHandle(_ path: String, _ options: Store.Options) throws(GemError) -> OpaquePointer {
        let flags = MDB_NOTLS | (options.readOnly ? MDB_RDONLY : 0)
        var size = options.mapBytes
        var code = Int32(0)
        var unlocked = Int32(0)
        while true {
            var made: OpaquePointer?
            code = mdb_env_create(&made)
            guard code == MDB_SUCCESS, let handle = made else { throw .store(code, "open the store", at: path) }
            mdb_env_set_mapsize(handle, size)
            mdb_env_set_maxreaders(handle, UInt32(readers))
            mdb_env_set_maxdbs(handle, 32)
            code = mdb_env_open(handle, path, UInt32(flags | unlocked), 0o600)
            if code == MDB_SUCCESS {
                var dead = Int32(0)
                if unlocked == 0 { mdb_reader_check(handle, &dead) }
                if !options.readOnly { lengthen(handle) }
                return handle
            }
            mdb_env_close(handle)
            if code == ENOMEM, size > 64 << 20 {
                size /= 4
            } else if options.readOnly, unlocked == 0, [EACCES, EPERM, EROFS].contains(code) {
                unlocked = MDB_NOLOCK  // The lock file may not be written either: nobody who can write may be at work.
            } else {
                throw .store(code, "open the store", at: path)
            }
        }
    }

    /// Lengthens a data file that was cut short, so that reading a lost page gives an error instead of a bus fault.
    ///
    /// A sound file may be short too, where its last pages were freed before they were ever written.
    private static func lengthen(_ handle: OpaquePointer) {
        func missing() -> (file: mdb_filehandle_t, length: Int)? {
            var info = MDB_envinfo()
            var pages = MDB_stat()
            var file = mdb_filehandle_t()
            var status = stat()
            mdb_env_info(handle, &info)
            mdb_env_stat(handle, &pages)
            mdb_env_get_fd(handle, &file)
            let length = (info.me_last_pgno + 1) * Int(pages.ms_psize)
            guard fstat(file, &status) == 0, Int(status.st_size) < length else { return nil }
            return (file, length)
        }
        var txn: OpaquePointer?
        guard missing() != nil, mdb_txn_begin(handle, nil, 0, &txn) == MDB_SUCCESS else { return }
        if let (file, length) = missing() { _ = ftruncate(file, off_t(length)) }
        mdb_txn_abort(txn)
    }

    /// Begins a transaction; each one must end with `abort` or `commit`.
    func begin(readOnly: Bool) throws(GemError) -> OpaquePointer {
        var code = readOnly ? 0 : fault?(.begin) ?? 0
        if code != 0 { throw .store(code, "begin a transaction", at: path) }
        for _ in 0..<16 {
            guard enter() else { throw failure ?? closed }
            var txn: OpaquePointer?
            code = mdb_txn_begin(handle, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &txn)
            if code == MDB_SUCCESS, let txn { return txn }
            gate.leave()
            switch code {
            case MDB_MAP_RESIZED: try setMapSize(0)
            case MDB_READERS_FULL: clearDeadReaders()
            default: throw .store(code, "begin a transaction", at: path)
            }
        }
        throw .store(code, "begin a transaction", at: path)
    }

    /// Ends a transaction and drops its changes.
    func abort(_ txn: OpaquePointer) {
        mdb_txn_abort(txn)
        gate.leave()
    }

    /// Ends a transaction that has only read, and keeps the tables it opened; returns LMDB's code.
    func finish(_ txn: OpaquePointer) -> Int32 {
        defer { gate.leave() }
        return mdb_txn_commit(txn)
    }

    /// Ends a transaction and makes its changes durable; returns LMDB's code.
    func commit(_ txn: OpaquePointer) -> Int32 {
        defer { gate.leave() }
        if let code = fault?(.commit), code != 0 {
            mdb_txn_abort(txn)
            return code
        }
        return mdb_txn_commit(txn)
    }

    private func enter() -> Bool { failure == nil && gate.enter() }

    private var closed: GemError { GemError(.store, "The store at \(path) is closed.") }

    /// Begins a child of a write transaction; `mdb_txn_commit` or `mdb_txn_abort` end it.
    func beginChild(of parent: OpaquePointer) -> OpaquePointer? {
        var txn: OpaquePointer?
        return mdb_txn_begin(handle, parent, 0, &txn) == MDB_SUCCESS ? txn : nil
    }

    /// Doubles the map; for the writer, while it has no transaction.
    func grow() throws(GemError) {
        if let code = fault?(.grow), code != 0 { throw .store(code, "enlarge the store", at: path) }
        clearDeadReaders()
        var info = MDB_envinfo()
        mdb_env_info(handle, &info)
        guard info.me_mapsize < limit else { throw .store(MDB_MAP_FULL, "write to the store", at: path) }
        try setMapSize(min(info.me_mapsize * 2, limit))
    }

    private func setMapSize(_ size: Int) throws(GemError) {
        let moved = try gate.alone { () throws(GemError) in
            let code = mdb_env_set_mapsize(handle, size)
            if code != MDB_SUCCESS { throw .store(code, "enlarge the store", at: path) }
        }
        if !moved { throw .store(size == 0 ? MDB_MAP_RESIZED : EBUSY, "enlarge the store", at: path) }
    }

    /// Gives back the places of readers whose process has died; answers how many.
    @discardableResult
    func clearDeadReaders() -> Int {
        var dead = Int32(0)
        mdb_reader_check(handle, &dead)
        return Int(dead)
    }

    /// The bytes of the data file that hold pages, and the map's size.
    var extent: (used: Int, map: Int) {
        guard enter() else { return (0, 0) }
        defer { gate.leave() }
        var info = MDB_envinfo()
        var stat = MDB_stat()
        mdb_env_info(handle, &info)
        mdb_env_stat(handle, &stat)
        return ((info.me_last_pgno + 1) * Int(stat.ms_psize), info.me_mapsize)
    }

    /// Writes a compacted copy of the data file into an empty folder.
    func copy(to folder: String) throws(GemError) {
        guard enter() else { throw failure ?? closed }
        defer { gate.leave() }
        let code = mdb_env_copy2(handle, folder, UInt32(MDB_CP_COMPACT))
        guard code == MDB_SUCCESS else { throw .store(code, "copy the store", at: folder) }
    }

    /// Closes the environment once the last reader has left; a reader that stays for seconds keeps it open, which leaks but is safe.
    func close() {
        guard let folder, gate.shut() else { return }
        mdb_env_close(handle)
        use.withLock { $0 = nil }
        OpenFolders.release(folder)
    }
}
