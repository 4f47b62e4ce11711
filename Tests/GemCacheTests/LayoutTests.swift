import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// `prettyPrint` is never asked of upstream, and an answer is laid out for each who asks.
@Suite struct LayoutTests {
    private static let pretty = """
        {
          "candidates": [
            {
              "content": {"parts": [{"text": "a \\"b\\\\\\" ,  c\\n {  } "}], "role": "model"},
              "finishReason": "STOP"
            }
          ]
        }

        """
    private static let compact =
        #"{"candidates":[{"content":{"parts":[{"text":"a \"b\\\" ,  c\n {  } "}],"role":"model"},"finishReason":"STOP"}]}"#

    private static func ask(_ query: String) -> Request { CacheLayerTests.ask("hi", verb: "generateContent" + query) }

    @Test(arguments: ["?prettyPrint=false", "?$prettyPrint=FALSE", "?%24prettyPrint=0", "?a=&pp=0", "?prettyPrint=true&prettyPrint=false"])
    func anAnswerIsLaidOutForEachWhoAsks(query: String) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(Self.pretty.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let hits = try #require(stack.hits)
            let extra = query.contains("a=") ? "?a=" : ""
            for _ in 0..<2 {
                #expect(try await CacheLayerTests.text(stack.send(Self.ask(query))) == Self.compact)
                #expect(try await CacheLayerTests.text(stack.send(Self.ask(extra))) == Self.pretty)
            }
            #expect(upstream.requests.map { String($0.path.split(separator: ":")[1]) } == ["generateContent" + extra])
            let (terse, plain) = (Self.ask(query), Self.ask(extra))
            let body = try await plain.body.collect(upTo: 1 << 20)
            #expect(hits.hit(method: .post, path: terse.path, fields: [:], body: body.span.bytes) == nil)
            #expect(hits.hit(method: .post, path: plain.path, fields: [:], body: body.span.bytes)?.body == Array(Self.pretty.utf8))
        }
    }

    @Test func aStreamKeepsItsFramesAndAnArrayLosesItsSpace() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, ScriptedTransport { _ in .json(.ok, Array(Self.pretty.utf8)) })
            _ = try await stack.send(Self.ask(""))
            let body = try await CacheLayerTests.text(
                stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse&prettyPrint=false")))
            #expect(body.hasPrefix("data: {") && body.hasSuffix("\r\n\r\n"))
            let array = try await CacheLayerTests.text(
                stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent?prettyPrint=false")))
            #expect(array == "[\(Self.compact)]")
        }
    }

    @Test func spaceIsLeftOutHoweverTheTextIsCut() {
        let bytes = Array(Self.pretty.utf8)
        for first in bytes.indices {
            var compactor = JSONCompactor()
            #expect(compactor.pass(Array(bytes[..<first])) + compactor.whole(Array(bytes[first...])) == Array(Self.compact.utf8))
        }
    }
}
