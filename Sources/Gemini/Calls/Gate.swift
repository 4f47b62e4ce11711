internal import GemCore

/// Runs work on many things, some at a time.
enum Gate {
    /// The results in the order of the inputs; after a failure nothing new is begun, what is under way is cancelled, and the failure thrown.
    ///
    /// `queued` is no failure to stop for: the rest is queued as well before it is thrown. `onDone` is told the places that have their results.
    static func each<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], atMost limit: Int, _ work: @escaping @Sendable (Input) async throws(GemError) -> Output,
        onDone: ([Int]) -> Void = { _ in }
    ) async throws(GemError) -> [Output] {
        let finished = await withTaskGroup(of: (Int, Result<Output, GemError>).self) { group in
            var finished = Finished<Output>()
            var next = 0
            while next < min(max(1, limit), inputs.count) {
                add(next, inputs[next], work, &group)
                next += 1
            }
            while let (index, result) = await group.next() {
                finished.take(index, result)
                if finished.mustStop {
                    group.cancelAll()
                    continue
                }
                onDone(Array(finished.outputs.keys))
                guard next < inputs.count else { continue }
                add(next, inputs[next], work, &group)
                next += 1
            }
            return finished
        }
        if let failure = finished.failure { throw failure }
        return inputs.indices.compactMap { finished.outputs[$0] }
    }

    private static func add<Input: Sendable, Output: Sendable>(
        _ index: Int, _ input: Input, _ work: @escaping @Sendable (Input) async throws(GemError) -> Output,
        _ group: inout TaskGroup<(Int, Result<Output, GemError>)>
    ) {
        group.addTask {
            do throws(GemError) { return (index, .success(try await work(input))) } catch { return (index, .failure(error)) }
        }
    }

    private struct Finished<Output: Sendable>: Sendable {
        var outputs: [Int: Output] = [:]
        var failure: GemError?

        var mustStop: Bool { failure.map { $0.code != .queued } ?? false }

        mutating func take(_ index: Int, _ result: Result<Output, GemError>) {
            switch result {
            case .success(let output): outputs[index] = output
            case .failure(let error) where error.code == .queued:
                failure = failure ?? error
            case .failure(let error):
                if !mustStop { failure = error }
            }
        }
    }
}
