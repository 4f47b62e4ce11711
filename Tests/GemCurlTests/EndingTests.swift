import Foundation
import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

/// How exchanges end before their time: cut, unreachable, silent, cancelled.
@Suite(.timeLimit(.minutes(5))) struct EndingTests {
    /// Ways a server can break off.
    enum Cut: String, CaseIterable, CustomTestStringConvertible {
        case noAnswer, resetInsteadOfAnswer, halfAHead, shortBody, unfinishedChunks, halfAChunk, resetInBody, notHTTP
        var testDescription: String { rawValue }
    }

    @Test(arguments: Cut.allCases) func aConnectionLostAfterSendingIsACut(_ cut: Cut) async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            switch cut {
            case .noAnswer: break
            case .resetInsteadOfAnswer: connection.reset()
            case .halfAHead: try connection.send("HTTP/1.1 200 OK\r\nContent-Le")
            case .shortBody: try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            case .unfinishedChunks: try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            case .halfAChunk: try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello")
            case .resetInBody:
                try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
                connection.reset()
            case .notHTTP: try connection.send("SSH-2.0-OpenSSH_9.2\r\n")
            }
        }
        let transport = try CurlTransport.to(server)
        for path in ["/v1beta/models/m:generateContent", "/v1beta/models/m:streamGenerateContent?alt=sse"] {
            let error = await failure { _ = try await transport.send(.json(.post, path, [123, 125])).text() }
            #expect(error?.code == .cut)
            #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
            #expect((error?.cause as? LibraryFailure)?.library == "libcurl")
        }
        transport.close()
    }

    @Test func aClosedPortIsUnreachableAndNoSecretIsTold() async throws {
        let server = try TestServer(accepts: false) { _ in }
        server.stop()
        let transport = try CurlTransport.to(server) { $0.connectTimeout = .seconds(2) }
        var request = Request.json(.post, "/v1beta/models/m:generateContent?key=SECRET", [123, 125])
        request.head.headerFields[.googAPIKey] = "SECRET"
        let error = await failure { _ = try await transport.send(request) }
        #expect(error?.code == .unreachable)
        #expect(error.map { "\($0)".contains("127.0.0.1:\(server.port)") } == true)
        #expect(error.map { "\($0)".contains("SECRET") } == false)
        transport.close()
    }

    @Test func anUnknownNameIsUnreachable() async throws {
        let server = try TestServer(accepts: false) { _ in }
        let transport = try CurlTransport.to(server) { $0.developerBase = "http://nowhere.invalid" }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("nowhere.invalid") == true)
        transport.close()
    }

    @Test func aServerThatDoesNotAcceptIsUnreachableAfterTheConnectTimeout() async throws {
        let server = try TestServer(backlog: 0, accepts: false) { _ in }
        // The one place in the queue is taken; further connections are left hanging.
        let taken = (0..<2).map { _ in
            let descriptor = socket(AF_INET, streamSocket, 0)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            var address = sockaddr_in.loopback(port: server.port)
            _ = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            return descriptor
        }
        defer { for descriptor in taken { close(descriptor) } }
        let transport = try CurlTransport.to(server) { $0.connectTimeout = .milliseconds(80) }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("0.08 seconds") == true)
        transport.close()
    }

    @Test func aServerThatDoesNotSpeakTLSIsUnreachable() async throws {
        let server = try TestServer { try $0.answer(status: "400 Bad Request") }
        let transport = try CurlTransport.to(server) { $0.developerBase = "https://127.0.0.1:\(server.port)" }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("TLS") == true)
        transport.close()
    }

    @Test func aMissingBundleIsAMatterOfConfiguration() async throws {
        let server = try TestServer { try $0.answer() }
        let transport = try CurlTransport.to(server) {
            $0.developerBase = "https://127.0.0.1:\(server.port)"
            $0.caBundle = "/nowhere/ca.pem"
        }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("/nowhere/ca.pem") == true)
        transport.close()
    }

    @Test(arguments: [false, true]) func aSilentServerTimesOut(afterHead: Bool) async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            if afterHead { try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n") }
            _ = connection.waitForClose()
        }
        let transport = try CurlTransport.to(server) { $0.idleTimeout = .milliseconds(60) }
        let error = await failure { _ = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125])).text() }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("0.06 seconds") == true)
        transport.close()
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\ndata: {}\r\n\r\n"])
    func whatIsNotWholeWhenItsTimeIsOverEnds(sent: String) async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send(sent)
            _ = connection.waitForClose()
        }
        let transport = try CurlTransport.to(server)
        for verb in ["generateContent", "streamGenerateContent?alt=sse"] {
            var request = Request.json(.post, "/v1beta/models/m:\(verb)", [123, 125])
            request.options.timeLimit = 0.06
            let error = await failure { [request] in _ = try await transport.send(request).text() }
            #expect(error?.code == .timeout)
            #expect(error?.message.contains("0.06 seconds") == true)
        }
        transport.close()
    }

    @Test(arguments: [
        ("Content-Length: 2\r\nContent-Length: 3\r\n", false), ("Content-Length: 3\r\nContent-Length: 2\r\n", false),
        ("Content-Length: 2, 3\r\n", false), ("Content-Length: 2\r\ncontent-length: 2\r\n", true),
    ])
    func anAnswerOfTwoLengthsIsNone(fields: String, isAnswer: Bool) async throws {
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\n\(fields)\r\n{}\n")
        }
        let transport = try CurlTransport.to(server)
        let error = await failure {
            let text = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125])).text()
            #expect(text == "{}")
        }
        #expect(error?.code == (isAnswer ? nil : .upstream))
        transport.close()
    }

    @Test func aQuestionIsAskedAgainWhereAKeptConnectionWasDead() async throws {
        let (server, seen) = try Self.serverThatDropsTheSecondRequest()
        let transport = try CurlTransport.to(server)
        for _ in 0..<2 {
            let response = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125]))
            #expect(try await response.text() == "{}")
        }
        #expect(seen.current == 3)
        transport.close()
    }

    @Test func aCreationIsNotRepeatedWhereAKeptConnectionWasDead() async throws {
        let (server, seen) = try Self.serverThatDropsTheSecondRequest()
        let transport = try CurlTransport.to(server)
        _ = try await transport.send(.json(.post, "/v1beta/cachedContents", [123, 125])).text()
        let error = await failure { _ = try await transport.send(.json(.post, "/v1beta/cachedContents", [123, 125])).text() }
        #expect(error?.code == .cut)
        #expect(seen.current == 2)
        transport.close()
    }

    @Test func aServerThatStoppedMeanwhileIsUnreachable() async throws {
        let isClosed = Gate()
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.answer()
            connection.end()
            isClosed.open()
        }
        let transport = try CurlTransport.to(server)
        _ = try await transport.send(.get("/v1beta/models")).text()
        await isClosed.opened()
        server.stop()
        let error = await failure { _ = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", [123, 125])) }
        #expect(error?.code == .unreachable)
        transport.close()
    }

    @Test func cancellingTheTaskClosesTheConnection() async throws {
        let (asked, closed) = (Gate(), Gate())
        let server = try TestServer { connection in
            _ = try connection.request()
            asked.open()
            if connection.waitForClose() { closed.open() }
        }
        let transport = try CurlTransport.to(server)
        let task = Task { await failure { _ = try await transport.send(.get("/v1beta/models")) } }
        await asked.opened()
        task.cancel()
        await closed.opened()
        #expect(await task.value?.code == .cancelled)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure { _ = try await transport.send(.get("/v1beta/models")) }
        }
        #expect(await late.value?.code == .cancelled)
        transport.close()
    }

    /// Ways a caller can lose interest in a body, or in the whole transport.
    enum Leave: String, CaseIterable, CustomTestStringConvertible {
        case drop, dropHalfRead, cancelTheReader, closeTheTransport, dropTheTransport
        var testDescription: String { rawValue }
    }

    @Test(arguments: Leave.allCases) func leavingABodyClosesTheConnection(_ leave: Leave) async throws {
        let closed = Gate()
        let server = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello")
            if connection.waitForClose() { closed.open() }
        }
        var transport: CurlTransport? = try CurlTransport.to(server)
        var response = try await transport?.send(.get("/v1beta/files/x:download?alt=media"))
        guard case .stream(let stream, _) = response?.body else { throw TestServer.Broken(what: "no stream") }
        switch leave {
        case .drop:
            break
        case .dropHalfRead:
            var iterator = stream.makeAsyncIterator()
            _ = try await iterator.next()
        case .cancelTheReader:
            let firstSeen = Gate()
            let task = Task {
                await failure { for try await _ in stream { firstSeen.open() } }
            }
            await firstSeen.opened()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        case .closeTheTransport, .dropTheTransport:
            if leave == .closeTheTransport { transport?.close() } else { transport = nil }
            let error = await failure { for try await _ in stream {} }
            #expect(error?.code == .cancelled)
        }
        response = nil
        _ = consume stream
        await closed.opened()
        transport?.close()
    }

    @Test func aClosedTransportRefuses() async throws {
        let server = try TestServer { try $0.answer() }
        let transport = try CurlTransport.to(server)
        transport.close()
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .cancelled)
        transport.close()
    }

    @Test func closingEndsWhatIsGoingOn() async throws {
        let asked = Gate()
        let server = try TestServer { connection in
            _ = try connection.request()
            asked.open()
            _ = connection.waitForClose()
        }
        let transport = try CurlTransport.to(server) { $0.maxConnections = 1 }
        let tasks = (0..<3).map { _ in Task { await failure { _ = try await transport.send(.get("/v1beta/models")) } } }
        await asked.opened()
        transport.close()
        for task in tasks { #expect(await task.value?.code == .cancelled) }
    }

    private static func serverThatDropsTheSecondRequest() throws -> (TestServer, Counter) {
        let seen = Counter()
        let server = try TestServer { connection in
            while true {
                _ = try connection.request()
                if seen.next() == 1 { return }
                try connection.answer()
            }
        }
        return (server, seen)
    }
}
