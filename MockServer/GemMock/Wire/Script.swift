internal import GemCore

/// A body told step by step, at the reader's pace.
final class Script: Sendable {
    /// What happens next.
    enum Step: Sendable {
        case bytes([UInt8])
        case pause(Int64)
        /// Waits at a gate, at most so long.
        case stall(Gate, milliseconds: Int64?)
        case fail(GemError)
    }

    private let steps: [Step]
    private let clock: MockClock
    private let onBytes: @Sendable (Int) -> Void
    private let onEnd: @Sendable (RequestRecord.Ending) -> Void
    private let position = Counter()

    /// Makes a script; `onBytes` is told how many bytes left with each step, `onEnd` how it ended, at least once.
    init(
        _ steps: [Step], clock: MockClock, onBytes: @escaping @Sendable (Int) -> Void,
        onEnd: @escaping @Sendable (RequestRecord.Ending) -> Void
    ) {
        self.steps = steps
        self.clock = clock
        self.onBytes = onBytes
        self.onEnd = onEnd
    }

    /// The reading end.
    var stream: ByteStream {
        ByteStream(next: { () throws(GemError) in try await self.next() }, cancel: { self.cancel() })
    }

    private func next() async throws(GemError) -> [UInt8]? {
        while true {
            let index = position.next()
            guard index < steps.count else {
                onEnd(.whole)
                return nil
            }
            if Task.isCancelled { throw GemError(.cancelled, "Reading this stream was cancelled.") }
            switch steps[index] {
            case .bytes(let bytes):
                onBytes(bytes.count)
                return bytes
            case .pause(let milliseconds): try await clock.sleep(milliseconds: milliseconds)
            case .stall(let gate, let milliseconds): try await clock.wait(at: gate, milliseconds: milliseconds)
            case .fail(let error):
                onEnd(.broken)
                throw error
            }
        }
    }

    private func cancel() {
        onEnd(.abandoned)
        for case .stall(let gate, _) in steps { gate.cancel() }
    }
}
