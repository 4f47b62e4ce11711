import GemCore
import GemServer
import HTTPTypes
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a transport that means the connection to break gets.
@Suite struct HangUpTests {
    private static let request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static func failure(resets: Bool) -> GemError { GemError(.cut, "told to", cause: HangUp(resets: resets)) }

    @Test func aHangUpBeforeTheAnswerClosesWithoutAByte() async throws {
        let transport = FakeTransport { _ throws(GemError) in throw Self.failure(resets: false) }
        try await withClient(transport) { client, _ in
            try await client.send(Self.request)
            #expect(try await client.receiveAll() == "")
        }
    }

    @Test func aResetBeforeTheAnswerIsSeenAsOne() async throws {
        let transport = FakeTransport { _ throws(GemError) in throw Self.failure(resets: true) }
        try await withClient(transport) { client, _ in
            try await client.send(Self.request)
            let failure = await #expect(throws: RawClient.Failure.self) { try await client.receiveAll() }
            #expect(failure?.description == "read: \(ECONNRESET)")
        }
    }

    @Test(arguments: [false, true])
    func aBodyThatBreaksOffBreaksTheConnection(resets: Bool) async throws {
        let counter = Counter()
        let transport = FakeTransport { _ throws(GemError) in
            .stream(
                ByteStream(next: { () throws(GemError) in
                    if counter.next() == 0 { return Array("begin".utf8) }
                    throw Self.failure(resets: resets)
                }))
        }
        try await withClient(transport) { client, _ in
            try await client.send(Self.request)
            #expect(try await client.receive(through: "begin\r\n").contains("Transfer-Encoding: chunked"))
            if resets {
                await #expect(throws: RawClient.Failure.self) { try await client.receiveAll() }
            } else {
                #expect(try await client.receiveAll() == "")
            }
        }
    }
}
