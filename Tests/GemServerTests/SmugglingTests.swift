import Foundation
import GemCore
import GemServer
import HTTPTypes
import Testing

/// What two readers could understand in two ways is refused, the connection ends, and nothing behind it is taken for a request.
@Suite struct SmugglingTests {
    private static let hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /x HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n\(body)"
    }

    private static let chunked = "Transfer-Encoding: chunked"

    private static let cases: [(String, Int)] = [
        (post("Content-Length: 5\r\n\(chunked)", "0\r\n\r\n"), 400), (post("\(chunked)\r\nContent-Length: 5", "0\r\n\r\n"), 400),
        (post("Content-Length: 0\r\nContent-Length: 44"), 400), (post("Content-Length: 1,1", "a"), 400), (post("Content-Length: -1"), 400),
        (post("Content-Length: 0x10", "0123456789abcdef"), 400), (post("Content-Length: 1 1", "a"), 400), (post("Content-Length: "), 400),
        (post("Content-Length: 1e1", "0123456789"), 400), (post("Content-Length: ٣", "abc"), 400),
        (post("Content-Length: 99999999999999999999"), 400), (post("Content-Length: 999999999999999"), 413),
        (post("Content-Length : 1", "a"), 400), (post("Content_Length: 1\r\n Content-Length: 1", "a"), 400),
        (post("\u{0}Content-Length: 1", "a"), 400),
        (post("Transfer-Encoding: xchunked", "0\r\n\r\n"), 501), (post("Transfer-Encoding: chunked, identity", "0\r\n\r\n"), 501),
        (post("Transfer-Encoding: identity"), 501), (post("Transfer-Encoding:\u{b}chunked", "0\r\n\r\n"), 400),
        (post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n"), 501), (post("\(chunked)\r\n\(chunked)", "0\r\n\r\n"), 400),
        (post(chunked, "-1\r\n\r\n"), 400), (post(chunked, "+1\r\na\r\n0\r\n\r\n"), 400), (post(chunked, "0x1\r\na\r\n0\r\n\r\n"), 400),
        (post(chunked, "1 1\r\na\r\n0\r\n\r\n"), 400), (post(chunked, "\r\n0\r\n\r\n"), 400),
        (post(chunked, "1 \r\na\r\n0\r\n\r\n"), 400), (post(chunked, "FFFFFFFFFFFFFFFF1\r\na"), 400),
        (post(chunked, "1\na\r\n0\r\n\r\n"), 400), (post(chunked, "1\r\naa0\r\n\r\n"), 400),
        (post(chunked, "1;\u{1}\r\na\r\n0\r\n\r\n"), 400),
        (post(chunked, "1\r\na\n0\r\n\r\n"), 400), (post(chunked, "fffffffffffffff\r\na"), 413),
        ("POST /x HTTP/1.1\r\nHost: localhost\rContent-Length: 1\r\n\r\na", 400), ("POST /x\u{0} HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("POST /x\tHTTP/1.1\r\nHost: localhost\r\n\r\n", 400), ("POST /x HTTP/1.1\r\n: x\r\nHost: localhost\r\n\r\n", 400),
        ("POST /x HTTP/1.1\r\n Host: localhost\r\n\r\n", 400), ("POST * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("POST x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400), ("(POST) /x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("POST /x HTTP/1.10\r\nHost: localhost\r\n\r\n", 400), ("POST /x http/1.1 \r\nHost: localhost\r\n\r\n", 400),
        ("POST /x\r\n\r\n", 400), (post("x-goog-api-key: a\r\nX-Goog-Api-Key: b"), 400),
        (post("Authorization: Bearer a\r\nauthorization: Bearer b"), 400),
        ("TRACE /x HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        ("GET /ws/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key: a\r\n\r\n", 501),
    ]

    @Test(arguments: cases)
    func whatCouldBeReadInTwoWaysIsRefused(request: String, status: Int) async throws {
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            try await client.send(request + Self.hidden)
            let all = try await client.receiveAll()
            #expect(all.hasPrefix("HTTP/1.1 \(status) "))
            #expect(!all.contains("/hidden"))
            #expect(all.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test(arguments: [
        post(chunked, "1;a=\"b\"\r\na\r\n0\r\nTrailer: x\r\n\r\n"), post("transfer-ENCODING: CHUNKED", "001\r\na\r\n000\r\n\r\n"),
        post("Content-Length: 1\r\nUpgrade: h2c\r\nConnection: Upgrade", "a"), post("Content-Length:1", "a"),
    ])
    func whatIsOnlyUnusualIsReadAndWhatFollowsIsTheNext(request: String) async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send(request + get("/next"))
            #expect(try await client.answer().body == "POST /x a")
            #expect(try await client.answer().body == "GET /next ")
        }
    }

    @Test func optionsOfTheWholeServerAreItsOwn() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n" + "OPTIONS /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 204 && answer["Allow"]?.contains("POST") == true)
            #expect(try await client.answer().body == "OPTIONS /x ")
        }
    }
}
