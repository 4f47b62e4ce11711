import Foundation
import GemCore
import GemServer
import HTTPTypes
import Testing

/// The proxy codes whole JSON bodies that are worth it, for those who would rather have them so.
@Suite struct NegotiationTests {
    private static let long = String(repeating: #"{"text": "words and words"}"#, count: 400)

    private static var configuration: HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration(grace: .zero)
        configuration.gzipsFrom = 4096
        return configuration
    }

    private static func json(_ body: Body, _ type: String = "application/json; charset=UTF-8") -> Response {
        Response(HTTPResponse(status: .ok, headerFields: [.contentType: type]), body: body)
    }

    /// Knows one long answer.
    private struct LongHits: HitSource {
        func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? {
            Hit(contentType: "application/json", cacheStatus: "gemcache; hit", age: 1, body: Array(long.utf8))
        }
    }

    @Test(
        arguments: [
            ("gzip", true), ("gzip, deflate, br", true), ("gzip;q=0.5, identity;q=0.5", true), ("gzip;q=0.5, identity", false), ("*", true),
            ("gzip;q=0", false), ("identity", false), ("br", false), ("", false), ("*;q=0", false), ("identity;q=0, gzip;q=0.1", true),
            ("*;q=0, gzip", true), ("gzip;q=0, *", false), ("deflate, gzip;q=1.0, *;q=0.5", true),
        ], [true, false])
    func theBetterLikedCodingIsChosen(wish: (String, Bool), isHit: Bool) async throws {
        let transport = FakeTransport { _ in Self.json(.bytes(Array(Self.long.utf8))) }
        try await withClient(transport, hits: isHit ? LongHits() : nil, Self.configuration) { client, _ in
            try await client.send(post("/", "x", "Accept-Encoding: \(wish.0)\r\nConnection: close\r\n"))
            let answer = try await client.whole()
            #expect(answer.head.contains("Content-Encoding: gzip\r\n") == wish.1)
            #expect(answer.head.contains("Vary: Accept-Encoding\r\n"))
            #expect(answer.head.contains("Content-Length: \(answer.body.count)\r\n"))
            #expect(String(decoding: wish.1 ? gunzip(answer.body) : answer.body, as: UTF8.self) == Self.long)
        }
    }

    @Test func whatIsShortStreamedCodedOrNoJSONGoesOutAsItIs() async throws {
        let bytes = Array(Self.long.utf8)
        let transport = FakeTransport { request throws(GemError) in
            switch request.path {
            case "/short": Self.json(.bytes(Array("{}".utf8)))
            case "/stream": Self.json(.stream(ByteStream(chunks: [bytes]), length: nil))
            case "/events": Self.json(.bytes(bytes), "text/event-stream")
            case "/coded":
                Response(
                    HTTPResponse(status: .ok, headerFields: [.contentType: "application/json", .contentEncoding: "br"]), body: .bytes(bytes)
                )
            default: Self.json(.bytes(bytes), "image/png")
            }
        }
        try await withClient(transport, Self.configuration) { client, _ in
            for path in ["/short", "/stream", "/events", "/coded", "/image"] {
                try await client.send(get(path, "Accept-Encoding: gzip\r\n"))
                let answer = try await client.answer()
                #expect(answer["Content-Encoding"] == (path == "/coded" ? "br" : nil))
                #expect(answer.body == (path == "/short" ? "{}" : Self.long))
            }
            try await client.send(get("/short", "Accept-Encoding: identity;q=0, gzip\r\n"))
            #expect(try await client.answer()["Content-Encoding"] == "gzip")
        }
    }

    @Test func aHeadTellsTheLengthOfThePlainBody() async throws {
        try await withClient(FakeTransport { _ in Self.json(.bytes(Array(Self.long.utf8))) }, Self.configuration) { client, _ in
            try await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
            let answer = try await client.answer(isHead: true)
            #expect(answer["Content-Length"] == String(Self.long.utf8.count) && answer["Content-Encoding"] == nil)
        }
    }
}
