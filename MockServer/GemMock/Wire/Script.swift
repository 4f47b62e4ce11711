internal import GemCore

/// A body told step by step, at the reader's pace.
final class Script: Sendable {
    /// What happens next.
    enum Step: Sendable {
        case bytes([UInt8])
        case pause(Int64)
        case stall(Gate)
        case fail(GemError)
    }

    private let steps: [Step]
    private let time: any TimeSource
    private let onBytes: @Sendable (Int) -> Void
    private let position = Counter()

    /// Makes a script; `onBytes` is told how many bytes left with each step.
    init(_ steps: [Step], time: any TimeSource, onBytes: @escaping @Sendable (Int) -> Void) {
        self.steps = steps
        self.time = time
        self.onBytes = onBytes
    }

    /// The reading end.
    var stream: ByteStream {
        ByteStream(next: { () throws(GemError) in try await self.next() }, cancel: { self.cancel() })
    }

    private func next() async throws(GemError) -> [UInt8]? {
        while true {
            let index = position.next()
            guard index < steps.count else { return nil }
            if Task.isCancelled { throw GemError(.cancelled, "Reading this stream was cancelled.") }
            switch steps[index] {
            case .bytes(let bytes):
                onBytes(bytes.count)
                return bytes
            case .pause(let milliseconds): try await time.sleep(until: time.now.adding(seconds: Double(milliseconds) / 1000))
            case .stall(let gate): try await gate.wait()
            case .fail(let error): throw error
            }
        }
    }

    private func cancel() {
        for case .stall(let gate) in steps { gate.cancel() }
    }
}
