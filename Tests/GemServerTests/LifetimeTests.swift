import GemCore
import GemServer
import HTTPTypes
import Synchronization
import Testing

@Suite struct LifetimeTests {
    @Test func answersKeepTheOrderOfTheirRequests() async throws {
        let goOn = Signal<Void>()
        let transport = FakeTransport { request in
            if request.path == "/0" { _ = await goOn.next() }
            return .text(request.path)
        }
        try await withClient(transport) { client, _ in
            try await client.send((0..<20).map { get("/\($0)") }.joined())
            goOn.send()
            for index in 0..<20 { #expect(try await client.answer().body == "/\(index)") }
        }
    }

    @Test func aClientThatLeavesCancelsItsRequest() async throws {
        let (started, cancelled) = (Signal<Void>(), Signal<Void>())
        let transport = FakeTransport { _ in
            await withTaskCancellationHandler {
                started.send()
                _ = await Signal<Void>().next()
            } onCancel: {
                cancelled.send()
            }
            return .text("late")
        }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            _ = await started.next()
            client.reset()
            #expect(await cancelled.next() != nil)
        }
    }

    @Test func aClientThatLeavesInMidAnswerEndsTheStream() async throws {
        let dropped = Signal<Void>()
        let channel = ByteChannel(onCancel: { dropped.send() })
        let transport = FakeTransport.once(channel)
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            _ = try await client.receive(through: "\r\n\r\n")
            client.reset()
            #expect(await dropped.next() != nil)
        }
    }

    @Test func aSlowReaderHoldsTheStreamBack() async throws {
        let made = Counter()
        let (count, piece) = (1000, 64 << 10)
        let transport = FakeTransport { _ in
            .stream(ByteStream(next: { () throws(GemError) in made.next() < count ? [UInt8](repeating: 1, count: piece) : nil }))
        }
        try await withClient(transport) { client, _ in
            try await client.send(get("/", "Connection: close\r\n"))
            var (got, lag) = (0, 0)
            while true {
                let bytes = try await client.receive()
                if bytes.isEmpty { break }
                got += bytes.count
                lag = max(lag, made.current * piece - got)
            }
            #expect(got > count * piece)
            // What is under way is bounded by the kernel's buffers and ours.
            #expect(lag < count * piece / 2)
        }
    }

    @Test func stoppingLetsAnExchangeUnderWayEnd() async throws {
        let (started, goOn, bound) = (Signal<Void>(), Signal<Void>(), Signal<String>())
        let transport = FakeTransport { _ in
            started.send()
            _ = await goOn.next()
            return .text("whole")
        }
        let server = HTTPServer(transport: transport, configuration: .init(grace: .seconds(60)))
        let running = Task { try await server.run { bound.send($0.url) } }
        let client = try RawClient(try #require(await bound.next()))
        try await client.send(get("/"))
        _ = await started.next()
        running.cancel()
        goOn.send()
        #expect(try await client.answer().body == "whole")
        try await running.value
        #expect(try await client.receiveAll() == "")
    }

    @Test func whenTheGraceIsOverWorkIsCancelled() async throws {
        let (started, bound) = (Signal<Void>(), Signal<String>())
        let transport = FakeTransport { _ in
            started.send()
            _ = await Signal<Void>().next()
            return .text("never")
        }
        let server = HTTPServer(transport: transport, configuration: .init(grace: .zero))
        let running = Task { try await server.run { bound.send($0.url) } }
        let client = try RawClient(try #require(await bound.next()))
        try await client.send(get("/"))
        _ = await started.next()
        running.cancel()
        try await running.value
        _ = try? await client.receiveAll()
    }

    @Test func aPortInUseIsSaidSo() async throws {
        try await withClient(FakeTransport.echo) { _, url in
            let port = Int(url.split(separator: ":").last ?? "") ?? 0
            let error = await #expect(throws: GemError.self) {
                try await HTTPServer(transport: FakeTransport.echo, configuration: .init(port: port)).run()
            }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("127.0.0.1:\(port)") == true)
        }
    }
}
