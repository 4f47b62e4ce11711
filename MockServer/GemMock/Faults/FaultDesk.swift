internal import GemCore
internal import Synchronization

/// Hands out the faults that were ordered, and keeps the gates of stalled exchanges.
final class FaultDesk: Sendable {
    /// An order and how far it has got.
    struct Entry: Sendable {
        var order: FaultOrder
        /// How many requests matched it.
        var seen = 0
        /// How many it struck.
        var struck = 0

        var isSpent: Bool { order.times.map { struck >= $0 } ?? false }

        /// Counts a request that matches; true where it is struck.
        mutating func strikes() -> Bool {
            guard !isSpent else { return false }
            seen += 1
            guard seen > order.skip, order.strikes(after: seen) else { return false }
            struck += 1
            return true
        }
    }

    private struct State {
        var entries: [Entry] = []
        /// The counts of headers, by their ids.
        var headers: [String: Entry] = [:]
        /// The headers that uploads were begun with, by their ids.
        var uploads: [String: String] = [:]
        var count = 0
        var gates: [Gate] = []
        /// When to look for gates that are over.
        var gateLimit = 64
    }

    private let standing: [FaultOrder]
    private let state: Mutex<State>

    /// Makes a desk with orders that a reset brings back.
    init(standing: [FaultOrder]) {
        self.standing = standing
        var first = State()
        for order in standing { Self.add(order, to: &first) }
        state = Mutex(first)
    }

    /// Takes an order, and gives its id; one of the same id takes the older one's place.
    @discardableResult
    func order(_ order: FaultOrder) -> String { state.withLock { Self.add(order, to: &$0) } }

    /// The orders that may still strike.
    var entries: [Entry] { state.withLock { $0.entries } }

    /// Whether an order is for one model only.
    var namesModels: Bool { state.withLock { $0.entries.contains { !$0.order.model.isEmpty } } }

    /// Takes back an order, or all of them; gives how many there were.
    func withdraw(_ id: String?) -> Int {
        state.withLock { state in
            let before = state.entries.count
            state.entries.removeAll { id == nil || $0.order.id == id }
            return before - state.entries.count
        }
    }

    /// Remembers the header an upload was begun with: clients do not repeat their own fields with the data.
    func keep(_ header: String, upload id: String) { state.withLock { $0.uploads[id] = header } }

    /// The header an upload was begun with.
    func header(upload id: String) -> String? { state.withLock { $0.uploads[id] } }

    /// The fault for a request: what its own header asks for, else the first order that strikes it.
    func fault(for target: FaultOrder.Target, header: String?) throws(APIFailure) -> Fault? {
        var own: FaultOrder?
        if let header {
            do { own = try FaultOrder(header) } catch { throw .invalid("x-mock-fault: \(error.message)") }
        }
        return state.withLock { state in
            if let own, own.matches(target) {
                let id = own.id.isEmpty ? header ?? "" : own.id
                var entry = state.headers[id] ?? Entry(order: own)
                entry.order = own
                let strikes = entry.strikes()
                if own.times != nil || own.rate < 1 || own.skip > 0 { state.headers[id] = entry }
                if strikes { return own.fault }
            }
            for index in state.entries.indices where state.entries[index].order.matches(target) {
                guard state.entries[index].strikes() else { continue }
                let fault = state.entries[index].order.fault
                if state.entries[index].isSpent { state.entries.remove(at: index) }
                return fault
            }
            return nil
        }
    }

    @discardableResult
    private static func add(_ order: FaultOrder, to state: inout State) -> String {
        var order = order
        state.count += 1
        if order.id.isEmpty { order.id = "fault-\(state.count)" }
        state.entries.removeAll { $0.order.id == order.id }
        if order.times != 0 { state.entries.append(Entry(order: order)) }
        return order.id
    }

    /// A gate that `resume` opens.
    func gate() -> Gate {
        let gate = Gate()
        state.withLock { state in
            if state.gates.count >= state.gateLimit {
                state.gates.removeAll { $0.isOver }
                state.gateLimit = max(64, state.gates.count * 2)
            }
            state.gates.append(gate)
        }
        return gate
    }

    /// How many exchanges are held up.
    var stalled: Int { state.withLock { $0.gates.count { !$0.isOver } } }

    /// Lets every stalled exchange go on.
    func resume() {
        let gates = state.withLock { state in
            defer { state.gates = [] }
            return state.gates
        }
        for gate in gates { gate.open() }
    }

    func reset() {
        resume()
        state.withLock { state in
            state = State()
            for order in standing { Self.add(order, to: &state) }
        }
    }
}
