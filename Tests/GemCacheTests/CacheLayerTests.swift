import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

@Suite struct CacheLayerTests {
    static let answer = #"{"candidates": [{"content": {"parts": [{"text": "hello"}],"role": "model"},"finishReason": "STOP"}]}"#
    static let events = "data: \(answer)\r\n\r\n"

    static func ask(_ prompt: String, verb: String = "generateContent") -> Request {
        .json(.post, "/v1beta/models/m:\(verb)", (["contents": ["parts": ["text": .string(prompt)]]] as JSON).bytes())
    }

    static func stack(_ store: Store, _ upstream: any Transport) -> Stack {
        var settings = Stack.Settings(store: store)
        settings.time = store.time
        return Stack(upstream, settings)
    }

    static func text(_ response: Response) async throws -> String {
        String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self)
    }

    @Test func theSecondTimeIsAHitWithTheSameBytes() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(Self.answer.utf8)) }
            let stack = Self.stack(store, upstream)
            let first = try await stack.send(Self.ask("hi"))
            let second = try await stack.send(Self.ask("hi"))
            #expect(first.cacheStatus?.outcome == .miss && first.cacheStatus?.stored == true)
            #expect(second.cacheStatus?.outcome == .hit)
            #expect(try await Self.text(first) == Self.answer)
            #expect(try await Self.text(second) == Self.answer)
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func oneEntryServesEveryFraming() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                var head = HTTPResponse(status: .ok)
                head.headerFields[.contentType] = "text/event-stream"
                return Response(head, body: .bytes(Array(Self.events.utf8)))
            }
            let stack = Self.stack(store, upstream)
            let live = try await stack.send(Self.ask("hi", verb: "streamGenerateContent?alt=sse"))
            #expect(try await Self.text(live) == Self.events)
            await stack.drain()
            let again = try await stack.send(Self.ask("hi", verb: "streamGenerateContent?alt=sse"))
            #expect(try await Self.text(again) == Self.events)
            let unary = try await stack.send(Self.ask("hi"))
            #expect(try JSON(parsing: await Self.text(unary)) == JSON(parsing: Self.answer))
            let array = try await stack.send(Self.ask("hi", verb: "streamGenerateContent"))
            #expect(try JSON(parsing: await Self.text(array)) == .array([JSON(parsing: Self.answer)]))
            #expect(upstream.requests.count == 1)
        }
    }

    @Test(arguments: [(true, true), (true, false), (false, false)])
    func aStreamsLastWordTellsWhetherItWasStored(ends: Bool, isKept: Bool) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                var head = HTTPResponse(status: .ok)
                head.headerFields[.contentType] = "text/event-stream"
                let events = isKept ? Self.events : Self.events.replacing("STOP", with: "SAFETY")
                let sent = Counter()
                let stream = ByteStream(next: { () throws(GemError) in
                    if sent.next() == 0 { return Array(events.utf8) }
                    if !ends { throw GemError(.cut, "The connection was lost.") }
                    return nil
                })
                return Response(head, body: .stream(stream, length: nil))
            }
            let response = try await Self.stack(store, upstream).send(Self.ask("hi", verb: "streamGenerateContent?alt=sse"))
            #expect(response.cacheStatus?.stored == false)
            _ = try? await Self.text(response)
            let last = await response.lastWord?()
            #expect(last?.stored == (ends ? isKept : nil))
            #expect(last == nil || last?.key == response.cacheStatus?.key && last?.outcome == .miss)
        }
    }

    @Test(arguments: [400, 429, 500]) func errorsAreHandedOnAndNotKept(status: Int) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.init(code: status), Array(#"{"error":{}}"#.utf8)) }
            let stack = Self.stack(store, upstream)
            for _ in 0..<2 {
                let response = try await stack.send(Self.ask("hi"))
                #expect(response.head.status.code == status)
                #expect(response.cacheStatus?.stored == false)
            }
            let stats = try store.stats()
            #expect(stats.entries == 0)
        }
    }

    @Test func aCutStreamIsToldAndNotKept() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                let sent = Counter()
                let stream = ByteStream(next: { () throws(GemError) in
                    if sent.next() == 0 { return Array(Self.events.utf8) }
                    throw GemError(.cut, "lost")
                })
                return Response(HTTPResponse(status: .ok), body: .stream(stream, length: nil))
            }
            let stack = Self.stack(store, upstream)
            let response = try await stack.send(Self.ask("hi", verb: "streamGenerateContent?alt=sse"))
            await #expect(throws: GemError.self) { _ = try await response.body.collect(upTo: 1 << 20) }
            await stack.drain()
            let stats = try store.stats()
            #expect(stats.entries == 0)
        }
    }

    @Test func identicalRequestsInTheAirShareOneFlight() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                return .json(.ok, Array(Self.answer.utf8))
            }
            let stack = Self.stack(store, upstream)
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await Self.text(stack.send(Self.ask("hi"))) } }
                gate.raise()
                for try await text in group { #expect(text == Self.answer) }
            }
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func flightsJoinOnlyWithinOneCredential() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { request in
                request.head.headerFields[.googAPIKey] == "good"
                    ? .json(.ok, Array(Self.answer.utf8)) : .json(.badRequest, Array(#"{"error":{}}"#.utf8))
            }
            let stack = Self.stack(store, upstream)
            var bad = Self.ask("hi")
            bad.credential = .apiKey("bad")
            var good = Self.ask("hi")
            good.credential = .apiKey("good")
            async let first = stack.send(bad)
            async let second = stack.send(good)
            let codes = try await (first.head.status.code, second.head.status.code)
            #expect(codes.1 == 200)
            #expect(codes.0 == 400 || codes.0 == 200)
        }
    }

    @Test func aClientThatLeavesDoesNotEndTheFill() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                return .json(.ok, Array(Self.answer.utf8))
            }
            let stack = Self.stack(store, upstream)
            let client = Task { try await stack.send(Self.ask("hi")) }
            while upstream.requests.isEmpty { await Task.yield() }
            client.cancel()
            await #expect(throws: GemError.self) { _ = try await client.value }
            gate.raise()
            await stack.drain()
            let again = try await stack.send(Self.ask("hi"))
            #expect(again.cacheStatus?.outcome == .hit)
        }
    }

    @Test func embeddingsAskOnlyForWhatIsMissing() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { (request) throws(GemError) in
                let body = try await request.body.collect(upTo: 1 << 20)
                let items = (try? JSON(parsing: body))?["requests"]?.array ?? []
                let vectors: [JSON] = items.map { item in
                    let text = item["content"]?["parts"]?[0]?["text"]?.string ?? ""
                    return ["values": [.int(text.utf8.count), .int(text.utf8.first ?? 0)]]
                }
                return .json(.ok, (["embeddings": .array(vectors)] as JSON).bytes())
            }
            let stack = Self.stack(store, upstream)
            func embed(_ texts: [String]) async throws -> [JSON] {
                let items: [JSON] = texts.map { ["model": "models/e", "content": ["parts": [["text": .string($0)]]]] }
                let request = Request.json(.post, "/v1beta/models/e:batchEmbedContents", (["requests": .array(items)] as JSON).bytes())
                let text = try await Self.text(stack.send(request))
                return try JSON(parsing: text)["embeddings"]?.array ?? []
            }
            _ = try await embed(["a", "bb"])
            let mixed = try await embed(["ccc", "bb", "ccc", "a"])
            #expect(mixed.map { $0["values"]?[0]?.int } == [3, 2, 3, 1])
            let sent = try await JSON(parsing: #require(upstream.requests.last).body.collect(upTo: 1 << 20))
            #expect(sent["requests"]?.array?.count == 1)
            _ = try await embed(["a", "bb", "ccc"])
            #expect(upstream.requests.count == 2)
        }
    }
}
