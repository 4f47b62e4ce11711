import Synchronization

/// A value several tasks share.
final class Box<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    @discardableResult
    func change<R: Sendable>(_ body: (inout Value) -> R) -> R {
        state.withLock { value in
            var copy = value
            let result = body(&copy)
            value = copy
            return result
        }
    }
}
