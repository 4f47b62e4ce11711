internal import CCurl
internal import GemCore
internal import Synchronization

/// The inbox of the one thread that owns libcurl's multi handle.
///
/// Any thread posts; the thread takes all that has come at once. Nothing else reaches libcurl from outside.
///
/// Tasks may prefer the thread: one that reads what arrives there is not waited for by it and needs no other woken, which costs more than most of what there is to read. It
/// holds up all other exchanges while it runs.
final class CurlLoop: TaskExecutor {
    /// Told when an exchange has its head, or has failed before.
    typealias Answer = CheckedContinuation<Result<Response, GemError>, Never>

    /// What the thread is told.
    enum Event: Sendable {
        case start(Int, Order, Answer)
        case cancel(Int)
        case resumeReceiving(Int)
        case resumeSending(Int)
        case job(UnownedJob)
    }

    private struct Inbox {
        var events: [Event] = []
        var multi: MultiHandle?
        var isClosing = false
        /// Whether the thread waits, or is about to.
        var isResting = false
    }

    private let inbox: Mutex<Inbox>
    private let numbers = Counter()

    /// Starts the thread.
    init(mostTransfers: Int, idleTimeout: Duration) throws(GemError) {
        let multi = try MultiHandle()
        inbox = Mutex(Inbox(multi: multi))
        do throws(GemError) {
            try OSThread.start { [self] in
                CurlRunner(loop: self, multi: multi, mostTransfers: mostTransfers, idleTimeout: idleTimeout).run()
            }
        } catch {
            multi.free()
            throw error
        }
    }

    /// Carries out an order; returns with its head. Cancelling the task ends the exchange.
    func perform(_ order: Order) async throws(GemError) -> Response {
        let number = numbers.next()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (answer: Answer) in
                post(.start(number, order, answer))
                // The handler below may have run before the start was posted.
                if Task.isCancelled { post(.cancel(number)) }
            }
        } onCancel: {
            post(.cancel(number))
        }
        return try result.get()
    }

    /// Tells the thread something; from any thread.
    func post(_ event: Event) {
        let isTaken = inbox.withLock { inbox in
            guard let multi = inbox.multi, !inbox.isClosing else { return false }
            inbox.events.append(event)
            Self.wake(&inbox, multi)
            return true
        }
        if !isTaken { Self.refuse(event) }
    }

    /// Runs a part of a task that prefers this thread; one that has ended leaves it to those all tasks share.
    func enqueue(_ job: consuming ExecutorJob) { post(.job(UnownedJob(job))) }

    private static func refuse(_ event: Event) {
        switch event {
        case .start(_, _, let answer): answer.resume(returning: .failure(closed))
        case .job(let job): globalConcurrentExecutor.enqueue(ExecutorJob(job))
        case .cancel, .resumeReceiving, .resumeSending: break
        }
    }

    private static func wake(_ inbox: inout Inbox, _ multi: MultiHandle) {
        guard inbox.isResting else { return }
        inbox.isResting = false
        multi.wake()
    }

    /// Asks the thread to end all exchanges and itself.
    func close() {
        inbox.withLock { inbox in
            inbox.isClosing = true
            if let multi = inbox.multi { Self.wake(&inbox, multi) }
        }
    }

    /// All that has come since the last call; for the thread.
    func take() -> (events: [Event], isClosing: Bool) {
        inbox.withLock { inbox in
            defer { inbox.events = [] }
            return (inbox.events, inbox.isClosing)
        }
    }

    /// Whether the thread may wait, since nothing has come; from now on it is woken when something does. For the thread.
    func rest() -> Bool {
        inbox.withLock { inbox in
            inbox.isResting = inbox.events.isEmpty && !inbox.isClosing
            return inbox.isResting
        }
    }

    /// The thread goes on by itself; for the thread.
    func rise() { inbox.withLock { $0.isResting = false } }

    /// Lets go of the multi handle, which is about to be freed; for the thread.
    func detach() {
        let left = inbox.withLock { inbox in
            inbox.multi = nil
            defer { inbox.events = [] }
            return inbox.events
        }
        for event in left { Self.refuse(event) }
    }

    /// Why exchanges of a closed transport fail.
    static let closed = GemError(.cancelled, "The connection to the API was closed by this program.")
}

/// libcurl's multi handle. Only `wake` may be called away from the loop's thread, and only before `free`.
struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init() throws(GemError) {
        guard Self.isLibraryReady, let pointer = gem_curl_multi_init() else {
            throw GemError(.internal, "libcurl could not be started; is there memory left?")
        }
        self.pointer = pointer
    }

    func wake() { _ = gem_curl_multi_wakeup(pointer) }

    /// Whether something has come that libcurl has not looked at; does not wait.
    func hasMore() -> Bool { gem_curl_multi_look(pointer) > 0 }

    func free() { _ = gem_curl_multi_cleanup(pointer) }

    private static let isLibraryReady = gem_curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
