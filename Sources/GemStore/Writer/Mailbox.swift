internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A queue between threads of which the taker is a thread that may block; no executor is involved.
final class Mailbox<Item: Sendable>: @unchecked Sendable {
    // Unchecked: `items`, `isClosed` and `isNudged` are touched under `lock` only, a pthread mutex because a condition needs one.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item] = []
    /// How many items there are, to be looked at without the lock.
    private let arrived = Atomic(0)
    private var isClosed = false
    private var isNudged = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(lock)
        arrival.deallocate()
        lock.deallocate()
    }

    /// Adds an item; false once the mailbox is closed.
    func put(_ item: Item) -> Bool {
        locked {
            guard !isClosed else { return false }
            items.append(item)
            arrived.store(items.count, ordering: .relaxed)
            if items.count == 1 { pthread_cond_signal(arrival) }
            return true
        }
    }

    /// Wakes the taker though nothing arrived.
    func nudge() {
        locked {
            isNudged = true
            pthread_cond_signal(arrival)
        }
    }

    /// Refuses further items and wakes the taker; false where it was closed already.
    func close() -> Bool {
        locked {
            defer { isClosed = true }
            pthread_cond_broadcast(arrival)
            return !isClosed
        }
    }

    /// Waits for items and takes all of them; nothing when the time is up, after a nudge, or once closed and empty.
    func takeAll(within seconds: Int?) -> [Item] {
        locked {
            var deadline = timespec()
            clock_gettime(CLOCK_REALTIME, &deadline)
            deadline.tv_sec += seconds ?? 0
            while items.isEmpty, !isClosed, !isNudged {
                if seconds == nil {
                    pthread_cond_wait(arrival, lock)
                } else if pthread_cond_timedwait(arrival, lock, &deadline) == ETIMEDOUT {
                    break
                }
            }
            isNudged = false
            return takeItems()
        }
    }

    /// Adds what arrives to what was taken, until that is `count` items or nothing has arrived for some tens of microseconds.
    func takeMore(_ taken: inout [Item], upTo count: Int) {
        guard taken.count < count else { return }
        var (pauses, last) = (0, 0)
        while taken.count + last < count, pauses < Self.mostPauses {
            sched_yield()
            let now = arrived.load(ordering: .relaxed)
            pauses = now == last ? pauses + 1 : 0
            last = now
        }
        taken += locked(takeItems)
    }

    private static var mostPauses: Int { 100 }

    /// Whether nothing will ever come out again.
    var isDone: Bool { locked { isClosed && items.isEmpty } }

    private func takeItems() -> [Item] {
        arrived.store(0, ordering: .relaxed)
        defer { items = [] }
        return items
    }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
