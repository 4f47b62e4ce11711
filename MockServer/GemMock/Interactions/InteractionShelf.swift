internal import GemCore
internal import Synchronization

/// The interactions of one mock; in memory, each for 55 days.
final class InteractionShelf: Sendable {
    private struct State {
        var interactions: [String: Interaction] = [:]
        var count: UInt64 = 0
    }

    /// How long an interaction is kept.
    static let lifetimeSeconds = 55.0 * 86_400

    private let time: any TimeSource
    private let seed: UInt64
    private let state = Mutex(State())

    init(time: any TimeSource, seed: UInt64) {
        self.time = time
        self.seed = seed
    }

    /// A new id: it names the conversation's first interaction and its own.
    func newID(after previous: Interaction?, digest: Digest) -> String {
        let count = state.withLock { state in
            state.count += 1
            return state.count
        }
        let own = Array(GenerateDesk.responseID(digest, seed: seed &+ count &* 0x9E37_79B9).utf8)
        let root = previous.flatMap { Self.root(of: $0.id) } ?? own
        func field(_ tag: UInt8, _ text: [UInt8]) -> [UInt8] { [tag, UInt8(truncatingIfNeeded: text.count)] + text }
        return "v1_" + Base64Coding.encode(field(10, root) + field(18, own), urlSafe: true)
    }

    private static func root(of id: String) -> [UInt8]? {
        guard let bytes = Base64Coding.decode(id.dropFirst(3)), bytes.count > 2, bytes.count >= Int(bytes[1]) + 2 else { return nil }
        return Array(bytes[2..<Int(bytes[1]) + 2])
    }

    /// Keeps an interaction.
    func add(_ interaction: Interaction) { state.withLock { $0.interactions[interaction.id] = interaction } }

    /// An interaction by its id; nil where it is unknown, deleted or too old.
    func interaction(_ id: String) -> Interaction? {
        let now = time.now
        return state.withLock { state in
            guard let found = state.interactions[id] else { return nil }
            guard now.seconds(since: found.created) < Self.lifetimeSeconds else {
                state.interactions[id] = nil
                return nil
            }
            return found
        }
    }

    /// Forgets one; false where there is none.
    func remove(_ id: String) -> Bool {
        guard interaction(id) != nil else { return false }
        return state.withLock { $0.interactions.removeValue(forKey: id) } != nil
    }

    /// Stops one that still runs; gives it as it is then, or nil where it was over before.
    func cancel(_ id: String) -> Interaction? {
        let now = time.now
        return state.withLock { state in
            guard var found = state.interactions[id], found.status(at: now) == "in_progress" else { return nil }
            found.cancelled = now
            state.interactions[id] = found
            return found
        }
    }

    /// Forgets all.
    func reset() { state.withLock { $0 = State() } }
}
