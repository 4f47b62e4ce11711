import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// The pages under `/__gemcache/`.
@Suite struct AdminTests {
    private static func page(
        _ store: Store, _ path: String, _ method: HTTPRequest.Method = .get, _ body: String = "", prices: PriceTable = .built
    ) async throws -> (status: Int, text: String, json: JSON?, head: HTTPResponse) {
        var request = Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path))
        if !body.isEmpty { request.body = .bytes(Array(body.utf8)) }
        let response = try await AdminTransport(store: store, prices: prices).send(request)
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.head.status.code, String(decoding: bytes, as: UTF8.self), try? JSON(parsing: bytes), response.head)
    }

    @Test(arguments: [
        ("/__gemcache", "text/html"), ("/__gemcache/", "text/html"), ("/__gemcache/health", "application/json"),
        ("/__gemcache/stats", "application/json"), ("/__gemcache/metrics", "text/plain; version=0.0.4"),
        ("/__gemcache/entries", "application/json"), ("/__gemcache/queue?x=1", "application/json"),
    ])
    func eachPageIsThereForGetAndHeadAlone(path: String, type: String) async throws {
        try await TemporaryStore.with { store in
            for method in [HTTPRequest.Method.get, .head] {
                let page = try await Self.page(store, path, method)
                #expect(page.status == 200 && page.head.headerFields[.contentType]?.hasPrefix(type) == true && !page.text.isEmpty)
                #expect(page.head.headerFields[.cacheControl] == "no-store")
            }
            for method in [HTTPRequest.Method.post, .put, .delete] {
                let page = try await Self.page(store, path, method)
                #expect(page.status == 405 && page.head.headerFields[.allow] == "GET, HEAD, OPTIONS")
                #expect(page.json?["error"]?["message"]?.string?.isEmpty == false)
            }
        }
    }

    @Test(arguments: [
        ("/__gemcache/nothing", 404), ("/__gemcache/queue/0000000000000000", 404), ("/__gemcache/entries/zz", 400),
        ("/__gemcache/entries/00000000000000000000000000000000", 404), ("/__gemcache/entries?limit=0", 400),
        ("/__gemcache/entries?limit=99999999999999999999", 400), ("/__gemcache/entries?after=x", 400), ("/__gemcache/entries/a/b", 404),
        ("/__gemcache/explain", 405), ("/__gemcache/%00%ff", 404),
    ])
    func whatIsNotThereIsToldInTheAPIsShape(path: String, status: Int) async throws {
        try await TemporaryStore.with { store in
            let page = try await Self.page(store, path)
            #expect(page.status == status)
            #expect(page.json?["error"]?["code"]?.int == status || page.json?["state"]?.string == "gone")
        }
    }

    @Test func entriesComePageByPageEachOnce() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) })
            for number in 0..<7 { _ = try await stack.send(CacheLayerTests.ask("question \(number)")) }
            var (keys, path, pages) = ([String](), "/__gemcache/entries?limit=3", 0)
            while pages < 9 {
                let page = try #require(try await Self.page(store, path).json)
                pages += 1
                keys += (page["entries"]?.array ?? []).compactMap { $0["key"]?.string }
                guard let next = page["next"]?.string else { break }
                path = "/__gemcache/entries?limit=3&after=\(next)"
            }
            #expect(keys.count == 7 && Set(keys).count == 7 && keys == keys.sorted())
            let filtered = try await Self.page(store, "/__gemcache/entries?operation=countTokens").json
            #expect(filtered?["entries"]?.array?.isEmpty == true)
            #expect(try await Self.page(store, "/__gemcache/entries?model=m").json?["entries"]?.array?.count == 7)
            let entry = try await Self.page(store, "/__gemcache/entries/\(keys[0])").json?["answers"]?[0]
            #expect(entry?["operation"]?.string == "generateContent" && entry?["answer"]?["candidates"] != nil)
        }
    }

    @Test func aRequestIsExplainedWithoutBeingAsked() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let asked = CacheLayerTests.ask("why")
            let body = String(decoding: try await asked.body.collect(upTo: 1 << 20), as: UTF8.self)
            let posted = #"{"method":"POST","path":"\#(asked.path)?key=SECRET","body":\#(body)}"#
            let miss = try await Self.page(store, "/__gemcache/explain", .post, posted)
            #expect(miss.status == 200 && miss.json?["outcome"]?.string == "miss" && !miss.text.contains("SECRET"))
            _ = try await stack.send(asked)
            let hit = try await Self.page(store, "/__gemcache/explain", .post, posted)
            #expect(hit.json?["outcome"]?.string == "hit" && hit.json?["key"]?.string == miss.json?["key"]?.string)
            let other = try await Self.page(store, "/__gemcache/explain", .post, #"{"path":"/v1beta/files","method":"GET"}"#)
            #expect(other.json?["outcome"]?.string == "bypass")
            for bad in ["", "[]", #"{"path":1}"#, #"{"path":"/x","method":"a b"}"#] {
                #expect(try await Self.page(store, "/__gemcache/explain", .post, bad.isEmpty ? " " : bad).status == 400)
            }
            #expect(upstream.requests.count == 1)
        }
    }
}
