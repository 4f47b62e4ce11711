import GemCore
import GemServer
import HTTPTypes
import Testing

@Suite struct HitTests {
    @Test func aKnownQuestionIsAnsweredWithoutTheTransport() async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport { _ in .text("transport") }, hits: hits) { client, _ in
            try await client.send(
                post("/v1beta/m:generateContent?key=SECRET&alt=json", "known", "Cache-Control: no-cache\r\nAccept: x\r\n"))
            let answer = try await client.answer()
            #expect(answer.body == "hit known")
            #expect(answer["Age"] == "7")
            #expect(answer["Cache-Status"] == "gemcache; hit")
            #expect(answer["Content-Type"] == "text/plain")
        }
        #expect(hits.asked.current == ["POST /v1beta/m:generateContent?alt=json cache-control=no-cache known"])
    }

    @Test func anUnknownQuestionGoesToTheTransport() async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport.echo, hits: hits) { client, _ in
            try await client.send(post("/a", "what") + get("/b") + post("/c", "known"))
            #expect(try await client.answer().body == "POST /a what")
            #expect(try await client.answer().body == "GET /b ")
            #expect(try await client.answer().body == "hit known")
        }
        #expect(hits.asked.current.count == 2)
    }

    @Test func aHitWaitsForTheAnswersBeforeIt() async throws {
        let (started, goOn) = (Signal<Void>(), Signal<Void>())
        let hits = FakeHits()
        let transport = FakeTransport { _ in
            started.send()
            _ = await goOn.next()
            return .stream(ByteStream(chunks: [Array("slow".utf8)]))
        }
        try await withClient(transport, hits: hits) { client, _ in
            try await client.send(post("/1", "known1") + post("/2", "miss") + post("/3", "known3"))
            #expect(try await client.answer().body == "hit known1")
            _ = await started.next()
            #expect(hits.asked.current.count == 2)
            goOn.send()
            #expect(try await client.answer().body == "slow")
            #expect(try await client.answer().body == "hit known3")
        }
    }

    @Test func manyPipelinedHitsComeInOrder() async throws {
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            let count = 3000
            async let sending: Void = client.send((0..<count).map { post("/", "known\($0)") }.joined())
            for index in 0..<count {
                let answer = try await client.answer()
                guard answer.body == "hit known\(index)" else {
                    Issue.record("\(answer) at \(index)")
                    break
                }
            }
            try await sending
        }
    }

    @Test func aHitMayComeInPieces() async throws {
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            try await client.sendByteByByte(post("/", "known"))
            #expect(try await client.answer().body == "hit known")
        }
    }

    @Test func aHitEndsTheConnectionWhereAsked() async throws {
        try await withClient(FakeTransport.echo, hits: FakeHits()) { client, _ in
            try await client.send(post("/", "known", "Connection: close\r\n"))
            let all = try await client.receiveAll()
            #expect(all.contains("Connection: close\r\n"))
            #expect(all.hasSuffix("\r\n\r\nhit known"))
        }
    }

    @Test(arguments: ["Range: bytes=0-1\r\n", "Origin: http://localhost\r\n"])
    func anUnusualRequestGoesTheOrdinaryWay(_ field: String) async throws {
        let hits = FakeHits()
        try await withClient(FakeTransport.echo, hits: hits) { client, _ in
            try await client.send(post("/", "known", field))
            #expect(try await client.answer().body == "POST / known")
        }
        #expect(hits.asked.current.isEmpty)
    }
}
