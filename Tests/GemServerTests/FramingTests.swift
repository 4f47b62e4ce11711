import Foundation
import GemCore
import GemServer
import HTTPTypes
import Testing

@Suite struct FramingTests {
    @Test func aSmallAnswerComesWithItsLength() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send(post("/v1beta/x", "hello"))
            let answer = try await client.answer()
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == "20")
            #expect(answer["Date"]?.hasSuffix(" GMT") == true)
            #expect(answer.body == "POST /v1beta/x hello")
        }
    }

    @Test func aRequestMayComeByteByByte() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.sendByteByByte("\r\n" + post("/a?b=c", "xyz", "X-Odd:  \t spaced \t\r\n"))
            #expect(try await client.answer().body == "POST /a?b=c xyz")
        }
    }

    @Test func aStreamIsSentChunkByChunkAsItComes() async throws {
        let channel = ByteChannel()
        try await withClient(FakeTransport { _ in .stream(channel.stream) }) { client, _ in
            try await client.send(get("/"))
            let head = try await client.receive(through: "\r\n\r\n")
            #expect(head.contains("Transfer-Encoding: chunked\r\n"))
            for text in ["data: one\n\n", "data: two\n\n"] {
                try await channel.write(Array(text.utf8))
                #expect(try await client.receive(through: "\n\n\r\n") == "b\r\n\(text)\r\n")
            }
            channel.finish()
            #expect(try await client.receive(through: "\r\n\r\n") == "0\r\n\r\n")
            try await client.send(get("/again"))
            #expect(try await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test(arguments: [
        ("TE: trailers\r\n", 1), ("TE: gzip;q=0.5, Trailers\r\nConnection: TE\r\n", 1), ("", 1), ("TE: gzip\r\n", 1),
        ("TE: trailers\r\n", 0),
    ])
    func aTrailerIsSentToWhoAsksForOne(field: String, version: Int) async throws {
        let transport = FakeTransport { request in
            #expect(request.head.headerFields.isEmpty)
            var response = Response.stream(ByteStream(chunks: [[97, 98]]))
            response.cacheStatus = CacheStatus(.miss)
            response.lastWord = { CacheStatus(.miss, stored: true) }
            return response
        }
        try await withClient(transport) { client, _ in
            try await client.send("GET / HTTP/1.\(version)\r\nHost: localhost\r\n\(field)\r\n")
            let head = try await client.receive(through: "\r\n\r\n")
            let isTold = field.lowercased().contains("trailers") && version == 1
            #expect(head.contains("Trailer: Cache-Status\r\n") == isTold)
            #expect(head.contains("Cache-Status: gemcache; fwd=miss\r\n"))
            guard version == 1 else { return }
            let end = isTold ? "0\r\nCache-Status: gemcache; fwd=miss; stored\r\n\r\n" : "0\r\n\r\n"
            #expect(try await client.receive(through: "\r\n\r\n") == "2\r\nab\r\n" + end)
        }
    }

    @Test func aStreamOfKnownLengthIsNotChunked() async throws {
        let transport = FakeTransport { _ in .stream(ByteStream(chunks: [[97, 98], [99]]), length: 3) }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            let answer = try await client.answer()
            #expect(answer["Transfer-Encoding"] == nil)
            #expect(answer.body == "abc")
        }
    }

    @Test func aFailureInMidStreamNeverLooksLikeAnEnd() async throws {
        let transport = FakeTransport { _ in
            let channel = ByteChannel()
            _ = channel.offer(Array("part".utf8))
            channel.finish(.failure(GemError(.cut, "lost")))
            return .stream(channel.stream)
        }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            let all = try await client.receiveAll()
            #expect(all.contains("4\r\npart\r\n"))
            #expect(!all.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func aStreamShorterThanAnnouncedBreaksTheConnection() async throws {
        let transport = FakeTransport { _ in .stream(ByteStream(chunks: [[97]]), length: 3) }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            #expect(try await client.receiveAll().hasSuffix("\r\n\r\na"))
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        try await withClient(FakeTransport { _ in .text("12345") }) { client, _ in
            try await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/"))
            let head = try await client.answer(isHead: true)
            #expect(head["Content-Length"] == "5")
            #expect(try await client.answer().body == "12345")
        }
    }

    @Test func noContentHasNoLength() async throws {
        try await withClient(FakeTransport { _ in Response(HTTPResponse(status: .noContent)) }) { client, _ in
            try await client.send(get("/"))
            #expect(try await client.answer()["Content-Length"] == nil)
        }
    }

    @Test func http10NeedsNoHostAndGetsNoChunks() async throws {
        try await withClient(FakeTransport { _ in .stream(ByteStream(chunks: [[97], [98]])) }) { client, _ in
            try await client.send("GET / HTTP/1.0\r\n\r\n")
            let all = try await client.receiveAll()
            #expect(all.contains("Connection: close\r\n"))
            #expect(!all.contains("Transfer-Encoding"))
            #expect(all.hasSuffix("\r\n\r\nab"))
        }
    }

    @Test func http10MayKeepItsConnection() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            for path in ["/1", "/2"] {
                try await client.send("GET \(path) HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer["Connection"] == "keep-alive")
                #expect(answer.body == "GET \(path) ")
            }
        }
    }

    @Test func closeIsHonoured() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send(get("/", "Connection: close\r\n"))
            #expect(try await client.receiveAll().contains("Connection: close\r\n"))
        }
    }

    @Test(arguments: [0, 17, 256 << 10, 700_001])
    func aFileIsSentWholeEvenWhenItIsRemovedMeanwhile(_ length: Int) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let text = String((0..<length + 5).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let slice = FileSlice(path: path, offset: 3, length: Int64(length))
        try await withClient(FakeTransport { _ in Response(HTTPResponse(status: .ok), body: .file(slice)) }) { client, _ in
            try await client.send(get("/"))
            let head = try await client.receive(through: "\r\n\r\n")
            try FileManager.default.removeItem(atPath: path)
            #expect(head.contains("Content-Length: \(length)\r\n"))
            var body = ""
            while body.utf8.count < length { body += String(decoding: try await client.receive(), as: UTF8.self) }
            #expect(body == String(text.dropFirst(3).prefix(length)))
            try await client.send(get("/"))
            #expect(try await client.answer().status == 500)
        }
    }

    @Test(arguments: 1...4)
    func anyMixOfRequestsInAnyPiecesIsAnsweredInOrder(_ seed: Int) async throws {
        let mix = Mix(seed: UInt64(seed))
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            async let sending: Void = { for piece in mix.pieces { try await client.send(piece) } }()
            for text in mix.expected { #expect(try await client.answer().body == text) }
            try await sending
        }
    }

    @Test func fieldsAboutAnotherConnectionAreNotPassedOn() async throws {
        let transport = FakeTransport { request in
            var response = Response.text(request.head.headerFields.map { $0.name.canonicalName }.sorted().joined(separator: " "))
            response.head.headerFields[.connection] = "upgrade"
            response.head.headerFields[.contentLength] = "999"
            response.cacheStatus = CacheStatus(.miss)
            return response
        }
        try await withClient(transport) { client, _ in
            try await client.send(
                get("/", "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nAccept-Encoding: gzip\r\nX-Kept: 1\r\n"))
            let answer = try await client.answer()
            #expect(answer.body == "x-kept")
            #expect(answer["Connection"] == nil)
            #expect(answer["Cache-Status"] == "gemcache; fwd=miss")
        }
    }
}

