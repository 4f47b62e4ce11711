import GemCore
import Testing

@Suite struct ByteChannelTests {
    @Test func aFullChannelAsksForAPauseAndTellsWhenItDrained() async throws {
        let drained = Counter()
        let channel = ByteChannel(highWater: 4, onDrain: { _ = drained.next() })
        var reader = channel.stream.makeAsyncIterator()
        #expect(channel.offer([1, 2]))
        #expect(!channel.offer([3, 4]))
        #expect(try await reader.next() == [1, 2])
        #expect(drained.current == 0)
        #expect(try await reader.next() == [3, 4])
        #expect(drained.current == 1)
        channel.finish()
        #expect(try await reader.next() == nil)
    }

    @Test func everyByteArrivesInOrderThroughASmallChannel() async throws {
        let channel = ByteChannel(highWater: 8)
        let stream = channel.stream
        let sent = (0..<500).map { UInt8(truncatingIfNeeded: $0) }
        async let writing: Void = {
            for byte in sent { try await channel.write([byte]) }
            channel.finish()
        }()
        var got: [UInt8] = []
        for try await chunk in stream { got += chunk }
        try await writing
        #expect(got == sent)
    }

    @Test func droppingTheStreamCancelsTheWriter() async {
        let cancelled = Counter()
        let channel = ByteChannel(highWater: 1, onCancel: { _ = cancelled.next() })
        do { _ = channel.stream }
        #expect(cancelled.current == 1)
        await #expect(throws: GemError.self) { try await channel.write([1]) }
    }

    @Test func anErrorComesAfterTheChunksBeforeIt() async throws {
        let channel = ByteChannel()
        var reader = channel.stream.makeAsyncIterator()
        _ = channel.offer([1])
        channel.finish(.failure(GemError(.cut, "lost")))
        #expect(try await reader.next() == [1])
        await #expect(throws: GemError.self) { _ = try await reader.next() }
    }
}
