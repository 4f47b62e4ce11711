import CZlib
import Foundation
import GemCore
import GemServer
import HTTPTypes
import Testing

@Suite struct GzipTests {
    private static var configuration: HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration(grace: .zero)
        configuration.codesJSON = true
        return configuration
    }

    private static func json(_ body: Body, _ type: String = "application/json; charset=UTF-8", status: HTTPResponse.Status = .ok)
        -> Response
    {
        Response(HTTPResponse(status: status, headerFields: [.contentType: type]), body: body)
    }

    @Test(arguments: [
        "gzip", "gzip, deflate", "deflate, GZIP;q=0.5", "gzip;q=1.0,deflate;q=0.6,identity;q=0.3", "br , gzip ; q = 1", "x-gzip",
    ])
    func jsonIsCodedForWhoReadsGzip(field: String) async throws {
        let text = String(repeating: #"{"text": "words and words"}"#, count: 1000)
        try await withClient(FakeTransport { _ in Self.json(.bytes(Array(text.utf8))) }, Self.configuration) { client, _ in
            try await client.send(get("/", "Accept-Encoding: \(field)\r\nConnection: close\r\n"))
            let answer = try await client.whole()
            #expect(answer.head.contains("Content-Encoding: gzip\r\n"))
            #expect(answer.head.contains("Content-Length: \(answer.body.count)\r\n"))
            #expect(answer.body.count < 1000)
            #expect(String(decoding: gunzip(answer.body), as: UTF8.self) == text)
        }
    }

    @Test(arguments: ["", "identity", "deflate, br", "gzip;q=0", "gzip; q=0.000, br", "gzipped", ";;,,=", "gzip;q=many"])
    func otherClientsGetItPlain(field: String) async throws {
        try await withClient(FakeTransport { _ in Self.json(.bytes(Array("{}\n".utf8))) }, Self.configuration) { client, _ in
            try await client.send(get("/", "Accept-Encoding: \(field)\r\n"))
            let answer = try await client.answer()
            #expect(answer["Content-Encoding"] == nil)
            #expect(answer.body == "{}\n")
        }
    }

    @Test func whatIsNoJSONOrIsNotAskedForStaysPlain() async throws {
        let plain = FakeTransport { request throws(GemError) in
            switch request.path {
            case "/events": Self.json(.stream(ByteStream(chunks: [Array("data: {}\r\n\r\n".utf8)]), length: nil), "text/event-stream")
            case "/text": .text("text")
            case "/empty": Self.json(.empty)
            default: Self.json(.bytes(Array("{}".utf8)))
            }
        }
        try await withClient(plain, Self.configuration) { client, _ in
            for path in ["/events", "/text", "/empty"] {
                try await client.send(get(path, "Accept-Encoding: gzip\r\n"))
                #expect(try await client.answer()["Content-Encoding"] == nil)
            }
            try await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
            let head = try await client.answer(isHead: true)
            #expect(head["Content-Encoding"] == nil && head["Content-Length"] == "2")
        }
        try await withClient(plain) { client, _ in
            try await client.send(get("/json", "Accept-Encoding: gzip\r\n"))
            #expect(try await client.answer()["Content-Encoding"] == nil)
        }
    }

    @Test func eachPieceOfAStreamCanBeReadWhenItComes() async throws {
        let channel = ByteChannel()
        try await withClient(FakeTransport { _ in Self.json(.stream(channel.stream, length: nil)) }, Self.configuration) { client, _ in
            try await client.send(post("/", "{}", "Accept-Encoding: gzip\r\nConnection: close\r\n"))
            let head = try await client.receive(through: "\r\n\r\n")
            #expect(head.contains("Transfer-Encoding: chunked\r\n") && head.contains("Content-Encoding: gzip\r\n"))
            var code: [UInt8] = []
            var text = ""
            for piece in ["[{\"a\": 1}\n", ",\r\n{\"b\": 2}\n"] {
                try await channel.write(Array(piece.utf8))
                text += piece
                while gunzip(dechunked(code)).count < text.utf8.count { code += try await client.receive() }
                #expect(String(decoding: gunzip(dechunked(code)), as: UTF8.self) == text)
            }
            channel.finish()
            while case let bytes = try await client.receive(), !bytes.isEmpty { code += bytes }
            var hasEnded = false
            #expect(String(decoding: gunzip(dechunked(code), hasEnded: &hasEnded), as: UTF8.self) == text)
            #expect(hasEnded)
        }
    }

    @Test func aStreamThatBreaksIsBrokenForTheReaderToo() async throws {
        let broken = FakeTransport { _ in
            let position = Counter()
            return Self.json(
                .stream(
                    ByteStream(next: { () throws(GemError) in
                        guard position.next() == 0 else { throw GemError(.cut, "cut") }
                        return Array("[{}".utf8)
                    }), length: nil))
        }
        try await withClient(broken, Self.configuration) { client, _ in
            try await client.send(get("/", "Accept-Encoding: gzip\r\n"))
            let answer = try await client.whole()
            #expect(!String(decoding: answer.body, as: UTF8.self).hasSuffix("0\r\n\r\n"))
            var hasEnded = true
            #expect(String(decoding: gunzip(dechunked(answer.body), hasEnded: &hasEnded), as: UTF8.self) == "[{}")
            #expect(!hasEnded)
        }
    }
}

extension RawClient {
    /// Head and body until the server ends the connection.
    func whole() async throws -> (head: String, body: [UInt8]) {
        let head = try await receive(through: "\r\n\r\n")
        var body: [UInt8] = []
        while case let bytes = try await receive(), !bytes.isEmpty { body += bytes }
        return (head, body)
    }
}

/// The data of the chunks that are whole.
private func dechunked(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstRange(of: [13, 10]), let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16),
        size > 0, rest[end.upperBound...].count >= size + 2
    {
        out += rest[end.upperBound...].prefix(size)
        rest = rest[end.upperBound...].dropFirst(size + 2)
    }
    return out
}

func gunzip(_ bytes: [UInt8]) -> [UInt8] {
    var hasEnded = false
    return gunzip(bytes, hasEnded: &hasEnded)
}

/// All that can be decoded, and whether the trailer was there and right.
private func gunzip(_ bytes: [UInt8], hasEnded: inout Bool) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return [] }
    defer { inflateEnd(&stream) }
    var input = bytes
    var out = [UInt8](repeating: 0, count: 1 << 20)
    let room = out.count
    let result = input.withUnsafeMutableBufferPointer { input in
        out.withUnsafeMutableBufferPointer { out in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(input.count)
            stream.next_out = out.baseAddress
            stream.avail_out = uInt(room)
            return inflate(&stream, Z_SYNC_FLUSH)
        }
    }
    hasEnded = result == Z_STREAM_END
    return Array(out.prefix(room - Int(stream.avail_out)))
}