/// Requests of every kind in a row, cut anywhere, with what each is to be answered.
struct Mix: Sendable {
    let pieces: [[UInt8]]
    let expected: [String]

    init(seed: UInt64) {
        var random = Seeded(state: seed)
        var (wire, expected, pieces) = ("", [String](), [[UInt8]]())
        for index in 0..<120 {
            let body =
                (Bool.random(using: &random) ? "known" : "other") + String(repeating: "b", count: Int.random(in: 0...300, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                wire += get("/\(index)")
                expected.append("GET /\(index) ")
            case 1:
                wire += "\r\n" + post("/\(index)", body)
                expected.append(body.hasPrefix("known") ? "hit \(body)" : "POST /\(index) \(body)")
            case 2:
                let cut = body.index(body.startIndex, offsetBy: Int.random(in: 1..<body.count, using: &random))
                let chunks = [body[..<cut], body[cut...]].map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined()
                wire += "POST /\(index) HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"
                expected.append("POST /\(index) \(body)")
            default:
                wire += post("/\(index)", "")
                expected.append("POST /\(index) ")
            }
        }
        var rest = Array(wire.utf8)[...]
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(Int.random(in: 1...900, using: &random))))
            rest = rest.dropFirst(pieces.last?.count ?? 0)
        }
        (self.pieces, self.expected) = (pieces, expected)
    }
}

struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
