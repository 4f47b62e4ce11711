#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A queue between threads of which the taker is a thread that may block; no executor is involved.
final class Mailbox<Item: Sendable>: @unchecked Sendable {
    // Unchecked: all that changes is touched under `lock` only, a pthread mutex because a condition needs one.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item] = []
    /// How many items wake the taker; fewer let it sleep on.
    private var wanted = 1
    private var isClosed = false
    private var isNudged = false

    init() {
        pthread_mutex_init(lock, nil)
        #if canImport(Darwin)
        pthread_cond_init(arrival, nil)
        #else
        var settings = pthread_condattr_t()
        pthread_condattr_init(&settings)
        pthread_condattr_setclock(&settings, CLOCK_MONOTONIC)
        pthread_cond_init(arrival, &settings)
        pthread_condattr_destroy(&settings)
        #endif
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
            if items.count == wanted { pthread_cond_signal(arrival) }
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
            while items.isEmpty, !isClosed, !isNudged {
                guard wait(seconds.map { .seconds($0) }) else { break }
            }
            isNudged = false
            return takeItems()
        }
    }

    /// Adds what arrives to what was taken, until that is `count` items or nothing has arrived for a moment.
    ///
    /// Sleeps meanwhile: whoever brings the items needs the processor.
    func takeMore(_ taken: inout [Item], upTo count: Int) {
        guard taken.count < count else { return }
        taken += locked {
            wanted = count - taken.count
            defer { wanted = 1 }
            var last = -1
            while items.count < wanted, items.count > last, !isClosed {
                last = items.count
                while items.count < wanted, !isClosed, wait(Self.moment) {}
            }
            return takeItems()
        }
    }

    private static var moment: Duration { .microseconds(50) }

    /// Whether nothing will ever come out again.
    var isDone: Bool { locked { isClosed && items.isEmpty } }

    private func takeItems() -> [Item] {
        defer { items = [] }
        return items
    }

    /// Sleeps until there is something to look at, under the lock; false where that took longer than it may. Setting the clock does not change how long that is.
    private func wait(_ limit: Duration?) -> Bool {
        guard let limit else { return pthread_cond_wait(arrival, lock) == 0 }
        let (seconds, attoseconds) = limit.components
        var time = timespec()
        #if canImport(Darwin)
        (time.tv_sec, time.tv_nsec) = (Int(seconds), Int(attoseconds / 1_000_000_000))
        return pthread_cond_timedwait_relative_np(arrival, lock, &time) != ETIMEDOUT
        #else
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
        time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return pthread_cond_timedwait(arrival, lock, &time) != ETIMEDOUT
        #endif
    }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
