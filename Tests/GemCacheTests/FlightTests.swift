import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

@testable import GemCache

/// What happens when several ask at once, and what each of them is told.
@Suite struct FlightTests {
    /// A clock that runs a closure the n-th time it is looked at.
    private final class TrippingTime: TimeSource {
        private let looks = Counter()
        private let trip: Int
        private let action = Mutex<(@Sendable () -> Void)?>(nil)
        let clock = ManualTime()

        init(trip: Int) { self.trip = trip }
        func set(_ body: @escaping @Sendable () -> Void) { action.withLock { $0 = body } }

        var now: Timestamp {
            if looks.next() == trip { action.withLock { $0 }?() }
            return clock.now
        }

        func sleep(until deadline: Timestamp) async throws(GemError) { try await clock.sleep(until: deadline) }
    }

    private static let chunks = ["Hel", "lo"].map { #"{"candidates":[{"content":{"parts":[{"text":"\#($0)"}],"role":"model"},"index":0"# }
    private static let stream = [chunks[0] + "}]}", chunks[1] + #","finishReason":"STOP"}]}"#]

    @Test func anAnswerThatLandedMeanwhileIsServedInTheShapeAskedFor() async throws {
        try await TemporaryStore.with { store in
            let time = TrippingTime(trip: 1)
            var settings = Stack.Settings(store: store)
            settings.time = time
            let upstream = ScriptedTransport { _ in .json(.ok, Array("{}".utf8)) }
            let stack = Stack(upstream, settings)
            let request = CacheLayerTests.ask("hi")
            let question = try #require(
                try Question.read(method: .post, path: request.path, body: try await request.body.collect(upTo: 1 << 20)))
            time.set {
                let answer = Answer(shape: .events, frames: Self.stream.map { .init(json: Array($0.utf8)) })
                let record = AnswerShelf(store: store, time: store.time).record(answer, question, lifetime: nil)
                try? store.writeAndWait { (transaction: inout Transaction) throws(GemError) in try transaction.putEntry(record) }
            }
            let text = try await CacheLayerTests.text(stack.send(request))
            let json1 = try JSON(parsing: text)
            #expect(json1["candidates"]?[0]?["content"]?["parts"]?[0]?["text"] == "Hello")
            #expect(upstream.requests.isEmpty)
        }
    }

    @Test func oneTextAndABatchOfOneEachGetTheirOwnForm() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { request in
                await gate.wait()
                return request.route.operation == .embedContent
                    ? .json(.ok, Array(#"{"embedding":{"values":[1]}}"#.utf8)) : .json(.ok, Array(#"{"embeddings":[{"values":[1]}]}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let item = #"{"model":"models/e","content":{"parts":[{"text":"a"}]}}"#
            let one = Request.json(.post, "/v1beta/models/e:embedContent", Array(item.utf8))
            let batch = Request.json(.post, "/v1beta/models/e:batchEmbedContents", Array(#"{"requests":[\#(item)]}"#.utf8))
            let first = Task { try await CacheLayerTests.text(stack.send(one)) }
            while upstream.requests.isEmpty { await Task.yield() }
            let second = Task { try await CacheLayerTests.text(stack.send(batch)) }
            for _ in 0..<100 { await Task.yield() }
            gate.raise()
            let json2 = try JSON(parsing: await first.value)
            #expect(json2["embedding"] != nil)
            let json3 = try JSON(parsing: await second.value)
            #expect(json3["embeddings"] != nil)
        }
    }

    @Test func aFreshAnswerIsNotTakenFromAnOrdinaryFlight() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let ordinary = Task { try await stack.send(CacheLayerTests.ask("hi")) }
            while upstream.requests.isEmpty { await Task.yield() }
            let fresh = Task {
                var request = CacheLayerTests.ask("hi")
                request.options.cache = .refresh
                return try await stack.send(request)
            }
            while upstream.requests.count < 2 { await Task.yield() }
            gate.raise()
            _ = try await ordinary.value
            let status = try await fresh.value.cacheStatus
            #expect(status?.collapsed == false)
            #expect(upstream.requests.count == 2)
        }
    }

    @Test(arguments: [
        ("X-Server-Timeout", "1", "600"), ("Referer", "http://a/", "http://b/"), ("Origin", "http://a", "http://b"),
        ("x-goog-request-params", "model=a", "model=b"), ("x-goog-user-project", "a", "b"),
        ("Content-Type", "text/plain", "application/json"),
        ("X-Ios-Bundle-Identifier", "a", "b"), ("X-Android-Package", "a", "b"), ("X-Whatever-Comes", "caf\u{e9}", "cafe\u{301}"),
    ])
    func nobodyGetsTheRefusalOfAnothersHeaderFields(name: String, bad: String, good: String) async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let field = try #require(HTTPField.Name(name))
            let upstream = ScriptedTransport { request in
                await gate.wait()
                guard request.head.headerFields[field].map({ Array($0.utf8) }) != Array(bad.utf8) else {
                    return .json(.forbidden, Array("{}".utf8))
                }
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            func asking(_ value: String) -> Request {
                var request = CacheLayerTests.ask("hi")
                request.head.headerFields[field] = value
                return request
            }
            let leader = Task { try await stack.send(asking(bad)) }
            while upstream.requests.isEmpty { await Task.yield() }
            let other = Task { try await stack.send(asking(good)) }
            for _ in 0..<100 { await Task.yield() }
            gate.raise()
            #expect(try await leader.value.head.status == .forbidden)
            #expect(try await other.value.head.status == .ok)
            #expect(upstream.requests.count == 2)
        }
    }

    @Test func nobodyGetsTheRefusalOfAnotherUsersQuota() async throws {
        try await TemporaryStore.with { store async throws in
            let gate = Signal()
            let upstream = ScriptedTransport { request in
                await gate.wait()
                return request.path.contains("spent")
                    ? .json(.tooManyRequests, Array("{}".utf8)) : .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let leader = Task { try await stack.send(CacheLayerTests.ask("hi", verb: "generateContent?quotaUser=spent")) }
            while upstream.requests.isEmpty { await Task.yield() }
            let other = Task { try await stack.send(CacheLayerTests.ask("hi", verb: "generateContent?quotaUser=new")) }
            for _ in 0..<100 { await Task.yield() }
            gate.raise()
            #expect(try await leader.value.head.status == .tooManyRequests)
            #expect(try await other.value.head.status == .ok)
        }
    }

    @Test func clientsOfTwoLanguagesShareAFlightAndNoCookie() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                var answer = Response.json(.ok, Array(CacheLayerTests.answer.utf8))
                answer.head.headerFields[.setCookie] = "session=1"
                return answer
            }
            let stack = CacheLayerTests.stack(store, upstream)
            func asking(_ fields: HTTPFields) -> Request {
                var request = CacheLayerTests.ask("hi")
                request.head.headerFields = fields
                return request
            }
            let python: HTTPFields = [
                .contentType: "application/json", .userAgent: "google-genai-sdk/1.2 gl-python/3.12", .accept: "*/*",
            ]
            var node: HTTPFields = [
                .userAgent: "node", .acceptLanguage: "*", .contentType: "application/json; charset=UTF-8",
            ]
            for name in ["sec-fetch-mode", "x-goog-api-client", "traceparent"] { node[try #require(HTTPField.Name(name))] = "x" }
            let leader = Task { try await stack.send(asking(python)) }
            while upstream.requests.isEmpty { await Task.yield() }
            let follower = Task { [node] in try await stack.send(asking(node)) }
            for _ in 0..<100 { await Task.yield() }
            gate.raise()
            #expect(try await leader.value.head.headerFields[.setCookie] == "session=1")
            #expect(try await follower.value.head.headerFields[.setCookie] == nil)
            let hit = try await stack.send(asking(python))
            #expect(hit.cacheStatus?.outcome == .hit && hit.head.headerFields[.setCookie] == nil)
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func aFollowerNeverGetsAnUnfinishedStreamAsAWholeAnswer() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                return Response(HTTPResponse(status: .ok), body: .bytes(Array("data: \(Self.stream[0])\r\n\r\n".utf8)))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let leader = Task {
                try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse")))
            }
            while upstream.requests.isEmpty { await Task.yield() }
            let follower = Task { try await stack.send(CacheLayerTests.ask("hi")) }
            while stack.deck.joined == 0 { await Task.yield() }
            gate.raise()
            let led = try await leader.value
            #expect(led.contains("Hel"))
            let error = await #expect(throws: GemError.self) { _ = try await follower.value }
            #expect(error?.code == .cut)
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func anAnswerShorterThanAnnouncedIsACut() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                let bytes = Array(CacheLayerTests.answer.utf8)
                return Response(HTTPResponse(status: .ok), body: .stream(ByteStream(chunks: [bytes]), length: Int64(bytes.count + 1)))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let error = await #expect(throws: GemError.self) { _ = try await stack.send(CacheLayerTests.ask("hi")) }
            #expect(error?.code == .cut)
            let stats = try store.stats()
            #expect(stats.entries == 0)
        }
    }

    @Test func aStreamInAnotherDialectIsHandedOnAsItComes() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                let place = Counter()
                var head = HTTPResponse(status: .ok)
                head.headerFields[.contentType] = "text/event-stream"
                return Response(
                    head,
                    body: .stream(
                        ByteStream(next: { () throws(GemError) in
                            switch place.next() {
                            case 0: return Array("data: {}\n\n".utf8)
                            case 1:
                                await gate.wait()
                                return Array("data: [DONE]\n\n".utf8)
                            default: return nil
                            }
                        }), length: nil))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let body = #"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#
            let response = try await stack.send(.json(.post, "/v1beta/openai/chat/completions", Array(body.utf8)))
            guard case .stream(let stream, _) = response.body else {
                Issue.record("not a stream")
                return
            }
            var pieces: [String] = []
            for try await chunk in stream {
                pieces.append(String(decoding: chunk, as: UTF8.self))
                gate.raise()
            }
            #expect(pieces == ["data: {}\n\n", "data: [DONE]\n\n"])
        }
    }

    @Test func aStoreThatFailsCostsNoAnswerAndIsTold() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            store.close()
            let response = try await stack.send(CacheLayerTests.ask("hi"))
            #expect(response.cacheStatus?.stored == false)
            #expect(try await CacheLayerTests.text(response) == CacheLayerTests.answer)
        }
    }

    @Test func upstreamIsAskedForEnumsByName() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(CacheLayerTests.ask("hi", verb: "generateContent?%24alt=json%3Benum-encoding%3Dint"))
            #expect(upstream.requests.first?.path == "/v1beta/models/m:generateContent")
            #expect(try await stack.send(CacheLayerTests.ask("hi")).cacheStatus?.outcome == .hit)
        }
    }

    @Test(arguments: [
        "$alt=json;enum-encoding=int", "%24alt=json%3Benum-encoding%3Dint", "alt=JSON;Enum-Encoding=int", "alt=json;;%20enum-encoding=int",
        "$alt=;enum-encoding=int&a=b", "alt=json;enum-encoding=int;other=1",
    ])
    func anAnswerWithNumbersForNamesIsNeverServedToOneWhoAsksForNames(query: String) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { request in
                let modality = request.path.lowercased().contains("int") ? "1" : "\"TEXT\""
                return .json(.ok, Array(#"{"totalTokens":1,"promptTokensDetails":[{"modality":\#(modality),"tokenCount":1}]}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            for verb in ["countTokens?" + query, "countTokens"] {
                let text = try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi", verb: verb)))
                #expect(text.contains("TEXT"), "\(verb)")
            }
            _ = try await CacheLayerTests.text(
                stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse;enum-encoding=int")))
            #expect(upstream.requests.last?.path == "/v1beta/models/m:streamGenerateContent?alt=sse")
        }
    }

    @Test func anErrorIsToldInTheShapeAskedFor() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            // As the API does; so that a follower who comes too late to follow is told the same.
            let upstream = ScriptedTransport { request in
                await gate.wait()
                let error = #"{"error":{"code":400}}"#
                return .json(.badRequest, Array((request.path.contains("stream") ? "[\(error)]" : error).utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let leader = Task { try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent"))) }
            while upstream.requests.isEmpty { await Task.yield() }
            let follower = Task { try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi"))) }
            while stack.deck.joined == 0 { await Task.yield() }
            gate.raise()
            let json4 = try JSON(parsing: await leader.value)
            #expect(json4[0]?["error"]?["code"] == 400)
            let json5 = try JSON(parsing: await follower.value)
            #expect(json5["error"]?["code"] == 400)
        }
    }
}
