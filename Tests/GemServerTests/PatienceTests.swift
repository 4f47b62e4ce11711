import GemCore
import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import GemServer

@Suite struct PatienceTests {
    private let limits = Patience.Limits(request: .seconds(100), head: .seconds(10), body: .seconds(20), reader: .seconds(300))
    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    @Test func aHeaderThatTricklesInWinsNoTime() {
        var patience = Patience(now: at(0))
        #expect(patience.deadline(limits) == at(100))
        patience.wait(for: .head, hasProgress: true, now: at(50))
        patience.wait(for: .head, hasProgress: true, now: at(59))
        #expect(patience.deadline(limits) == at(60))
    }

    @Test func aBodyThatComesSlowlyHasItsTime() {
        var patience = Patience(now: at(0))
        patience.wait(for: .body, hasProgress: true, now: at(5))
        patience.wait(for: .body, hasProgress: true, now: at(24))
        #expect(patience.deadline(limits) == at(44))
        patience.wait(for: .body, hasProgress: false, now: at(40))
        #expect(patience.deadline(limits) == at(44))
    }

    @Test func whileAnAnswerIsMadeNothingIsExpected() {
        var patience = Patience(now: at(0))
        patience.wait(for: .nothing, hasProgress: true, now: at(1))
        #expect(patience.deadline(limits) == nil)
        patience.wait(for: .reader, hasProgress: false, now: at(2))
        #expect(patience.deadline(limits) == at(302))
    }

    @Test func anAnsweredRequestStartsTheNextHeadersTimeAnew() {
        var patience = Patience(now: at(0))
        patience.wait(for: .head, hasProgress: true, now: at(1))
        patience.restart()
        patience.wait(for: .head, hasProgress: true, now: at(9))
        #expect(patience.deadline(limits) == at(19))
    }

    private static func limits(_ change: (inout HTTPServer.PatienceLimits) -> Void) -> HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration(grace: .zero)
        change(&configuration.patience)
        return configuration
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() async throws {
        try await withClient(FakeTransport.echo, Self.limits { $0.request = .milliseconds(5) }) { client, _ in
            let rest = try await client.receiveAll()
            #expect(rest == "")
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: loc", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc"])
    func aRequestThatStopsHalfwayIsAnswered(_ half: String) async throws {
        let configuration = Self.limits {
            $0.head = .milliseconds(5)
            $0.body = .milliseconds(5)
        }
        try await withClient(FakeTransport.echo, configuration) { client, _ in
            try await client.send(half)
            let answer = try await client.answer()
            #expect(answer.status == 408)
            #expect(answer.body.contains("DEADLINE_EXCEEDED"))
            #expect(try await client.receiveAll() == "")
        }
    }

    @Test func anUploadThatStopsHalfwayEndsItsTransportsReading() async throws {
        try await withClient(FakeTransport.echo, Self.limits { $0.body = .milliseconds(5) }) { client, _ in
            try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\nabc")
            #expect(try await client.answer().status == 408)
        }
    }

    @Test func aClientThatNeverReadsIsLetGo() async throws {
        let dropped = Signal<Void>()
        let channel = ByteChannel(onCancel: { dropped.send() })
        let transport = FakeTransport.once(channel)
        try await withClient(transport, Self.limits { $0.reader = .milliseconds(5) }) { client, _ in
            try await client.send(get("/"))
            _ = try await client.receive(through: "\r\n\r\n")
            _ = channel.offer([UInt8](repeating: 1, count: 64 << 20))
            #expect(await dropped.next() != nil)
        }
    }

    @Test func aConnectionTooManyIsTurnedAway() async throws {
        var configuration = HTTPServer.Configuration(grace: .zero)
        configuration.maxConnections = 1
        try await withClient(FakeTransport.echo, configuration) { first, url in
            try await first.send(get("/a"))
            #expect(try await first.answer().status == 200)
            let second = try RawClient(url)
            #expect(try await second.answer().status == 503)
            try await first.send(get("/b"))
            #expect(try await first.answer().status == 200)
        }
    }

    @Test func anUploadsDataNeedNoToken() async throws {
        try await withClient(FakeTransport.echo, .init(token: "open-sesame", grace: .zero)) { client, _ in
            try await client.send(post("/upload/v1beta/files?upload_id=abc", "data"))
            #expect(try await client.answer().status == 200)
        }
        for path in ["/upload/v1beta/files?upload_id=", "/upload/v1beta/files", "/v1beta/files/a?upload_id=abc"] {
            try await withClient(FakeTransport.echo, .init(token: "open-sesame", grace: .zero)) { client, _ in
                try await client.send(post(path, "data"))
                #expect(try await client.answer().status == 401)
            }
        }
    }
}
