internal import GemCore
internal import Synchronization

/// Hands out the faults that were ordered, and keeps the gates of stalled exchanges.
final class FaultDesk: Sendable {
    private struct Order {
        var fault: Fault
        var operation: Route.Operation?
        var left: Int
    }

    private struct State {
        var orders: [Order] = []
        var used: [String: Int] = [:]
        var gates: [Gate] = []
    }

    private let state = Mutex(State())

    func order(_ fault: Fault, times: Int, on operation: Route.Operation?) {
        guard times > 0 else { return }
        state.withLock { $0.orders.append(Order(fault: fault, operation: operation, left: times)) }
    }

    /// The fault for a request: what its own header asks for, else the first order that matches.
    func fault(for operation: Route.Operation, header: String?, isUploadStart: Bool) throws(APIFailure) -> Fault? {
        if let header {
            guard let fault = Fault(header) else {
                throw .invalid("x-mock-fault: \(header): no such fault; see MockServer/README.md for the list.")
            }
            if isDue(header) { return fault }
        }
        return state.withLock { state in
            guard
                let index = state.orders.firstIndex(where: { order in
                    (order.operation ?? operation) == operation && !(isUploadStart && order.fault.needsData)
                })
            else { return nil }
            state.orders[index].left -= 1
            let fault = state.orders[index].fault
            if state.orders[index].left == 0 { state.orders.remove(at: index) }
            return fault
        }
    }

    /// Whether a header with `times=N` is still to act, counted per `id=`.
    private func isDue(_ header: String) -> Bool {
        let spec = FaultSpec(header)
        guard let times = spec.values["times"].flatMap({ Int($0) }) else { return true }
        return state.withLock { state in
            let id = spec.values["id"] ?? header
            let used = state.used[id, default: 0]
            state.used[id] = used + 1
            return used < times
        }
    }

    /// A gate that `resume` opens.
    func gate() -> Gate {
        let gate = Gate()
        state.withLock { $0.gates.append(gate) }
        return gate
    }

    /// How many exchanges were stalled and not resumed.
    var stalled: Int { state.withLock { $0.gates.count } }

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
        state.withLock { $0 = State() }
    }
}
