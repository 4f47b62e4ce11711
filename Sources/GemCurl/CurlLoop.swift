internal import CCurl
internal import GemCore
internal import Synchronization

/// The inbox of the one thread that owns libcurl's multi handle.
///
/// Any thread posts; the thread takes all that has come at once. Nothing else reaches libcurl from outside.
final class CurlLoop: Sendable {
    /// Told when an exchange has its head, or has failed before.
    typealias Answer = CheckedContinuation<Result<Response, GemError>, Never>

    /// What the thread is told.
    enum Event: Sendable {
        case start(Int, Order, Answer)
        case cancel(Int)
        case resumeReceiving(Int)
        case resumeSending(Int)
    }

    private struct Inbox {
        var events: [Event] = []
        var multi: MultiHandle?
        var isClosing = false
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
            if inbox.events.count == 1 { multi.wake() }
            return true
        }
        if !isTaken, case .start(_, _, let answer) = event { answer.resume(returning: .failure(Self.closed)) }
    }

    /// Asks the thread to end all exchanges and itself.
    func close() {
        inbox.withLock { inbox in
            inbox.isClosing = true
            inbox.multi?.wake()
        }
    }

    /// All that has come since the last call; for the thread.
    func take() -> (events: [Event], isClosing: Bool) {
        inbox.withLock { inbox in
            defer { inbox.events = [] }
            return (inbox.events, inbox.isClosing)
        }
    }

    /// Lets go of the multi handle, which is about to be freed; for the thread.
    func detach() { inbox.withLock { $0.multi = nil } }

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

    func free() { _ = gem_curl_multi_cleanup(pointer) }

    private static let isLibraryReady = gem_curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
