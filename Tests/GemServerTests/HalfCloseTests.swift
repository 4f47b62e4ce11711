import GemCore
import GemServer
import HTTPTypes
import Synchronization
import Testing

/// Clients that end their side once they have asked, as `nc -N` does, and those that have gone, which look the same at first.
@Suite struct HalfCloseTests {
    @Test func aClientThatEndsItsSideGetsItsWholeAnswer() async throws {
        let (started, goOn) = (Signal<Void>(), Signal<Void>())
        let text = String(repeating: "long ", count: 400_000)
        let transport = FakeTransport { request throws(GemError) in
            started.send()
            _ = await goOn.next()
            return request.path == "/text" ? .text(text) : .stream(ByteStream(chunks: [Array("one ".utf8), Array("two".utf8)]))
        }
        for (path, wanted) in [("/text", text), ("/stream", "one two")] {
            try await withClient(transport) { client, _ in
                try await client.send(post(path, "new"))
                client.endSending()
                _ = await started.next()
                goOn.send()
                #expect(try await client.answer().body == wanted)
                #expect(try await client.receive().isEmpty)
            }
        }
    }

    @Test func everyRequestItSentIsAnsweredInTurn() async throws {
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            try await client.send(get("/first") + post("/", "known") + post("/third", "new") + get("/fourth"))
            client.endSending()
            for body in ["GET /first ", "hit known", "POST /third new", "GET /fourth "] { #expect(try await client.answer().body == body) }
            #expect(try await client.receive().isEmpty)
        }
    }

    @Test func anUploadThatIsWholeIsAnsweredAndAHalfOneIsNot() async throws {
        let chunked = "POST /up HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
        for (end, body) in [("0\r\n\r\n", "POST /up abc"), ("", "")] {
            try await withClient(FakeTransport.echo) { client, _ in
                try await client.send(chunked + end)
                client.endSending()
                let all = try await client.receiveAll()
                #expect(body.isEmpty ? all.isEmpty : all.hasSuffix("\r\n\r\n" + body))
            }
        }
    }

    @Test func aClientThatHasGoneIsNoticedByAWrite() async throws {
        let dropped = Signal<Void>()
        let channel = ByteChannel(onCancel: { dropped.send() })
        let transport = FakeTransport.once(channel)
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            _ = try await client.receive(through: "\r\n\r\n")
            client.close()
            let upstream = Task {
                while !Task.isCancelled {
                    _ = channel.offer([65])
                    await Task.yield()
                }
            }
            #expect(await dropped.next() != nil)
            upstream.cancel()
        }
    }
}
