internal import Synchronization

/// Changes bytes that pass by, however they are cut.
package protocol ByteFilter: Sendable {
    /// The next bytes as they go on; some may be kept back until more has come.
    mutating func pass(_ bytes: [UInt8]) -> [UInt8]

    /// What was kept back, at the end.
    mutating func rest() -> [UInt8]
}

extension ByteFilter {
    package mutating func rest() -> [UInt8] { [] }

    /// All of some bytes, which no more follow.
    package mutating func whole(_ bytes: [UInt8]) -> [UInt8] { pass(bytes) + rest() }
}

extension ByteStream {
    /// The stream as it comes through a filter, which arrives where this one does.
    package func passing(_ filter: some ByteFilter) -> ByteStream {
        let source = FilteredStream(self, filter)
        var passed = ByteStream(next: { () throws(GemError) in try await source.next() }, cancel: { self.cancel() })
        passed.executor = executor
        return passed
    }
}

private final class FilteredStream<Filter: ByteFilter>: Sendable {
    private let stream: ByteStream
    private let filter: Mutex<Filter>

    init(_ stream: ByteStream, _ filter: Filter) {
        self.stream = stream
        self.filter = Mutex(filter)
    }

    func next() async throws(GemError) -> [UInt8]? {
        var iterator = stream.makeAsyncIterator()
        while let bytes = try await iterator.next() {
            let passed = filter.withLock { $0.pass(bytes) }
            if !passed.isEmpty { return passed }
        }
        let rest = filter.withLock { $0.rest() }
        return rest.isEmpty ? nil : rest
    }
}
