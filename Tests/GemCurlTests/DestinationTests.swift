import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

@Suite(.timeLimit(.minutes(5))) struct DestinationTests {
    @Test(arguments: [
        ("/v1beta/models/m:generateContent", "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent"),
        (
            "/v1/projects/p/locations/us-central1/publishers/google/models/m:countTokens?x=1",
            "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google/models/m:countTokens?x=1"
        ),
        (
            "/v1/projects/p/locations/global/publishers/google/models/m:countTokens",
            "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/m:countTokens"
        ),
        (
            "/v1/projects/p/locations/eu/publishers/google/models/m:countTokens",
            "https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/publishers/google/models/m:countTokens"
        ),
        (
            "/v1beta1/publishers/google/models/m:countTokens",
            "https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m:countTokens"
        ),
        ("/v1beta/../x", "https://generativelanguage.googleapis.com/v1beta/../x"),
    ]) func aPathGoesToItsService(path: String, url: String) throws {
        #expect(try Order(.get(path), CurlTransport.Configuration()).destination.url == url)
    }

    @Test(arguments: ["http://127.0.0.1:8080/mock", "http://127.0.0.1:8080/mock/"]) func aBaseKeepsItsPath(base: String) throws {
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = base
        configuration.vertexBase = "https://proxy.test/v"
        #expect(try Order(.get("/v1beta/models"), configuration).destination.url == "http://127.0.0.1:8080/mock/v1beta/models")
        let vertex = try Order(.get("/v1/projects/p/locations/l/publishers/google/models/m"), configuration)
        #expect(vertex.destination.url == "https://proxy.test/v/v1/projects/p/locations/l/publishers/google/models/m")
    }

    @Test(arguments: [
        "ftp://x.test", "x.test", "https://user:SECRET@x.test", "https://x.test?key=SECRET", "https://x.test/#a", "", "http://",
    ])
    func anUnusableBaseIsRefusedWithoutItsSecrets(base: String) {
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = base
        let error = #expect(throws: GemError.self) { _ = try CurlTransport(configuration) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test(
        arguments: [
            (nil, nil, "v1beta/models"), (nil, nil, "/v1beta/a b?key=SECRET"), (nil, nil, "/v1beta/a#b"), (nil, nil, "/v1beta/a\r\nX: y"),
            (nil, nil, "/v1/projects/p/locations/evil.test%2F/publishers/google/models/m"), ("file", "x", "/etc/passwd"),
            ("https", "user@x.test", "/"), ("https", "x.test/a", "/b"), ("https", "x.test?key=SECRET", "/b"),
        ] as [(String?, String?, String)]) func whatCannotBeSentIsBadInput(scheme: String?, authority: String?, path: String)
    {
        let request = Request(HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path))
        let error = #expect(throws: GemError.self) { _ = try Order(request, CurlTransport.Configuration()) }
        #expect(error?.code == .badInput)
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test func anAbsoluteURLIsTakenAsItIs() throws {
        let head = HTTPRequest(method: .post, scheme: "https", authority: "up.test:444", path: "/upload/v1beta/files?upload_id=a")
        let order = try Order(Request(head), CurlTransport.Configuration())
        #expect(order.destination.url == "https://up.test:444/upload/v1beta/files?upload_id=a")
        #expect(order.destination.host == "up.test:444")
    }

    @Test(
        arguments: [
            ("/other?a=b", "https://x.test/other?a=b"), ("other", "https://x.test/a/other"), ("https://X.test:443/c", "https://X.test/c"),
            ("http://x.test/c", nil), ("https://y.test/c", nil), ("https://x.test:444/c", nil), ("//y.test/c", nil),
            ("https://u:p@x.test/c", nil),
            ("file:///etc/passwd", nil),
        ] as [(String, String?)]) func aRedirectIsFollowedWithinItsOriginOnly(location: String, url: String?) throws
    {
        var request = Request.get("/a/b")
        request.head.scheme = "https"
        request.head.authority = "x.test"
        var redirect = HTTPResponse(status: .found)
        redirect.headerFields[.location] = location
        let next = try Order(request, CurlTransport.Configuration()).following(redirect)
        #expect(next?.destination.origin == (url == nil ? nil : "https://x.test:443"))
        if let url { #expect(next?.destination.url.replacing(":443", with: "") == url) }
    }

    @Test func aRedirectOfAPostIsHandedBack() throws {
        var redirect = HTTPResponse(status: .temporaryRedirect)
        redirect.headerFields[.location] = "/other"
        #expect(try Order(.json(.post, "/a", []), CurlTransport.Configuration()).following(redirect) == nil)
    }

    @Test func aCredentialStaysWithItsHost() async throws {
        let thief = try TestServer { try $0.answer() }
        let lines = Box<[String]>([])
        let server = try TestServer { connection in
            while true {
                let request = try connection.request()
                lines.change { $0.append(request.line + " " + request.values("x-goog-api-key").joined()) }
                switch request.line.split(separator: " ")[1] {
                case "/a": try connection.answer("moved", status: "302 Found", fields: "Location: /b\r\n")
                case "/b": try connection.answer("moved", status: "307 Moved", fields: "Location: \(thief.base)/c\r\n")
                default: try connection.answer("", status: "302 Found", fields: "Location: /loop\r\n")
                }
            }
        }
        let transport = try CurlTransport.to(server)
        var request = Request.get("/a")
        request.head.headerFields[.googAPIKey] = "k"
        let response = try await transport.send(request)
        #expect(response.head.status.code == 307)
        #expect(thief.connections.current == 0)
        #expect(lines.value == ["GET /a HTTP/1.1 k", "GET /b HTTP/1.1 k"])
        #expect(try await transport.send(.get("/loop")).head.status.code == 302)
        transport.close()
    }

    @Test func aProxyIsUsedWhereOneIsNamed() async throws {
        let line = Box("")
        let proxy = try TestServer { connection in
            line.value = try connection.request().line
            try connection.answer()
        }
        let transport = try CurlTransport.to(proxy) {
            $0.developerBase = "http://gemini.test"
            $0.proxy = proxy.base
        }
        #expect(try await transport.send(.get("/v1beta/models")).text() == "{}")
        #expect(line.value == "GET http://gemini.test/v1beta/models HTTP/1.1")
        transport.close()
    }

    @Test func aProxyThatRefusesIsUnreachableAndItsPasswordIsNotTold() async throws {
        let proxy = try TestServer { connection in
            _ = try connection.request()
            try connection.answer("", status: "407 Proxy Authentication Required")
        }
        let transport = try CurlTransport.to(proxy) {
            $0.developerBase = "https://gemini.test"
            $0.proxy = "http://user:SECRET@127.0.0.1:\(proxy.port)"
        }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error.map { "\($0)".contains("SECRET") } == false)
        transport.close()
    }
}
