import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Hits, misses, tokens and money, by kind and model.
@Suite struct MeterTests {
    private static let usage =
        #""usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":400,"candidatesTokenCount":200,"thoughtsTokenCount":50}"#
    private static let answer =
        #"{"candidates":[{"content":{"parts":[{"text":"a \"usageMetadata\":{\"promptTokenCount\":9} b"}],"role":"model"},"finishReason":"STOP"}],\#(usage)}"#

    private static func ask(_ text: String, _ model: String, _ verb: String = "generateContent") -> Request {
        .json(.post, "/v1beta/models/\(model):\(verb)", Array(#"{"contents":[{"parts":[{"text":"\#(text)"}]}]}"#.utf8))
    }

    /// A stack that has answered one question twice by each way, and another one once.
    private static func travelled(_ store: Store, _ time: ManualTime) async throws -> Stack {
        let upstream = ScriptedTransport { request throws(GemError) in
            time.advance(seconds: 2)
            guard request.path.contains("alt=sse") else { return .json(.ok, Array(answer.utf8)) }
            let stream = "data: \(answer)\r\n\r\n"
            return Response(
                HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]),
                body: .stream(ByteStream(chunks: [Array(stream.utf8)]), length: nil))
        }
        let stack = CacheLayerTests.stack(store, upstream)
        let first = ask("one", "gemini-2.5-flash")
        for request in [first, first, ask("two", "mystery"), ask("two", "mystery"), ask("three", "gemini-2.5-flash")] {
            _ = try await stack.send(request).body.collect(upTo: 1 << 20)
        }
        let body = try await first.body.collect(upTo: 1 << 20)
        let hits = try #require(stack.hits)
        for _ in 0..<2 { #expect(hits.hit(method: .post, path: first.path, fields: [:], body: body.span.bytes) != nil) }
        await stack.drain()
        return stack
    }

    @Test func hitsMissesAndTokensAreCountedByKindAndModelOnEveryWay() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let stack = try await Self.travelled(store, time)
            try await store.flush()
            for tally in [stack.meter.tally, try StoreSummary(store).tally] {
                #expect(tally.rows.map(\.name.model) == ["gemini-2.5-flash", "mystery"])
                let flash = tally.rows[0]
                #expect(flash[.hits] == 3 && flash[.misses] == 2 && flash[.stored] == 2 && flash[.sent] == 2 && flash[.answered] == 2)
                #expect(flash[.prompt] == 3000 && flash[.cached] == 1200 && flash[.output] == 750)
                #expect(tally.secondsSaved(flash) == 6)
                #expect(tally.rows[1][.hits] == 1 && tally.rows[1][.prompt] == 1000)
            }
            let json = try StoreSummary(store).json
            // 3 × (600 × 0.30 + 400 × 0.03 + 250 × 2.50) / 1,000,000
            #expect(json["saved"]?["money"]?.double == 0.002451)
            #expect(json["saved"]?["unpricedTokens"]?.int == 1250)
            #expect(json["kinds"]?[1]?["moneySaved"] == nil && json["hits"]?.int == 4)
        }
    }

    @Test func vectorsTellTheTokensTheyCost() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                .json(.ok, Array(#"{"embedding":{"values":[1,0]},"usageMetadata":{"promptTokenCount":7}}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let request = Request.json(
                .post, "/v1beta/models/gemini-embedding-2:embedContent",
                Array(#"{"content":{"parts":[{"text":"x"}]},"outputDimensionality":2}"#.utf8))
            for _ in 0..<3 { _ = try await stack.send(request) }
            let row = try #require(stack.meter.tally.rows.first)
            #expect(row.name.operation == "embedContent" && row[.hits] == 2 && row[.misses] == 1)
            #expect(row[.prompt] == 14)
        }
    }

    @Test func anotherDialectsAnswersAreCountedUnderTheModelOfTheirBody() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let upstream = ScriptedTransport { (request) throws(GemError) in
                time.advance(seconds: 2)
                let usage = #""usage":{"prompt_tokens":1000,"completion_tokens":250,"total_tokens":1250}"#
                let bytes = try await request.body.collect(upTo: 1 << 20)
                guard (try? JSON(parsing: bytes))?["stream"]?.bool == true else {
                    return .json(.ok, Array("{\"choices\":[{\"finish_reason\":\"stop\"}],\(usage)}".utf8))
                }
                var head = HTTPResponse(status: .ok)
                head.headerFields[.contentType] = "text/event-stream"
                let events = "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\(usage)}\n\ndata: [DONE]\n\n"
                return Response(head, body: .bytes(Array(events.utf8)))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            for model in ["gemini-2.5-flash", "models/gemini-2.5-flash", "google/gemini-2.5-flash", "mystery"] {
                for stream in ["false", "true"] {
                    let body = Array(#"{"model":"\#(model)","stream":\#(stream),"messages":[]}"#.utf8)
                    for path in ["/v1beta/openai/chat/completions", "/v1/projects/p/locations/l/endpoints/openapi/chat/completions"] {
                        for _ in 0..<2 { _ = try await CacheLayerTests.text(stack.send(.json(.post, path, body))) }
                    }
                }
            }
            await stack.drain()
            let tally = stack.meter.tally
            #expect(tally.rows.map(\.name.model) == ["gemini-2.5-flash", "mystery"])
            let flash = tally.rows[0]
            #expect(flash[.hits] + flash[.misses] == 24 && flash[.hits] >= 12 && flash[.sent] == flash[.misses])
            #expect(flash[.prompt] == flash[.hits] * 1000 && flash[.output] == flash[.hits] * 250 && tally.secondsSaved(flash) > 0)
            #expect(PriceTable.built.saved(flash).map { $0 > 0 } == true && PriceTable.built.unpriced(tally) == tally.rows[1][.hits] * 1250)
        }
    }

    @Test func theEmbeddingsOfABatchAreCountedOneByOne() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { (request) throws(GemError) in
                let body = try await request.body.collect(upTo: 1 << 20)
                let count = (try? JSON(parsing: body))?["requests"]?.array?.count ?? 0
                return .json(.ok, Array(#"{"embeddings":[\#((0..<count).map { #"{"values":[\#($0)]}"# }.joined(separator: ","))]}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            for numbers in [[1, 2, 3], [2, 3, 4, 5, 5], [1, 5]] {
                _ = try await stack.send(.json(.post, CollisionTests.embed, CollisionTests.batch(numbers)))
            }
            let tally = stack.meter.tally
            #expect(tally.rows.map(\.name.operation) == ["batchEmbedContents", "embedding"])
            let (batches, texts) = (tally.rows[0], tally.rows[1])
            #expect((batches[.hits], batches[.misses]) == (1, 2))
            #expect((texts[.hits], texts[.misses], texts[.stored]) == (4, 6, 5))
            #expect((tally.sum(.hits), tally.sum(.misses), tally.sum(.stored)) == (1, 2, 5))
            // The short way counts alike.
            let hits = try #require(stack.hits)
            let isHit = CollisionTests.batch([2, 4]).withUnsafeBytes {
                hits.hit(method: .post, path: CollisionTests.embed, fields: [:], body: RawSpan(_unsafeBytes: $0)) != nil
            }
            #expect(isHit)
            #expect(stack.meter.tally.rows[1][.hits] == 6)
        }
    }

    @Test func moreModelsThanAreSensibleAreCountedAsOne() async throws {
        try await TemporaryStore.with { store in
            let meter = Meter(store)
            for number in 0..<2000 { meter.add(Route(method: .post, path: "/v1beta/models/m\(number):countTokens"), (.misses, 1)) }
            #expect(meter.tally.rows.count == 501)
            #expect(meter.tally.rows.first { $0.name.model == "other" }?[.misses] == 1500)
            #expect(meter.tally.sum(.misses) == 2000)
        }
    }

    @Test func aNameOfAnyLengthIsCountedAndComesBack() async throws {
        try await TemporaryStore.with { store in
            let meter = Meter(store)
            let odd = "a|b\"c\\d\n" + String(repeating: "é", count: 300)
            meter.add(Route(method: .post, path: "/v1beta/models/\(PercentEncoding.all(odd)):countTokens"), (.misses, 3))
            try await store.flush()
            let rows = try StoreSummary(store).tally.rows
            #expect(rows.count == 1 && rows[0][.misses] == 3 && rows[0].name.model.hasPrefix("a|b\"c\\d\n"))
            let text = MetricsText(try StoreSummary(store)).text
            #expect(text.contains(#"gemcache_misses_total{operation="countTokens",model="a|b\"c\\d\n"#))
        }
    }

    @Test func metricsAreWellFormed() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            _ = try await Self.travelled(store, time)
            let text = MetricsText(try StoreSummary(store)).text
            #expect(text.hasSuffix("\n") && !text.contains("\n\n"))
            var (family, kinds) = ("", [String: String]())
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 3).map(String.init)
                if words[0] == "#" {
                    if words[1] == "HELP" { family = words[2] }
                    #expect(words[2] == family)
                    if words[1] == "TYPE" {
                        #expect(kinds.updateValue(words[3], forKey: family) == nil)
                        #expect((words[3] == "counter") == family.hasSuffix("_total"))
                    }
                    continue
                }
                let name = line.prefix { $0 != "{" && $0 != " " }
                #expect(name == family && kinds[family] != nil)
                let value = line.split(separator: " ").last.flatMap { Double($0) }
                #expect(value.map { $0 >= 0 && $0.isFinite } == true)
            }
            #expect(text.contains("gemcache_hits_total{operation=\"generateContent\",model=\"gemini-2.5-flash\"} 3\n"))
            #expect(
                text.contains("gemcache_saved_tokens_total{operation=\"generateContent\",model=\"gemini-2.5-flash\",kind=\"output\"} 750\n")
            )
            #expect(
                text.contains(
                    "gemcache_saved_cost_total{operation=\"generateContent\",model=\"gemini-2.5-flash\",currency=\"USD\"} 0.002451\n"))
            #expect(text.contains("gemcache_queue_rows{state=\"pending\"} 0\n"))
        }
    }

    @Test(
        arguments: [
            ("gemini-2.5-flash", 0.30), ("gemini-2.5-flash-preview-05-20", 0.30), ("gemini-2.5-flash-lite", 0.10),
            ("gemini-2.5-flash-latest", 0.30),
            ("gemini-2.0-flash-001", 0.10), ("gemini-2.5-flash-image", nil), ("gemini-9", nil), ("", nil), ("-", nil),
            ("gemini-3.1-pro-preview", 2.00),
        ] as [(String, Double?)])
    func aVersionCostsWhatItsModelCosts(model: String, input: Double?) { #expect(PriceTable.built.price(of: model)?.input == input) }

    @Test func anotherTableReckonsAnew() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            _ = try await Self.travelled(store, time)
            let text =
                #"{"date":"2027-01-01","currency":"EUR","models":{"mystery":{"input":10},"gemini-2.5-flash":{"input":0,"cached":0}}}"#
            let prices = try PriceTable(parsing: Array(text.utf8), name: "p.json")
            let saved = try StoreSummary(store, prices: prices).json["saved"]
            // 600 × 10 + 400 × 1 by the million
            #expect(saved?["money"]?.double == 0.0064 && saved?["currency"]?.string == "EUR" && saved?["pricesOf"]?.string == "2027-01-01")
        }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"date":"x"}"#, #"{"date":"x","models":[]}"#, #"{"date":"x","models":{"m":{}}}"#,
        #"{"date":"x","models":{"m":{"input":-1}}}"#, #"{"date":"x","models":{"m":{"input":"1"}}}"#,
        #"{"date":"x","models":{"m":{"input":1,"output":null}}}"#,
    ])
    func aBrokenTableIsRefusedByName(text: String) {
        #expect { try PriceTable(parsing: Array(text.utf8), name: "p.json") } throws: { error in
            (error as? GemError)?.code == .badInput && (error as? GemError)?.message.contains("p.json") == true
        }
    }
}

/// Spells every byte of a name so that it can stand in a path.
private enum PercentEncoding {
    static func all(_ text: String) -> String { text.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
