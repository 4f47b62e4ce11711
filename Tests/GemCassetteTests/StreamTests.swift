import GemCassette
import GemCore
import HTTPTypes
import Synchronization
import Testing

@Suite struct StreamTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }

    init() throws { folder = try Folder() }

    @Test func delaysAreMeasuredAndReplayedByTheClock() async throws {
        let time = ManualTime()
        var settings = CassetteSettings()
        settings.time = time
        let upstream = Upstream { (_, _) throws(GemError) in
            response(chunks: [event1, event2], onChunk: { time.advance(seconds: $0 == 0 ? 1.5 : 0.25) })
        }
        try await Cassette(path: path).record([stream("hi")], from: upstream, settings: settings)
        let cassette = try Cassette.load(path)
        guard case .stream(let recorded)? = cassette.interactions.first?.response.content else {
            return #expect(Bool(false), "The answer is a stream.")
        }
        #expect(recorded.events.map(\.after) == [1500, 250])

        let start = time.now
        settings.playback = .immediate
        _ = try await ReplayTransport(cassette, settings: settings).send(stream("hi")).text()
        #expect(time.now == start)

        settings.playback = .asRecorded
        let replayed = try await ReplayTransport(cassette, settings: settings).send(stream("hi"))
        guard case .stream(let body, _) = replayed.body else { return #expect(Bool(false), "The answer is a stream.") }
        var reader = body.makeAsyncIterator()
        #expect(try await reader.next() == Array(event1.utf8))
        #expect(time.now.seconds(since: start) == 1.5)
        #expect(try await reader.next() == Array(event2.utf8))
        #expect(time.now.seconds(since: start) == 1.75)
        #expect(try await reader.next() == nil)
    }

    @Test func aWholeAnswerWaitsAsItDid() async throws {
        let time = ManualTime()
        var settings = CassetteSettings()
        settings.time = time
        settings.playback = .asRecorded
        let upstream = Upstream { (_, _) throws(GemError) in
            time.advance(seconds: 2)
            return .json(.ok, Array("{}".utf8))
        }
        try await Cassette(path: path).record([generate("hi")], from: upstream, settings: settings)
        let start = time.now
        _ = try await ReplayTransport(.load(path), settings: settings).send(generate("hi"))
        #expect(time.now.seconds(since: start) == 2)
    }

    @Test func eventsInOneChunkAndOverChunksHaveTheirOwnDelays() async throws {
        let time = ManualTime()
        var settings = CassetteSettings()
        settings.time = time
        let half = event1.index(event1.startIndex, offsetBy: 20)
        let chunks = [String(event1[..<half]), event1[half...] + event1, event2]
        let upstream = Upstream { (_, _) throws(GemError) in response(chunks: chunks, onChunk: { _ in time.advance(seconds: 0.1) }) }
        let cassette = Cassette(path: path)
        try await cassette.record([stream("hi")], from: upstream, settings: settings)
        guard case .stream(let recorded)? = cassette.interactions.first?.response.content else {
            return #expect(Bool(false), "The answer is a stream.")
        }
        #expect(recorded.events.map(\.after) == [200, 0, 100])
    }

    @Test func bytesPassOnWhileTheyAreRecorded() async throws {
        let channel = ByteChannel()
        let upstream = Upstream { (_, _) throws(GemError) in
            Response(HTTPResponse(status: .ok), body: .stream(channel.stream, length: nil))
        }
        let cassette = Cassette(path: path)
        let passing = try await upstream.wrapped(by: CassetteLayer(cassette, mode: .all)).send(stream("hi"))
        guard case .stream(let body, _) = passing.body else { return #expect(Bool(false), "The answer is a stream.") }
        var reader = body.makeAsyncIterator()
        _ = channel.offer([65])
        #expect(try await reader.next() == [65])
        #expect(cassette.interactions.isEmpty)
        _ = channel.offer([66])
        channel.finish()
        #expect(try await reader.next() == [66])
        #expect(try await reader.next() == nil)
        #expect(cassette.interactions.count == 1)
        #expect(cassette.interactions.first?.response.bytes == [65, 66])
    }

    /// Reads `count` chunks of a recorded stream, then leaves.
    private func leave(after count: Int, of chunks: [String], _ cassette: Cassette, _ settings: CassetteSettings = .init()) async throws {
        let upstream = Upstream { (_, _) throws(GemError) in response(chunks: chunks) }
        let passing = try await upstream.wrapped(by: CassetteLayer(cassette, mode: .all, settings: settings)).send(stream("hi"))
        guard case .stream(let body, _) = passing.body else { return #expect(Bool(false), "The answer is a stream.") }
        var reader = body.makeAsyncIterator()
        for _ in 0..<count { _ = try await reader.next() }
    }

    @Test func aStreamDroppedEarlyIsRecordedAsACut() async throws {
        let cassette = Cassette(path: path)
        let warnings = Mutex<[String]>([])
        var settings = CassetteSettings()
        settings.onWarning = { text in warnings.withLock { $0.append(text) } }
        try await leave(after: 1, of: [event1, event2], cassette, settings)
        #expect(cassette.interactions.first?.response.isCut == true)
        #expect(cassette.interactions.first?.response.bytes == Array(event1.utf8))
        #expect(warnings.withLock { $0.count } == 1)
        #expect(try Cassette.load(path).interactions == cassette.interactions)
    }

    @Test func aStreamDroppedAfterItsLastEventIsWhole() async throws {
        let cassette = Cassette(path: path)
        try await leave(after: 2, of: [event1, event2], cassette)
        #expect(cassette.interactions.first?.response.isCut == false)
        #expect(cassette.interactions.first?.response.bytes == Array((event1 + event2).utf8))
    }

    @Test func aStreamDroppedBeforeItsFirstByteIsNotRecorded() async throws {
        let cassette = Cassette(path: path)
        try await leave(after: 0, of: [event1, event2], cassette)
        #expect(cassette.interactions.isEmpty)
    }

    @Test func anUploadStepWhoseEmptyBodyNobodyReadsIsWhole() async throws {
        let upstream = Upstream { (_, _) throws(GemError) in
            var answer = response(chunks: [], type: "text/plain; charset=utf-8")
            answer.head.headerFields[named: "X-Goog-Upload-Status"] = "active"
            return answer
        }
        let cassette = Cassette(path: path)
        do { _ = try await upstream.wrapped(by: CassetteLayer(cassette, mode: .all)).send(generate("a")) }
        #expect(cassette.interactions.map(\.response.isCut) == [false])
    }

    @Test func droppingAPassingStreamEndsTheSource() async throws {
        let cancelled = Counter()
        let channel = ByteChannel(onCancel: { _ = cancelled.next() })
        let upstream = Upstream { (_, _) throws(GemError) in
            Response(HTTPResponse(status: .ok), body: .stream(channel.stream, length: nil))
        }
        do { _ = try await upstream.wrapped(by: CassetteLayer(Cassette(path: path), mode: .all)).send(stream("hi")) }
        #expect(cancelled.current == 1)
    }

    @Test func recordingsStandInTheOrderInWhichRequestsStarted() async throws {
        let channels = (0..<3).map { _ in ByteChannel() }
        let upstream = Upstream { (_, number) throws(GemError) in
            Response(HTTPResponse(status: .ok), body: .stream(channels[number - 1].stream, length: nil))
        }
        let cassette = Cassette(path: path)
        let transport = upstream.wrapped(by: CassetteLayer(cassette, mode: .once))
        var passing: [Response] = []
        for index in 0..<3 { passing.append(try await transport.send(generate("request \(index)"))) }
        for index in [2, 0, 1] {
            _ = channels[index].offer(Array("\(index)".utf8))
            channels[index].finish()
            #expect(try await passing[index].text() == "\(index)")
        }
        #expect(cassette.interactions.map { String(decoding: $0.response.bytes, as: UTF8.self) } == ["0", "1", "2"])
        #expect(try Cassette.load(path).interactions == cassette.interactions)
    }

    @Test func manyStreamsAtOnceAreAllRecorded() async throws {
        let cassette = Cassette(path: path)
        let upstream = Upstream { (_, _) throws(GemError) in response(chunks: [event1, event2]) }
        let transport = upstream.wrapped(by: CassetteLayer(cassette, mode: .once))
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<40 { group.addTask { try await transport.send(stream("request \(index)")).text() } }
            for try await text in group { #expect(text == event1 + event2) }
        }
        #expect(cassette.interactions.count == 40)
        let loaded = try Cassette.load(path)
        #expect(loaded.interactions == cassette.interactions)
        #expect(try await ReplayTransport(loaded).send(stream("request 39")).text() == event1 + event2)
    }
}
