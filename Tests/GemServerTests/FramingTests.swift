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
            for byte in "\r\n" + post("/a?b=c", "xyz", "X-Odd:  \t spaced \t\r\n") { try await client.send(String(byte)) }
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

    @Test func aFileIsSentWhole() async throws {
        let path = "/proc/self/cmdline"
        try await withClient(FakeTransport { _ in Response(HTTPResponse(status: .ok), body: .file(FileSlice(path: #filePath, length: 17))) }) {
            client, _ in
            try await client.send(get(path))
            #expect(try await client.answer().body == "import GemCore\nim")
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
