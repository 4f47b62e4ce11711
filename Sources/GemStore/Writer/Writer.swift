internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The one thread of this process that changes the store.
///
/// A thread and not an actor or a task: LMDB ties a write transaction to its thread, and an fsync would block a thread of the shared pool.
final class Writer: Sendable {
    private let mailbox = Mailbox<any Job>()
    private let core: StoreCore
    nonisolated(unsafe) private var thread: pthread_t?
    private let last = Mutex<(@Sendable () -> Void)?>(nil)

    /// Starts the thread; it keeps the writer alive until `stop`.
    init(_ core: StoreCore) {
        self.core = core
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(&thread, nil, writerMain, context)
        if code == 0 {
            self.thread = thread
        } else {
            Unmanaged<Writer>.fromOpaque(context).release()
            _ = mailbox.close()
        }
    }

    /// Hands a job to the thread; false once the writer stops.
    func submit(_ job: any Job) -> Bool { mailbox.put(job) }

    /// Lets the thread write what waits in memory.
    func wake() { mailbox.nudge() }

    /// Lets the thread finish what was accepted and run `closing`, and waits for it. Only the first call does anything.
    func stop(_ closing: @escaping @Sendable () -> Void) {
        guard let thread else { return closing() }
        last.withLock { $0 = $0 ?? closing }
        guard mailbox.close() else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)  // A change dropped the last reference to the store: the thread cannot wait for itself.
        } else {
            pthread_join(thread, nil)
        }
    }

    fileprivate func run() {
        let batches = Batches(core)
        var lastCount = 0
        while !mailbox.isDone {
            var jobs = mailbox.takeAll(within: Self.restSeconds)
            // Those whom one commit answered come back together, and the first of them wakes this thread: one fsync for all is worth the moment.
            if !jobs.isEmpty { mailbox.takeMore(&jobs, upTo: lastCount) }
            lastCount = jobs.count
            batches.commit(jobs)
        }
        batches.commit([])
        last.withLock { $0 }?()
    }

    /// How long counts may wait in memory while nothing is written.
    private static let restSeconds = 30
}

#if canImport(Darwin)
private func writerMain(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Writer>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
#else
private func writerMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Writer>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
#endif
