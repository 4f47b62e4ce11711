import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Tasks that read on the thread where the bytes arrive.
@Suite(.timeLimit(.minutes(5))) struct ReadingThereTests {
    private static let path = "/v1beta/files/x:download?alt=media"

    /// Reads a stream to its end where it arrives: its bytes, in how many pieces, and on how many threads.
    @concurrent
    private static func read(_ stream: ByteStream) async throws -> (bytes: Int, pieces: Int, threads: Int) {
        var (bytes, pieces) = (0, 0)
        var threads: Set<UInt> = [thread]
        for try await piece in stream {
            bytes += piece.count
            pieces += 1
            threads.insert(thread)
        }
        return (bytes, pieces, threads.count)
    }

    private static var thread: UInt {
        #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }

    private func stream(_ response: Response) throws -> ByteStream {
        guard case .stream(let stream, _) = response.body else { throw GemError(.internal, "no stream") }
        return stream
    }

    @Test func whoReadsWhereBytesArriveStaysOnThatThread() async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<200 { try connection.chunk(String(repeating: "x", count: 1000)) }
            try connection.send("0\r\n\r\n")
        }
        let transport = try CurlTransport.to(server)
        let stream = try stream(try await transport.send(.get(Self.path)))
        let executor = try #require(stream.executor)
        let seen = try await withTaskExecutorPreference(executor) { try await Self.read(stream) }
        #expect(seen.bytes == 200_000)
        #expect(seen.threads == 1)
    }

    @Test func whatArrivesTogetherIsHandedOverTogether() async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            let chunks = String(repeating: "5\r\nhello\r\n", count: 50)
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n")
        }
        let transport = try CurlTransport.to(server)
        let seen = try await Self.read(try stream(try await transport.send(.get(Self.path))))
        #expect(seen.bytes == 250)
        #expect(seen.pieces == 1)
    }

    @Test func othersAreServedWhileATaskReadsThere() async throws {
        let goesOn = Gate()
        let server = try TestServer { connection in
            let head = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.chunk("a")
            if String(describing: head).contains("/files/x") { try goesOn.pass() } else { goesOn.open() }
            try connection.send("0\r\n\r\n")
        }
        let transport = try CurlTransport.to(server)
        let stream = try stream(try await transport.send(.get(Self.path)))
        async let first = withTaskExecutorPreference(stream.executor) { try await Self.read(stream) }
        #expect(try await transport.send(.get("/v1beta/files/y:download?alt=media")).text() == "a")
        #expect(try await first.bytes == 1)
    }

    @Test func aTaskOutlivesTheThreadItPrefers() async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.chunk("a")
            _ = try connection.request()
        }
        let transport = try CurlTransport.to(server)
        let stream = try stream(try await transport.send(.get(Self.path)))
        let ended = await withTaskExecutorPreference(stream.executor) {
            let pieces = await Self.pieces(stream, then: { transport.close() })
            for _ in 0..<100 { await Task.yield() }
            return pieces
        }
        #expect(ended == [.none, .cancelled])
    }

    /// What reading came to after each piece; `then` is called after the first.
    @concurrent
    private static func pieces(_ stream: ByteStream, then act: @Sendable () -> Void) async -> [GemError.Code?] {
        var iterator = stream.makeAsyncIterator()
        var ends: [GemError.Code?] = []
        do throws(GemError) {
            while try await iterator.next() != nil {
                ends.append(nil)
                act()
            }
        } catch {
            ends.append(error.code)
        }
        return ends
    }
}
