import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// The look-up on the server's own thread decides as the cache layer does.
@Suite struct HitShelfTests {
    private static func hit(
        _ hits: any HitSource, _ request: Request, method: HTTPRequest.Method = .post, fields: HTTPFields = [:]
    ) async throws -> Hit? {
        let body = try await request.body.collect(upTo: 1 << 20)
        return hits.hit(method: method, path: request.path, fields: fields, body: body.span.bytes)
    }

    private static let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }

    @Test func aHitIsTheLayersOwnWithItsCountersAndLog() async throws {
        try await TemporaryStore.with { store in
            let lines = Mutex<[String]>([])
            var settings = Stack.Settings(store: store)
            settings.time = store.time
            settings.log = { line in lines.withLock { $0.append(line.description) } }
            let stack = Stack(Self.upstream, settings)
            let hits = try #require(stack.hits)
            let request = CacheLayerTests.ask("hi")
            #expect(try await Self.hit(hits, request) == nil)
            _ = try await stack.send(request)
            for _ in 0..<2 {
                let hit = try #require(try await Self.hit(hits, request))
                #expect(String(decoding: hit.body, as: UTF8.self) == CacheLayerTests.answer)
                #expect(hit.contentType == "application/json; charset=UTF-8")
                #expect(hit.cacheStatus.hasPrefix("gemcache; hit; key="))
            }
            #expect(lines.withLock { $0.count } == 3)
            #expect(lines.withLock { $0.last } == "generateContent m 200 hit 0.0 ms")
            let counters = try store.stats().counters
            #expect(counters["hits"] == 2 && counters["hits.generateContent"] == 2 && counters["saved.requests"] == 2)
            #expect((counters["saved.bytes"] ?? 0) > 2 * Int64(CacheLayerTests.answer.utf8.count))
        }
    }

    @Test(arguments: ["no-cache", "no-store"]) func theOrdinaryWayDecidesWhatMustGoUpstream(directive: String) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream)
            let hits = try #require(stack.hits)
            _ = try await stack.send(CacheLayerTests.ask("hi"))
            #expect(try await Self.hit(hits, CacheLayerTests.ask("hi")) != nil)
            #expect(try await Self.hit(hits, CacheLayerTests.ask("hi"), fields: [.cacheControl: directive]) == nil)
        }
    }

    @Test func aRememberedQuestionIsAnotherOneForAnotherMethodNamespaceOrBody() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream)
            let hits = try #require(stack.hits)
            _ = try await stack.send(CacheLayerTests.ask("hi"))
            #expect(try await Self.hit(hits, CacheLayerTests.ask("hi")) != nil)
            #expect(try await Self.hit(hits, CacheLayerTests.ask("hi"), method: .get) == nil)
            #expect(try await Self.hit(hits, CacheLayerTests.ask("hi"), fields: [.gemcacheNamespace: "x"]) == nil)
            #expect(try await Self.hit(hits, CacheLayerTests.ask("ho")) == nil)
        }
    }

    @Test(arguments: [("caf\u{e9}", "cafe\u{301}"), ("K", "\u{212a}"), ("\u{c5}", "\u{212b}")])
    func whatUnicodeCallsEquivalentIsAnotherNamespaceToTheMemo(name: String, other: String) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream)
            let hits = try #require(stack.hits)
            var request = CacheLayerTests.ask("hi")
            request.options.namespace = name
            _ = try await stack.send(request)
            #expect(try await Self.hit(hits, request, fields: [.gemcacheNamespace: name]) != nil)
            #expect(try await Self.hit(hits, request, fields: [.gemcacheNamespace: other]) == nil)
            #expect(try await Self.hit(hits, request, fields: [.gemcacheNamespace: name]) != nil)
        }
    }

    @Test func whatAFilesNameStandsForIsNeverRemembered() async throws {
        try await TemporaryStore.with { store in
            func learn(_ digest: Digest) throws {
                try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                    try transaction.putContent(
                        ofFile: "files/f", MediaContent(mimeType: "text/plain", length: 1, identity: .digest(digest)))
                }
            }
            let stack = CacheLayerTests.stack(store, Self.upstream)
            let hits = try #require(stack.hits)
            // Some languages escape every slash.
            let body =
                #"{"contents":[{"parts":[{"fileData":{"fileUri":"https:\/\/generativelanguage.googleapis.com\/v1beta\/files\/f","mimeType":"text/plain"}}]}]}"#
            let request = Request.json(.post, "/v1beta/models/m:generateContent", Array(body.utf8))
            try learn(Digest(of: Array("1".utf8)))
            _ = try await stack.send(request)
            #expect(try await Self.hit(hits, request) != nil)
            try learn(Digest(of: Array("2".utf8)))
            #expect(try await Self.hit(hits, request) == nil)
        }
    }
}
