package import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The durable store: cached answers, vectors, uploaded files and the queue, in one LMDB environment and a folder of blobs.
///
/// Any number of processes may read and write one store at a time; a process opens it once. It must not be on a network file system, nor be used across `fork`.
package final class Store: Sendable {
    /// 32 random bytes made with the store: the key under which credentials are hashed into scopes.
    package let salt: [UInt8]
    let core: StoreCore
    private let writer: Writer?

    private init(core: StoreCore, salt: [UInt8]) {
        self.core = core
        self.salt = salt
        writer = core.options.readOnly ? nil : Writer(core)
    }

    deinit { close() }

    /// A store that holds nothing and takes nothing, for answering all the same where the real one cannot be used: every read and write throws `failure`.
    package convenience init(unusable path: String, because failure: GemError, time: any TimeSource = SystemTime()) {
        let core = StoreCore(
            environment: Environment(unusable: path, because: failure), tables: Tables(),
            blobs: BlobFolder(path: path + "/blobs", time: time),
            options: .readOnly, time: time)
        var generator = SystemRandomNumberGenerator()
        self.init(core: core, salt: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Opens the store at a folder, making it where there is none.
    package static func open(
        at path: String, _ options: Options = Options(), time: any TimeSource = SystemTime()
    ) throws(GemError) -> Store {
        if !options.readOnly { try BlobFolder.makeFolder(path) }
        guard let resolved = realpath(path, nil) else { throw .file("open the store", path) }
        defer { free(resolved) }
        let environment = try Environment.open(String(cString: resolved), options)
        do throws(GemError) {
            let (tables, meta) = try StoreMeta.open(environment)
            let blobs = BlobFolder(path: environment.path + "/blobs", time: time, fault: options.fault)
            if !options.readOnly {
                try BlobFolder.makeFolder(blobs.path)
                try BlobFolder.syncFolder(environment.path)
                UploadSpool.sweep(environment.path)
            }
            let core = StoreCore(environment: environment, tables: tables, blobs: blobs, options: options, time: time)
            return Store(core: core, salt: meta.salt)
        } catch {
            environment.close()
            throw error
        }
    }

    /// The store's folder, without symbolic links.
    package var path: String { core.environment.path }

    /// The store's clock.
    package var time: any TimeSource { core.time }

    /// Reads from one consistent view: about half a microsecond, no waiting, no suspension.
    package func read<R>(_ body: (borrowing Snapshot) throws(GemError) -> R) throws(GemError) -> R {
        let txn = try core.environment.begin(readOnly: true)
        defer { core.environment.abort(txn) }
        return try body(Snapshot(txn: txn, core: core))
    }

    /// Changes the store: returns when the change is on disk, or throws and has changed nothing.
    ///
    /// Closures that wait together share one transaction and one fsync. A closure may run more than once, when another one of its batch fails, so it must do nothing but
    /// change the transaction. It runs even where the calling task is cancelled meanwhile.
    package func write<R: Sendable>(
        _ body: @escaping @Sendable (inout Transaction) throws(GemError) -> R
    ) async throws(GemError) -> R {
        let result: Result<R, GemError> = await withCheckedContinuation { continuation in
            submit(body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Changes the store as `write` does and blocks the thread; never call it inside a read or a write of this store.
    package func writeAndWait<R: Sendable>(_ body: @escaping @Sendable (inout Transaction) throws(GemError) -> R) throws(GemError) -> R {
        let answer = Mailbox<Result<R, GemError>>()
        submit(body) { _ = answer.put($0) }
        guard let result = answer.takeAll(within: nil).first else { throw closed }
        return try result.get()
    }

    private func submit<R: Sendable>(
        _ body: @escaping @Sendable (inout Transaction) throws(GemError) -> R,
        _ completion: @escaping @Sendable (Result<R, GemError>) -> Void
    ) {
        guard let writer else {
            return completion(.failure(failure ?? frozen))
        }
        if !writer.submit(Change(body, completion)) { completion(.failure(closed)) }
    }

    private var closed: GemError { GemError(.store, "The store at \(path) is closed.") }

    /// What a change of a store that is open for reading only fails with.
    private var frozen: GemError { GemError(.store, "The store at \(path) is open read-only; open it for writing to change it.") }

    /// Why there is nothing behind this store; nil where there is.
    package var failure: GemError? { core.environment.failure }

    /// Throws where nothing may be changed.
    func requireWriting() throws(GemError) {
        if let failure { throw failure }
        if core.options.readOnly { throw frozen }
    }

    /// Adds to a persistent counter; kept in memory until the next write, `flush`, `close`, or for half a minute.
    package func count(_ name: String, _ number: Int64 = 1) {
        guard writer != nil else { return }
        core.pending.add(name, number)
    }

    /// Finds counters that are added to together and often.
    package func counters(_ names: [String]) -> CounterSet { core.pending.counters(names) }

    /// Adds one to each counter of a set, and `number` to its last; kept as other counts are.
    package func count(_ set: CounterSet, last number: Int64) {
        guard writer != nil else { return }
        core.pending.add(set, last: number)
    }

    /// Adds to each counter of a set; kept as other counts are.
    package func count(_ set: CounterSet, _ numbers: [Int64]) {
        guard writer != nil else { return }
        core.pending.add(set, numbers)
    }

    /// Notes that an entry was used; kept like counts, and may be lost.
    package func touch(_ key: RequestKey, _ variant: Route.API) { touch(.entry(EntryID(key, variant))) }

    /// Notes that a vector was used; kept like counts, and may be lost.
    package func touchVector(_ key: RequestKey) { touch(.vector(DigestID(key.digest))) }

    private func touch(_ owner: UsageID.Owner) {
        guard let writer else { return }
        let noted = core.pending.touch(UsageID(owner), time.now)
        if noted == Pending.crowd { writer.wake() }
    }

    /// Writes counts and touches that wait in memory.
    package func flush() async throws(GemError) { try await write { _ in } }

    /// Finishes the writes that were accepted, writes the counts, closes the environment and frees the folder for another `open`.
    ///
    /// Blocks until it is done. Later calls of the store throw; closing twice is harmless.
    package func close() {
        writer?.stop { [environment = core.environment] in environment.close() }
        if writer == nil { core.environment.close() }
    }
}
