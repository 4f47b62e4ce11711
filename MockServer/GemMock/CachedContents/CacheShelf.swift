internal import GemCore
internal import Synchronization

/// The cached contents of one mock.
final class CacheShelf: Sendable {
    private struct State {
        var caches: [StoredCache] = []
        var count: UInt64 = 0
    }

    /// How many caches are kept at most.
    private static let limit = 1000

    /// Where files of caches are kept.
    private let files: FileShelf
    private let state = Mutex(State())

    init(files: FileShelf) { self.files = files }

    /// Adds the cache that `make` makes of its number, and forgets those that have expired.
    func add(at now: Timestamp, _ make: (UInt64) -> StoredCache) -> StoredCache {
        let (cache, dropped) = state.withLock { state in
            state.count += 1
            let cache = make(state.count)
            // A request with a time of its own ends nobody else's cache.
            let isOver = { (cache: StoredCache) in MockClock.own == nil && !cache.isAlive(at: now) }
            var dropped = state.caches.filter(isOver)
            state.caches.removeAll(where: isOver)
            if state.caches.count >= Self.limit { dropped.append(state.caches.removeFirst()) }
            state.caches.append(cache)
            return (cache, dropped)
        }
        files.release(dropped.flatMap(\.files))
        return cache
    }

    /// A cache by its name; nil where it is unknown or has expired.
    func cache(_ name: String, api: Route.API, at now: Timestamp) -> StoredCache? {
        let id = StoredCache.id(name)
        return state.withLock { $0.caches.first { $0.id == id && $0.api == api } }.flatMap { $0.isAlive(at: now) ? $0 : nil }
    }

    /// All caches of a service that live, newest first.
    func caches(_ api: Route.API, at now: Timestamp) -> [StoredCache] {
        state.withLock { $0.caches.reversed().filter { $0.api == api && $0.isAlive(at: now) } }
    }

    /// Puts a changed cache in its place.
    func replace(_ cache: StoredCache) {
        state.withLock { state in
            guard let index = state.caches.firstIndex(where: { $0.number == cache.number }) else { return }
            state.caches[index] = cache
        }
    }

    func remove(_ cache: StoredCache) {
        state.withLock { $0.caches.removeAll { $0.number == cache.number } }
        files.release(cache.files)
    }

    /// Forgets all caches.
    func reset() {
        let caches = state.withLock { state in
            defer { state = State() }
            return state.caches
        }
        files.release(caches.flatMap(\.files))
    }

    /// What a cache holds, for keys of questions that name it.
    func canonical(_ name: String) -> [UInt8]? {
        let id = StoredCache.id(name)
        return state.withLock { $0.caches.first { $0.id == id }?.canonical }
    }
}
