import GemCore
import GemServer
import HTTPTypes
import Synchronization
import Testing

@Suite struct UploadTests {
    @Test func chunksAreReadAsOneBody() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send("POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for part in ["3;x=y\r\nab", "c\r", "\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"] { try await client.send(part) }
            #expect(try await client.answer().body == "POST /c abc0123456789")
            try await client.send(get("/next"))
            #expect(try await client.answer().body == "GET /next ")
        }
    }

    @Test func continueIsSaidBeforeTheBodyIsAwaited() async throws {
        try await withClient(FakeTransport.echo) { client, _ in
            try await client.send("PUT /e HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try await client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("ok")
            #expect(try await client.answer().body == "PUT /e ok")
        }
    }

    @Test func aLargeBodyIsStreamedNoFasterThanItIsRead() async throws {
        let (total, piece) = (64 << 20, 1 << 20)
        let (sent, lag) = (Mutexed(0), Mutexed(0))
        let transport = FakeTransport { request throws(GemError) in
            guard case .stream(let stream, let length) = request.body else { throw GemError(.internal, "collected") }
            var count = 0
            for try await bytes in stream {
                count += bytes.count
                lag.value.withLock { $0 = max($0, sent.current - count) }
                for _ in 0..<20 { await Task.yield() }
            }
            return .text("\(length ?? -1) \(count)")
        }
        try await withClient(transport) { client, _ in
            try await client.send("POST /big HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(total)\r\n\r\n")
            for _ in 0..<(total / piece) {
                try await client.send([UInt8](repeating: 7, count: piece))
                sent.value.withLock { $0 += piece }
            }
            #expect(try await client.answer().body == "\(total) \(total)")
            // What is under way is bounded by the kernel's buffers and ours.
            #expect(lag.current < total / 2)
        }
    }

    @Test(arguments: ["Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n"])
    func aBodyOverTheLimitIsRefused(_ rest: String) async throws {
        try await withClient(FakeTransport.echo, .init(maxBody: 10, grace: .zero)) { client, _ in
            try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + rest)
            let answer = try await client.answer()
            #expect(answer.status == 413)
            #expect(answer.body.contains("INVALID_ARGUMENT"))
            #expect(try await client.receiveAll() == "")
        }
    }

    @Test func anAnswerBeforeTheBodysEndStillArrives() async throws {
        let transport = FakeTransport { request throws(GemError) in throw GemError(.badInput, "not this") }
        try await withClient(transport) { client, _ in
            try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n")
            try await client.send([UInt8](repeating: 1, count: 3 << 20))
            let answer = try await client.answer()
            #expect(answer.status == 400)
            #expect(answer.body.contains("not this"))
        }
    }

    @Test func aClientThatLeavesInMidUploadIsNoticed() async throws {
        let ended = Signal<String>()
        let transport = FakeTransport { request throws(GemError) in
            do throws(GemError) { _ = try await request.body.collect(upTo: 64 << 20) } catch {
                ended.send(error.code.name)
                throw error
            }
            return .text("complete")
        }
        try await withClient(transport) { client, _ in
            try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\nabc")
            client.close()
            #expect(await ended.next() == "cancelled")
        }
    }
}
