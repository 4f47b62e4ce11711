import Synchronization

/// What is to be done before a signal ends the process: recordings of a cassette are written, files that are half written removed.
enum Unsaved {
    private struct State {
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private static let state = Mutex(State())

    /// Has `save` called by an interrupt from now on; gives the number to `forget` it by.
    static func add(_ save: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            state.actions[state.next] = save
            return state.next
        }
    }

    /// Has it not called any more.
    static func forget(_ number: Int) { state.withLock { $0.actions[number] = nil } }

    /// Saves everything, once.
    static func saveAll() {
        let actions = state.withLock { state in
            defer { state.actions = [:] }
            return state.actions.sorted { $0.key < $1.key }
        }
        for (_, save) in actions { save() }
    }
}
