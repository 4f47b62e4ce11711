import Foundation
import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

@Suite(.timeLimit(.minutes(5))) struct CurlTransportTests {
    @Test func theHeadComesBeforeTheBody() async throws {
        let headSeen = Gate()
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 201 Made\r\nContent-Length: 5\r\nX-Test: a\r\n\r\n")
            try headSeen.pass()
            try connection.send("hello")
        }
        let transport = try CurlTransport.to(server)
        let response = try await transport.send(.get("/v1beta/models"))
        #expect(response.head.status.code == 201)
        #expect(response.head.status.reasonPhrase == "Made")
        #expect(response.head.headerFields[HTTPField.Name("X-Test")!] == "a")
        #expect(response.body.length == 5)
        headSeen.open()
        #expect(try await response.text() == "hello")
        transport.close()
    }

    @Test func chunksArriveOneByOneAndInOrder() async throws {
        let gates = (0..<5).map { _ in Gate() }
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for (index, gate) in gates.enumerated() {
                try gate.pass()
                try connection.chunk("data: \(index)\n\n")
            }
            try connection.send("0\r\n\r\n")
        }
        let transport = try CurlTransport.to(server)
        let response = try await transport.send(.json(.post, "/v1beta/models/m:streamGenerateContent?alt=sse", [123, 125]))
        #expect(response.body.length == nil)
        guard case .stream(let stream, _) = response.body else { throw TestServer.Broken(what: "no stream") }
        var iterator = stream.makeAsyncIterator()
        for (index, gate) in gates.enumerated() {
            gate.open()
            #expect(try await iterator.next() == Array("data: \(index)\n\n".utf8))
        }
        #expect(try await iterator.next() == nil)
        transport.close()
    }

    @Test func aSlowReaderHoldsTheServerBack() async throws {
        let total = 32 << 20
        let piece = (0..<(64 << 10)).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let sent = Box(0)
        let isHeldBack = Gate()
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            connection.setTimeout(SO_SNDTIMEO, milliseconds: 200)
            while sent.value < total {
                let offset = sent.value % piece.count
                let count = try connection.sendSome(piece[offset...])
                if count == 0 { isHeldBack.open() }
                sent.change { $0 += count }
            }
        }
        let transport = try CurlTransport.to(server)
        let response = try await transport.send(.get("/download/v1beta/files/x:download?alt=media"))
        await isHeldBack.opened()
        // The kernel's socket buffers hold most of it.
        #expect(sent.value < 16 << 20)
        var received = 0
        var isInOrder = true
        let twice = piece + piece
        guard case .stream(let stream, _) = response.body else { throw TestServer.Broken(what: "no stream") }
        for try await chunk in stream {
            let offset = received % piece.count
            let isSame = twice.withUnsafeBytes { memcmp($0.baseAddress! + offset, chunk, chunk.count) == 0 }
            if !isSame { isInOrder = false }
            received += chunk.count
        }
        #expect(received == total)
        #expect(isInOrder)
        transport.close()
    }

    @Test func aKeptConnectionIsUsedAgain() async throws {
        let server = try TestServer { connection in
            while true {
                _ = try connection.request()
                try connection.answer()
            }
        }
        let transport = try CurlTransport.to(server)
        for _ in 0..<4 {
            let response = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125]))
            #expect(try await response.text() == "{}")
        }
        #expect(server.connections.current == 1)
        transport.close()
    }

    @Test func exchangesBeyondTheLimitWaitTheirTurn() async throws {
        let server = try TestServer { connection in
            while true {
                _ = try connection.request()
                try connection.answer()
            }
        }
        let transport = try CurlTransport.to(server) { $0.maxConnections = 3 }
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<60 { group.addTask { try await transport.send(.get("/v1beta/models")).text() } }
            return try await group.reduce(into: 0) { count, text in count += text == "{}" ? 1 : 0 }
        }
        #expect(answers == 60)
        #expect(server.connections.current <= 3)
        transport.close()
    }

    @Test func bodilessAnswersHaveNoBody() async throws {
        let server = try TestServer { connection in
            while true {
                switch try connection.request().line.split(separator: " ")[0] {
                case "HEAD": try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n")
                case "DELETE": try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
                default: try connection.answer("")
                }
            }
        }
        let transport = try CurlTransport.to(server)
        for method in [HTTPRequest.Method.head, .delete, .post] {
            let response = try await transport.send(
                Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: "/v1beta/files/x")))
            guard case .empty = response.body else {
                Issue.record("\(method) has a body")
                continue
            }
        }
        #expect(server.connections.current == 1)
        transport.close()
    }

    @Test func answersOfSeveralLinesKeepThemAndConnectionFieldsGo() async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            try connection.answer(
                fields:
                    "Vary: Origin\r\nVary: Referer\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\n"
            )
        }
        let transport = try CurlTransport.to(server)
        let fields = try await transport.send(.get("/v1beta/models")).head.headerFields
        #expect(fields[values: .vary] == ["Origin", "Referer"])
        #expect(fields[values: .setCookie] == ["a=1", "b=2"])
        #expect(Set(fields.map { $0.name.rawName }) == ["Vary", "Set-Cookie", "Content-Length"])
        transport.close()
    }

    @Test func gzipIsAskedForAndUndone() async throws {
        let heads = Box<[TestRequest]>([])
        let server = try TestServer { connection in
            while true {
                let request = try connection.request()
                heads.change { $0.append(request) }
                try connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Self.zipped.count)\r\n\r\n")
                try connection.send(Self.zipped)
            }
        }
        let transport = try CurlTransport.to(server)
        let unary = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125]))
        #expect(unary.head.headerFields.isEmpty)
        #expect(unary.body.length == nil)
        #expect(try await unary.text() == #"{"text":"hello hello hello hello"}"#)
        let media = try await transport.send(.get("/v1beta/files/x:download?alt=media"))
        #expect(media.head.headerFields[.contentEncoding] == "gzip")
        #expect(try await media.body.collect(upTo: 1000) == Self.zipped)
        #expect(heads.value.map { $0.values("accept-encoding") } == [["gzip"], ["identity"]])
        transport.close()
    }

    /// What an answer of these bytes says, coded with gzip by its head.
    private static func text(of coded: [UInt8], announced: Bool = true) async throws -> String {
        let server = try TestServer { connection in
            _ = try connection.request()
            let length = announced ? "Content-Length: \(coded.count)\r\n" : "Transfer-Encoding: chunked\r\n"
            try connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\(length)\r\n")
            // Byte by byte, as a network may cut them.
            for byte in coded {
                try connection.send((announced ? [] : Array("1\r\n".utf8)) + [byte] + (announced ? [] : Array("\r\n".utf8)))
            }
            if !announced { try connection.send("0\r\n\r\n") }
        }
        let transport = try CurlTransport.to(server)
        defer { transport.close() }
        return try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125])).text()
    }

    @Test(arguments: [true, false])
    func whatGzipCodedIsTakenWholeOrNotAtAll(announced: Bool) async throws {
        let text = #"{"text":"hello hello hello hello"}"#
        #expect(try await Self.text(of: Self.zipped, announced: announced) == text)
        #expect(try await Self.text(of: Self.zipped + Self.zipped, announced: announced) == text + text)
        for count in [1, 9, 20, Self.zipped.count - 1, Self.zipped.count + 12] {
            let error = await #expect(throws: GemError.self, "\(count)") {
                _ = try await Self.text(of: Array((Self.zipped + Self.zipped).prefix(count)), announced: announced)
            }
            #expect(error?.code == .cut, "\(count)")
        }
        for place in [0, 12, Self.zipped.count - 6] {
            var broken = Self.zipped
            broken[place] ^= 0x10
            let error = await #expect(throws: GemError.self, "\(place)") { _ = try await Self.text(of: broken, announced: announced) }
            #expect(error?.code == .cut, "\(place)")
        }
    }

    /// `{"text":"hello hello hello hello"}`, compressed with gzip.
    private static let zipped: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 73, 173, 40, 81, 178, 82, 202, 72, 205, 201, 201, 87, 192, 32,
        149, 106, 1, 188, 196, 107, 234, 34, 0, 0, 0,
    ]
}
