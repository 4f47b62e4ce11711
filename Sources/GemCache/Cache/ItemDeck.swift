internal import GemCore
internal import Synchronization

/// The single embeddings that are being fetched, so that two batches that share a text ask for it once.
final class ItemDeck: Sendable {
    /// An item, by its key, and all else by which flights are told apart.
    typealias Claim = Flight.Identity

    /// What one request upstream brings; awaited by those who need an item of it.
    final class Delivery: Sendable {
        private let state = Mutex<(vectors: [RequestKey: KnownVector]?, waiting: [CheckedContinuation<Void, Never>])>((nil, []))

        /// The vectors that came, once they did; none where the request failed.
        func vectors() async -> [RequestKey: KnownVector] {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.vectors != nil { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
            return state.withLock { $0.vectors ?? [:] }
        }

        fileprivate func arrive(_ vectors: [RequestKey: KnownVector]) {
            let waiting = state.withLock { state in
                if state.vectors == nil { state.vectors = vectors }
                defer { state.waiting = [] }
                return state.waiting
            }
            for waiter in waiting { waiter.resume() }
        }
    }

    private let air = Mutex<[Claim: Delivery]>([:])

    /// Claims the items that nobody fetches for `delivery`; gives the deliveries of the others.
    func claim(_ items: [RequestKey], _ identity: Flight.Identity, for delivery: Delivery) -> [RequestKey: Delivery] {
        air.withLock { air in
            var elsewhere: [RequestKey: Delivery] = [:]
            for key in items {
                let claim = identity.item(key)
                if let other = air[claim], other !== delivery { elsewhere[key] = other } else { air[claim] = delivery }
            }
            return elsewhere
        }
    }

    /// Ends a delivery with what came; who claims its items from now on fetches them anew.
    func land(_ delivery: Delivery, _ items: [RequestKey], _ identity: Flight.Identity, _ vectors: [RequestKey: KnownVector]) {
        air.withLock { air in
            for key in items where air[identity.item(key)] === delivery { air[identity.item(key)] = nil }
        }
        delivery.arrive(vectors)
    }
}
