internal import GemCore
internal import Synchronization

/// The single embeddings that are being fetched, so that two batches that share a text ask for it once.
final class ItemDeck: Sendable {
    /// An item, and all else by which flights are told apart.
    typealias Claim = Flight.Identity

    /// What one request upstream brings; awaited by those who need an item of it.
    final class Delivery: Sendable {
        private let state = Mutex<(vectors: KnownVectors?, waiting: [CheckedContinuation<Void, Never>])>((nil, []))

        /// The vectors that came, once they did; none where the request failed.
        func vectors() async -> KnownVectors {
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

        fileprivate func arrive(_ vectors: KnownVectors) {
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
    func claim(_ items: [Question.Identity], _ identity: Flight.Identity, for delivery: Delivery) -> [Question.Identity: Delivery] {
        air.withLock { air in
            var elsewhere: [Question.Identity: Delivery] = [:]
            for item in items {
                let claim = identity.item(item)
                if let other = air[claim], other !== delivery { elsewhere[item] = other } else { air[claim] = delivery }
            }
            return elsewhere
        }
    }

    /// Ends a delivery with what came; who claims its items from now on fetches them anew.
    func land(_ delivery: Delivery, _ items: [Question.Identity], _ identity: Flight.Identity, _ vectors: KnownVectors) {
        air.withLock { air in
            for item in items where air[identity.item(item)] === delivery { air[identity.item(item)] = nil }
        }
        delivery.arrive(vectors)
    }
}
