import Foundation
import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

@Suite(.timeLimit(.minutes(5))) struct UploadTests {
    @Test func exactlyTheCallersFieldsAreSent() async throws {
        let seen = Box<[TestRequest]>([])
        let server = try Self.recorder(seen)
        let transport = try CurlTransport.to(server)
        var request = Request.json(.post, "/v1beta/models/m:generateContent?a=b%20c", Array(#"{"a":1}"#.utf8))
        request.head.headerFields[.googAPIKey] = "k"
        request.head.headerFields[HTTPField.Name("X-Empty")!] = ""
        request.head.headerFields[.acceptEncoding] = "zstd"
        request.head.headerFields[.contentLength] = "999"
        request.head.headerFields[.connection] = "close"
        request.head.headerFields[.expect] = "100-continue"
        _ = try await transport.send(request).text()
        _ = try await transport.send(.get("/v1beta/files/x:download?alt=media")).text()
        #expect(
            seen.value.map { Set($0.lines) } == [
                [
                    "POST /v1beta/models/m:generateContent?a=b%20c HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Accept-Encoding: gzip",
                    "Content-Type: application/json", "x-goog-api-key: k", "X-Empty:", "User-Agent: gemcache/0.1", "Content-Length: 7",
                ],
                [
                    "GET /v1beta/files/x:download?alt=media HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Accept-Encoding: identity",
                    "User-Agent: gemcache/0.1",
                ],
            ])
        #expect(seen.value.map { $0.lines.count } == [8, 4])
        #expect(seen.value.first?.body == Array(#"{"a":1}"#.utf8))
        transport.close()
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 1_000_000]) func bytesArriveWhole(count: Int) async throws {
        let seen = Box<[TestRequest]>([])
        let server = try Self.recorder(seen)
        let transport = try CurlTransport.to(server)
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for method in [HTTPRequest.Method.post, .put, .patch] {
            let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: "/v1beta/x")
            _ = try await transport.send(Request(head, body: .bytes(bytes))).text()
        }
        #expect(seen.value.map { $0.body == bytes } == [true, true, true])
        #expect(seen.value.map { $0.values("content-length") } == [["\(count)"], ["\(count)"], ["\(count)"]])
        #expect(seen.value.map { String($0.line.prefix(4)) } == ["POST", "PUT ", "PATC"])
        #expect(seen.value.allSatisfy { $0.values("expect").isEmpty && $0.values("transfer-encoding").isEmpty })
        transport.close()
    }

    @Test func aRangeOfAFileArrivesWholeAndItsProgressIsTold() async throws {
        let bytes = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }
        try await withFile(bytes) { path in
            let seen = Box<[TestRequest]>([])
            let server = try Self.recorder(seen)
            let transport = try CurlTransport.to(server)
            let told = Box<[Int64]>([])
            var request = Request(
                HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/upload/v1beta/files?upload_id=x"),
                body: .file(FileSlice(path: path, offset: 1000, length: 3_500_000)))
            request.onProgress = { progress in
                guard case .uploading("clip.bin", let sent, 3_500_000) = progress else { return }
                told.change { $0.append(sent) }
            }
            let shown = Box<[UInt8]>([])
            request.onRead = { piece, offset in
                shown.change { shown in
                    if offset == Int64(1000 + shown.count) { shown += piece }
                }
            }
            _ = try await transport.send(request).text()
            let body = seen.value.first?.body ?? []
            #expect(Digest(of: body) == Digest(of: Array(bytes[1000..<3_501_000])))
            #expect(seen.value.first?.values("content-length") == ["3500000"])
            #expect(told.value.last == 3_500_000)
            #expect(zip(told.value, told.value.dropFirst()).allSatisfy { $1 - $0 >= 64 << 10 || $1 == 3_500_000 })
            #expect(told.value.count > 20)
            #expect(shown.value == Array(bytes[1000..<3_501_000]))
            transport.close()
        }
    }

    @Test func aFileThatIsMissingOrTooShortIsBadInputAndNothingIsSent() async throws {
        let server = try Self.recorder(Box([]))
        let transport = try CurlTransport.to(server)
        try await withFile([1, 2, 3]) { path in
            for slice in [
                FileSlice(path: path, offset: 1, length: 3), FileSlice(path: path, offset: -1, length: 1),
                FileSlice(path: path, offset: .max, length: 1), FileSlice(path: path + "x", length: 1),
            ] {
                let error = await failure { _ = try await transport.send(Request(Request.get("/v1beta/x").head, body: .file(slice))) }
                #expect(error?.code == .badInput)
                #expect(error?.message.contains(path) == true)
            }
        }
        #expect(server.connections.current == 0)
        transport.close()
    }

    @Test(arguments: [nil, 3_000_000] as [Int64?]) func aStreamArrivesWhole(length: Int64?) async throws {
        let seen = Box<[TestRequest]>([])
        let server = try Self.recorder(seen)
        let transport = try CurlTransport.to(server)
        let chunks = (0..<300).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 10_000) }
        let body = Body.stream(ByteStream(chunks: chunks), length: length)
        _ = try await transport.send(Request(Request.json(.post, "/v1beta/x", []).head, body: body)).text()
        #expect(seen.value.first?.body == chunks.flatMap { $0 })
        #expect(seen.value.first?.values("transfer-encoding") == (length == nil ? ["chunked"] : []))
        #expect(seen.value.first?.values("content-length") == (length == nil ? [] : ["3000000"]))
        transport.close()
    }

    @Test func aStreamIsSentAsItComesAndThePauseIsNoSilence() async throws {
        let firstSeen = Gate()
        let body = Box<[UInt8]>([])
        let server = try TestServer { connection in
            let head = try connection.head()
            try connection.body(of: head) { piece in
                body.change { $0 += piece }
                firstSeen.open()
            }
            try connection.answer()
        }
        let transport = try CurlTransport.to(server)
        let channel = ByteChannel()
        let request = Request(Request.json(.post, "/v1beta/x", []).head, body: .stream(channel.stream, length: nil))
        async let answer = transport.send(request).text()
        try await channel.write(Array("first".utf8))
        await firstSeen.opened()
        try await channel.write(Array(" second".utf8))
        channel.finish()
        #expect(try await answer == "{}")
        #expect(body.value == Array("first second".utf8))
        transport.close()
    }

    @Test(arguments: [5, 15] as [Int64]) func aStreamOfAnotherLengthThanAnnouncedIsBadInput(length: Int64) async throws {
        let server = try Self.recorder(Box([]))
        let transport = try CurlTransport.to(server)
        let body = Body.stream(ByteStream(chunks: [[UInt8](repeating: 0, count: 10)]), length: length)
        let error = await failure { _ = try await transport.send(Request(Request.json(.post, "/v1beta/x", []).head, body: body)) }
        #expect(error?.code == .badInput)
        transport.close()
    }

    @Test func aStreamThatFailsEndsTheRequestWithItsError() async throws {
        let isClosed = Gate()
        let server = try TestServer { connection in
            do { _ = try connection.request() } catch { isClosed.open() }
        }
        let transport = try CurlTransport.to(server)
        let channel = ByteChannel()
        _ = channel.offer([1])
        channel.finish(.failure(GemError(.store, "The disk is gone.")))
        let request = Request(Request.json(.post, "/v1beta/x", []).head, body: .stream(channel.stream, length: nil))
        let error = await failure { _ = try await transport.send(request) }
        #expect(error?.code == .store)
        await isClosed.opened()
        transport.close()
    }

    @Test func anUnreachableServerLeavesTheStreamUnread() async throws {
        let server = try TestServer(accepts: false) { _ in }
        server.stop()
        let transport = try CurlTransport.to(server)
        let pulls = Counter()
        let stream = ByteStream(next: { () throws(GemError) in
            _ = pulls.next()
            return nil
        })
        let error = await failure {
            _ = try await transport.send(Request(Request.json(.post, "/v1beta/x", []).head, body: .stream(stream, length: nil)))
        }
        #expect(error?.code == .unreachable)
        #expect(pulls.current == 0)
        transport.close()
    }

    @Test func anAnswerInTheMiddleOfAnUploadIsSeen() async throws {
        let server = try TestServer { connection in
            _ = try connection.head()
            try connection.answer(#"{"error":{}}"#, status: "413 Too Large", fields: "Connection: close\r\n")
            _ = connection.waitForClose()
        }
        let transport = try CurlTransport.to(server)
        let channel = ByteChannel()
        _ = channel.offer([1])
        let request = Request(Request.json(.post, "/v1beta/x", []).head, body: .stream(channel.stream, length: nil))
        let response = try await transport.send(request)
        #expect(response.head.status.code == 413)
        #expect(try await response.text() == #"{"error":{}}"#)
        await #expect(throws: GemError.self) { while true { try await channel.write([1]) } }
        transport.close()
    }

    @Test func anAnswerIsWholeThoughTheUploadWaitsForMore() async throws {
        let server = try TestServer { connection in
            _ = try connection.head()
            _ = try connection.line()
            _ = try connection.line()
            try connection.answer(#"{"error":{}}"#, status: "413 Too Large", fields: "Connection: close\r\n")
            _ = connection.waitForClose()
        }
        let transport = try CurlTransport.to(server)
        let channel = ByteChannel()
        _ = channel.offer([1])
        let request = Request(Request.json(.post, "/v1beta/x", []).head, body: .stream(channel.stream, length: nil))
        #expect(try await transport.send(request).text() == #"{"error":{}}"#)
        transport.close()
    }

    private static func recorder(_ seen: Box<[TestRequest]>) throws -> TestServer {
        try TestServer { connection in
            while true {
                let request = try connection.request()
                seen.change { $0.append(request) }
                try connection.answer()
            }
        }
    }

    private func withFile(_ bytes: [UInt8], _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("clip.bin")
        try Data(bytes).write(to: file)
        try await body(file.path)
    }
}
