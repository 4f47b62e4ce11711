import Foundation
import GemCore
import GemServer
import HTTPTypes
import Synchronization
import Testing

@Suite struct DoorTests {
    @Test(arguments: [
        ("/__gemcache/as/to%2Fken/v1/x?a=b", "", "200 /v1/x?a=b Bearer mine"), ("/__gemcache/as/to%2Fken", "", "200 / Bearer mine"),
        ("/__gemcache/as/to%2Fken?a", "", "200 /?a Bearer mine"), ("/__gemcache/as/wrong/v1/x", "", "401"), ("/__gemcache/as/", "", "401"),
        ("/__gemcache/as/to%2Fkenn/v1/x", "", "401"), ("/v1/x", "", "401"), ("/v1/__gemcache/as/to%2Fken/x", "", "401"),
        ("/__gemcache/as/to%2Fken/v1/x", "x-gemcache-token: wrong\r\n", "401"),
        ("/__gemcache/as/wrong/upload/v1/files?upload_id=1", "", "401"),
    ])
    func theTokenMayStandBeforeThePath(path: String, field: String, expected: String) async throws {
        let transport = FakeTransport { request in
            #expect(!request.path.contains("to%2Fken") && request.origin?.contains("ken") != true)
            return .text("\(request.path) \(request.credential?.isAPIKey == false ? "Bearer mine" : "no token")")
        }
        try await withClient(transport, .init(token: "to/ken", grace: .zero)) { client, _ in
            try await client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer mine\r\n\(field)\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 200 ? "200 \(answer.body)" == expected : "\(answer.status)" == expected)
        }
    }

    @Test func theTokenBeforeThePathLetsInToHits() async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport.echo, hits: hits, .init(token: "secret", grace: .zero)) { client, _ in
            try await client.send(post("/__gemcache/as/secret/v1/x", "known"))
            #expect(try await client.answer().body == "hit known")
            #expect(hits.asked.current == ["POST /v1/x  known"])
            try await client.send(post("/__gemcache/as/guess/v1/x", "known"))
            #expect(try await client.answer().status == 401)
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:8787\r\nOrigin: http://localhost\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:8787\r\nOrigin: http://127.0.0.1:8788\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:8787\r\nOrigin: https://localhost:8787\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost, http://evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: Cross-Site\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-site\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\nSec-Fetch-Site: same-site\r\n\r\n", 403),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        ("GET http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        ("GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        ("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        ("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\nHost: localhost\n\n", 400),
        ("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1 x\r\nHost: localhost\r\n\r\n", 400),
        ("GET /#f HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
        ("\u{16}\u{3}\u{1}hello\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n folded: 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\u{1}b\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1, 1\r\n\r\na", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\na", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n", 417),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nx-gemcache-sample: two\r\n\r\n", 400),
        ("GET /\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X: y\r\n", count: 300))\r\n", 431),
    ])
    func aDoubtfulRequestIsTurnedAwayInTheAPIsShape(_ request: String, _ status: Int) async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send(request)
            let answer = try await client.answer()
            #expect(answer.status == status)
            #expect(answer.body.contains("\"code\": \(status)"))
            #expect(try await client.receiveAll() == "")
        }
    }

    @Test(arguments: [
        "GET /a HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", "GET /a HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", "GET /a HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: gem.localhost\r\n\r\n", "GET /a HTTP/1.1\r\nHost: my.test\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost:3000\r\nOrigin: http://LOCALHOST:3000\r\nSec-Fetch-Site: same-origin\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost:80\r\nOrigin: http://localhost\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost:8787\r\nOrigin: http://127.0.0.1:8787\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\n\r\n",
        "GET http://127.0.0.1:PORT/a HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ])
    func ownNamesAreLetIn(_ request: String) async throws {
        try await withClient(FakeTransport.echo, .init(allowedHosts: ["my.test"], grace: .zero)) { client, url in
            try await client.send(request.replacingOccurrences(of: "PORT", with: url.split(separator: ":").last ?? ""))
            #expect(try await client.answer().body == "GET /a ")
        }
    }

    @Test(arguments: ["x-gemcache-namespace", "X-Gemcache-Sample"])
    func anOptionThatIsNoTextIsRefusedAndNotRepaired(name: String) async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport.echo, hits: hits) { client, _ in
            try await client.send(Array("POST / HTTP/1.1\r\nHost: localhost\r\n\(name): ".utf8) + [0xff])
            try await client.send("\r\nContent-Length: 5\r\n\r\nknown")
            let answer = try await client.answer()
            #expect(answer.status == 400 && answer.body.contains("x-gemcache-namespace"))
        }
        #expect(hits.asked.current.isEmpty)
    }

    @Test func aForeignHostIsRefusedAlsoOnAConnectionThatWasLetIn() async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport.echo, hits: hits) { client, _ in
            try await client.send(post("/", "known"))
            #expect(try await client.answer().body == "hit known")
            try await client.send("POST / HTTP/1.1\r\nHost: localhosT\r\nContent-Length: 5\r\n\r\nknown")
            #expect(try await client.answer().body == "hit known")
            try await client.send("POST / HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 5\r\n\r\nknown")
            #expect(try await client.answer().status == 403)
            #expect(hits.asked.current.count == 2)
        }
    }

    @Test func anAbsoluteTargetLendsItsHostNoTrust() async throws {
        try await withClient(FakeTransport.echo) { client, url in
            try await client.send("GET \(url)/a HTTP/1.1\r\nHost: evil.test\r\n\r\n")
            #expect(try await client.answer().body == "GET /a ")
            try await client.send("GET /b HTTP/1.1\r\nHost: evil.test\r\n\r\n")
            #expect(try await client.answer().status == 403)
        }
    }

    @Test func theCredentialAndOurOptionsAreLiftedOut() async throws {
        let seen = Mutexed<Request?>(nil)
        let transport = FakeTransport { request in
            seen.value.withLock { $0 = request }
            return .text("ok")
        }
        try await withClient(transport) { client, _ in
            try await client.send(
                get(
                    "/v1beta/models?key=SECRET1&pageSize=2",
                    "x-gemcache-sample: 3\r\nX-Gemcache-Namespace: n\r\nCache-Control: max-age=0, no-cache\r\n"
                        + "Prefer: respond-async, wait=3\r\nAuthorization: Bearer SECRET2\r\nUser-Agent: t\r\n"))
            #expect(try await client.answer().body == "ok")
        }
        let request = try #require(seen.current)
        #expect(request.path == "/v1beta/models?pageSize=2")
        #expect(request.head.headerFields.map { $0.name.canonicalName } == ["user-agent"])
        #expect(request.credential != nil)
        #expect(request.options.sample == 3)
        #expect(request.options.namespace == "n")
        #expect(request.options.cache == .refresh)
        #expect(request.options.offline == .queue)
        #expect(request.origin == "http://localhost")
        #expect(request.head.authority == nil)
    }

    @Test(arguments: [
        ("no-store", CachePolicy.bypass), ("no-cache, no-store", .bypass), ("only-if-cached", .onlyIfCached), ("No-Cache", .refresh),
        ("max-age=0", .auto),
    ])
    func cacheControlSetsThePolicy(_ value: String, _ policy: CachePolicy) async throws {
        let transport = FakeTransport { .text($0.options.cache.rawValue) }
        try await withClient(transport) { client, _ in
            try await client.send(get("/", "Cache-Control: \(value)\r\n"))
            #expect(try await client.answer().body == policy.rawValue)
        }
    }

    @Test(arguments: [
        ("x-gemcache-token: T1\r\n", 200), ("x-goog-api-key: T1\r\n", 200), ("Authorization: Bearer T1\r\n", 200), ("", 401),
        ("x-goog-api-key: other\r\n", 401), ("x-gemcache-token: T11\r\n", 401),
    ])
    func aTokenIsAskedForWhereOneIsSet(_ field: String, _ status: Int) async throws {
        let transport = FakeTransport { .text($0.credential == nil ? "none" : "some") }
        try await withClient(transport, hits: FakeHits(), .init(token: "T1", grace: .zero)) { client, _ in
            try await client.send(post("/", "known", field))
            let answer = try await client.answer()
            #expect(answer.status == status)
            if status == 200 { #expect(answer.body == (field.hasPrefix("Auth") ? "none" : "hit known")) }
        }
    }

    @Test func pathsOfOurOwnHaveTheirOwnTransport() async throws {
        let admin: [String: any Transport] = [
            "/__gemcache/": FakeTransport { _ in .text("admin") }, "/__gemcache/queue/": FakeTransport { _ in .text("queue") },
        ]
        try await withClient(FakeTransport.echo, hits: FakeHits(), .init(admin: admin, grace: .zero)) { client, _ in
            try await client.send(post("/__gemcache/stats", "known") + get("/__gemcache/queue/7") + get("/x"))
            #expect(try await client.answer().body == "admin")
            #expect(try await client.answer().body == "queue")
            #expect(try await client.answer().body == "GET /x ")
        }
    }
}
