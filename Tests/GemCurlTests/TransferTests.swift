import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

@Suite(.timeLimit(.minutes(5))) struct TransferTests {
    @Test func onlyTheOtherSidesSilenceCounts() async throws {
        let loop = try CurlLoop(mostTransfers: 1, idleTimeout: .seconds(1))
        defer { loop.close() }
        let order = try Order(.get("/v1beta/files/x:download?alt=media"), CurlTransport.Configuration())
        let result = await withCheckedContinuation { answer in
            guard let transfer = Transfer(0, order, answer, loop: loop) else { return }
            #expect(transfer.deadline(.seconds(9)) == nil, "not while it connects")
            #expect(transfer.willSend())
            #expect(transfer.deadline(.seconds(9)) == transfer.lastActivity + .seconds(9))
            for line in ["HTTP/1.1 200 OK\r\n", "\r\n"] { _ = Array(line.utf8).withUnsafeBytes { transfer.receive(headerLine: $0) } }
            let piece = [UInt8](repeating: 1, count: 256 << 10)
            #expect(piece.withUnsafeBytes { transfer.receive($0) })
            #expect(transfer.deadline(.seconds(9)) == nil, "not while the reader is behind")
            #expect(!piece.withUnsafeBytes { transfer.receive($0) })
            transfer.end(GemError(.cut, "over"))
        }
        let response = try result.get()
        let error = await failure { _ = try await response.text() }
        #expect(error?.message == "over")
    }

    @Test func aSourceThatPausesDoesNotCountAsSilence() async throws {
        let loop = try CurlLoop(mostTransfers: 1, idleTimeout: .seconds(1))
        defer { loop.close() }
        let channel = ByteChannel()
        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/v1beta/x")
        let order = try Order(Request(head, body: .stream(channel.stream, length: nil)), CurlTransport.Configuration())
        let result = await withCheckedContinuation { answer in
            guard let transfer = Transfer(0, order, answer, loop: loop) else { return }
            #expect(transfer.willSend())
            var room = [UInt8](repeating: 0, count: 100)
            _ = room.withUnsafeMutableBytes { transfer.send(into: $0) }
            #expect(transfer.deadline(.seconds(9)) == nil)
            transfer.end(GemError(.cut, "over"))
        }
        #expect(throws: GemError.self) { try result.get() }
    }

    @Test func whoeverWaitsForAConnectionFailsWithIt() async throws {
        let allWait = Gate()
        let server = try TestServer { connection in
            try allWait.pass()
            try connection.send("no TLS here\r\n")
        }
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = "https://127.0.0.1:\(server.port)"
        let order = try Order(.get("/v1beta/models"), configuration)
        let other = try TestServer {
            _ = try $0.request()
            try $0.answer()
        }
        configuration.developerBase = "http://127.0.0.1:\(other.port)"
        let plain = try Order(.get("/v1beta/models"), configuration)
        let loop = try CurlLoop(mostTransfers: 8, idleTimeout: .seconds(9))
        let posted = Counter()
        let codes = await withTaskGroup(of: GemError?.self) { group in
            for number in 0..<5 {
                group.addTask {
                    let result = await withCheckedContinuation { answer in
                        loop.post(.start(number, order, answer))
                        _ = posted.next()
                    }
                    return await failure { _ = try result.get() }
                }
            }
            while posted.current < 5 { await Task.yield() }
            // Orders are taken in turn: when a later one is done, all wait.
            let later = await withCheckedContinuation { loop.post(.start(5, plain, $0)) }
            #expect(throws: Never.self) { try later.get() }
            allWait.open()
            return await group.reduce(into: []) { $0.append($1?.code) }
        }
        #expect(codes == Array(repeating: .unreachable, count: 5))
        #expect(server.connections.current == 1)
        loop.close()
    }

    @Test func aHeadIsReadAsItComes() {
        var reader = HeadReader()
        let lines = ["HTTP/2 100 \r\n", "\r\n", "HTTP/2 207 \r\n", "A:  b \r\n", "A: c\r\n", " d\r\n", "broken\r\n", ": x\r\n", "E:\r\n"]
        for line in lines { #expect(Array(line.utf8).withUnsafeBytes { reader.take($0) } == nil) }
        let head = Array("\r\n".utf8).withUnsafeBytes { reader.take($0) }
        #expect(head?.status.code == 207)
        #expect(head?.headerFields.map { "\($0.name.rawName)=\($0.value)" } == ["A=b", "A=c d", "E="])
    }

    @Test func cancellationAtAnyPointLeavesTheTransportWhole() async throws {
        let server = try TestServer { connection in
            while true {
                _ = try connection.request()
                try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<20 { try connection.chunk(String(repeating: "x", count: 10_000)) }
                try connection.send("0\r\n\r\n")
            }
        }
        let transport = try CurlTransport.to(server) { $0.maxConnections = 8 }
        let tasks = (0..<150).map { _ in
            Task { await failure { _ = try await transport.send(.get("/v1beta/files/x:download?alt=media")).text() }?.code }
        }
        for (index, task) in tasks.enumerated() where index % 3 != 0 {
            task.cancel()
            await Task.yield()
        }
        for (index, task) in tasks.enumerated() {
            let code = await task.value
            #expect(code == nil || (code == .cancelled && index % 3 != 0))
        }
        #expect(try await transport.send(.get("/v1beta/files/x:download?alt=media")).text().utf8.count == 200_000)
        transport.close()
    }
}
