import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct FileTests {
    private func start(_ mock: MockGemini, _ mimeType: String = "application/pdf", path: String = "/upload/v1beta/files") async throws
        -> Response
    {
        try await mock.call(
            .post, path,
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"),
                ("X-Goog-Upload-Header-Content-Type", mimeType),
            ], body: .bytes(Array(#"{"file":{"display_name":"a paper"}}"#.utf8)))
    }

    private func send(_ mock: MockGemini, _ path: String, _ command: String, at offset: Int, _ bytes: [UInt8] = []) async throws -> Response
    {
        try await mock.call(
            .post, path, fields: [("X-Goog-Upload-Command", command), ("X-Goog-Upload-Offset", String(offset))],
            body: bytes.isEmpty ? .empty : .bytes(bytes), key: nil)
    }

    @Test func aStartAnswersWithTheUploadURL() async throws {
        let mock = try MockGemini.make()
        let response = try await start(mock)
        #expect(response.head.status == .ok)
        #expect(try await response.bytes().isEmpty)
        #expect(try response.field("Content-Type") == "text/plain; charset=utf-8")
        #expect(try response.field("Server") == "UploadServer")
        #expect(try response.field("X-Goog-Upload-Status") == "active")
        #expect(try response.field("X-Goog-Upload-Chunk-Granularity") == "8388608")
        let url = try #require(try response.field("X-Goog-Upload-URL"))
        #expect(url.hasPrefix("https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id="))
        #expect(url.hasSuffix("&upload_protocol=resumable"))
        #expect(try response.field("X-Goog-Upload-Control-URL") == url)
    }

    @Test func theUploadURLBeginsAsTheClientCalled() async throws {
        let mock = try MockGemini.make()
        var request = Request(
            HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/upload/v1beta/files?key=secret"), credential: .apiKey("x"))
        request.origin = "http://127.0.0.1:8080"
        request.head.headerFields[try #require(HTTPField.Name("X-Goog-Upload-Protocol"))] = "resumable"
        let url = try #require(try await mock.send(request).field("X-Goog-Upload-URL"))
        #expect(url.hasPrefix("http://127.0.0.1:8080/upload/v1beta/files?upload_id="))
        #expect(url.hasSuffix("&key=secret"))
        let told = try MockGemini.make { $0.baseURL = "http://proxy:1/" }
        #expect(try #require(try await start(told).field("X-Goog-Upload-URL")).hasPrefix("http://proxy:1/upload/"))
    }

    @Test func chunksQueriesAndAnEmptyFinalizeMakeAFile() async throws {
        let mock = try MockGemini.make { $0.chunkGranularity = 4 }
        let path = try await start(mock).uploadPath()
        #expect(try await send(mock, path, "upload", at: 0, Array("abcdefgh".utf8)).field("X-Goog-Upload-Status") == "active")
        let query = try await send(mock, path, "query", at: 0)
        #expect(try query.field("X-Goog-Upload-Status") == "active")
        #expect(try query.field("X-Goog-Upload-Size-Received") == "8")
        let done = try await send(mock, path, "upload, finalize", at: 8)
        #expect(try done.field("X-Goog-Upload-Status") == "final")
        let file = try #require(try await done.json()["file"])
        #expect(file["sizeBytes"] == "8")
        #expect(file["displayName"] == "a paper")
        #expect(file["mimeType"] == "application/pdf")
        #expect(file["state"] == "ACTIVE")
        // base64 of the hexadecimal digest, not of its bytes.
        #expect(file["sha256Hash"]?.string == base64(Array("9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab".utf8)))
        #expect(try await send(mock, path, "query", at: 0).field("X-Goog-Upload-Status") == "final")
        let again = try await send(mock, path, "upload", at: 8, [1])
        #expect(again.head.status.code == 400)
        #expect(try again.field("X-Goog-Upload-Status") == "final")
    }

    @Test func aWrongOffsetIsRefusedAndTellsTheStatus() async throws {
        let mock = try MockGemini.make { $0.chunkGranularity = 4 }
        let path = try await start(mock).uploadPath()
        _ = try await send(mock, path, "upload", at: 0, [1, 2, 3, 4])
        for offset in [0, 3, 8] {
            let response = try await send(mock, path, "upload, finalize", at: offset, [5])
            #expect(response.head.status.code == 400)
            #expect(try response.field("X-Goog-Upload-Status") == "active")
            #expect(try response.field("X-Goog-Upload-Size-Received") == "4")
        }
        let odd = try await send(mock, path, "upload", at: 4, [5, 6, 7])
        #expect(odd.head.status.code == 400)
        #expect(try await send(mock, path, "upload, finalize", at: 4, [5]).json()["file"]?["sizeBytes"] == "5")
    }

    @Test func aCutUploadGoesOnWhereTheQuerySays() async throws {
        let mock = try MockGemini.make { $0.chunkGranularity = 4 }
        try mock.enqueue(.fault(.cutBytes(after: 10), on: .uploadFile))
        let path = try await start(mock).uploadPath()
        let bytes = Array("the quick brown fox".utf8)
        let error = await #expect(throws: GemError.self) { try await send(mock, path, "upload, finalize", at: 0, bytes) }
        #expect(error?.code == .cut)
        let received = try #require(Int(try await send(mock, path, "query", at: 0).field("X-Goog-Upload-Size-Received") ?? ""))
        #expect(received == 8)
        let file = try await send(mock, path, "upload, finalize", at: received, Array(bytes[received...])).json()["file"]
        #expect(file?["sizeBytes"] == .string(String(bytes.count)))
        let whole = try await mock.upload(bytes, "application/pdf")
        #expect(file?["sha256Hash"] == whole["sha256Hash"])
    }

    @Test func aCancelledUploadIsOver() async throws {
        let mock = try MockGemini.make()
        let path = try await start(mock).uploadPath()
        #expect(try await send(mock, path, "cancel", at: 0).field("X-Goog-Upload-Status") == "cancelled")
        #expect(try await send(mock, path, "upload, finalize", at: 0, [1]).field("X-Goog-Upload-Status") == "cancelled")
    }

    @Test func aFinishedUploadCannotBeCancelled() async throws {
        let mock = try MockGemini.make()
        let path = try await start(mock).uploadPath()
        _ = try await send(mock, path, "upload, finalize", at: 0, [1])
        #expect(try await send(mock, path, "cancel", at: 0).field("X-Goog-Upload-Status") == "final")
        #expect(try await mock.call(.get, "/v1beta/files").json()["files"]?.array?.count == 1)
    }

    @Test func multipartAndRawUploadsMakeTheSameFile() async throws {
        let mock = try MockGemini.make()
        let bytes = Array("\r\n--not-it\r\nhello\r\n".utf8)
        let body =
            Array(
                "--B1\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"file\":{\"mimeType\":\"text/plain\",\"displayName\":\"m\"}}\r\n--B1\r\nContent-Type: text/plain\r\n\r\n"
                    .utf8) + bytes + Array("\r\n--B1--".utf8)
        let multipart = try await mock.call(
            .post, "/upload/v1beta/files",
            fields: [("X-Goog-Upload-Protocol", "multipart"), ("Content-Type", "multipart/related; boundary=B1")],
            body: .bytes(body)
        ).json()["file"]
        let raw = try await mock.call(
            .post, "/upload/v1beta/files", fields: [("X-Goog-Upload-Protocol", "raw"), ("Content-Type", "text/plain")],
            body: .stream(ByteStream(chunks: [Array(bytes.prefix(3)), Array(bytes.dropFirst(3))]), length: nil)
        ).json()["file"]
        #expect(multipart?["displayName"] == "m")
        #expect(multipart?["sizeBytes"]?.int == bytes.count)
        #expect(multipart?["sha256Hash"] == raw?["sha256Hash"])
        #expect(raw?["mimeType"] == "text/plain")
    }

    @Test func aVideoIsProcessedOnTheMocksClock() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make {
            $0.time = time
            $0.processingSeconds = 5
        }
        let file = try await mock.upload(SampleMedia.mp4, "video/mp4")
        let name = try #require(file["name"]?.string)
        let uri = try #require(file["uri"]?.string)
        #expect(file["state"] == "PROCESSING")
        let body = #"{"contents":[{"parts":[{"text":"What is said?"},{"fileData":{"file_uri":"\#(uri)","mimeType":"video/mp4"}}]}]}"#
        let early = try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", body)
        #expect(early.head.status.code == 400)
        #expect(try await early.message() == "The File \(name.dropFirst(6)) is not in an ACTIVE state and usage is not allowed.")
        time.advance(seconds: 5)
        let active = try await mock.call(.get, "/v1beta/\(name)").json()
        #expect(active["state"] == "ACTIVE")
        #expect(active["videoMetadata"] == ["videoDuration": "6s"])
        #expect(try await mock.generate(body).answer.contains("video/mp4, \(SampleMedia.mp4.count) bytes, 320 x 240 pixels, 6.0 seconds"))
    }

    @Test func filesAreListedDeletedAndExpire() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { $0.time = time }
        #expect(try await mock.call(.get, "/v1beta/files").text() == "{}\n")
        var names: [String] = []
        for text in ["one", "two", "three"] {
            names.append(try #require(try await mock.upload(Array(text.utf8), "text/plain")["name"]?.string))
            time.advance(seconds: 3600)
        }
        let page = try await mock.call(.get, "/v1beta/files?pageSize=2").json()
        #expect(page["files"]?.array?.map { $0["name"]?.string } == [names[2], names[1]])
        let token = try #require(page["nextPageToken"]?.string)
        #expect(try await mock.call(.get, "/v1beta/files?pageSize=2&pageToken=\(token)").json()["files"]?.array?.count == 1)
        #expect(try await mock.call(.delete, "/v1beta/\(names[1])").text() == "{}\n")
        for name in [names[1], "files/unknown"] {
            let gone = try await mock.call(.get, "/v1beta/\(name)")
            #expect(gone.head.status.code == 403)
            #expect(try await gone.message() == "You do not have permission to access the File \(name.dropFirst(6)) or it may not exist.")
        }
        time.advance(seconds: 45 * 3600)
        #expect(try await mock.call(.get, "/v1beta/\(names[0])").head.status.code == 403)
        #expect(try await mock.call(.get, "/v1beta/\(names[2])").head.status == .ok)
        let used = try await mock.post(
            "/v1beta/models/gemini-2.5-flash:generateContent",
            #"{"contents":{"parts":{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/\#(names[0])"}}}}"#)
        #expect(used.head.status.code == 403)
    }

    @Test func aChosenNameIsKeptAndTakenOnce() async throws {
        let mock = try MockGemini.make()
        func upload() async throws -> Response {
            try await mock.call(
                .post, "/upload/v1beta/files", fields: [("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start")],
                body: .bytes(Array(#"{"file":{"name":"files/my-file"}}"#.utf8)))
        }
        let file = try await send(mock, try await upload().uploadPath(), "upload, finalize", at: 0, [1]).json()["file"]
        #expect(file?["name"] == "files/my-file")
        #expect(try await upload().head.status.code == 409)
    }

    @Test func theOlderProtocolGoesByContentRange() async throws {
        let mock = try MockGemini.make { $0.chunkGranularity = 4 }
        let start = try await mock.call(
            .post, "/upload/v1beta/files?uploadType=resumable&alt=json", fields: [("X-Upload-Content-Type", "text/plain")],
            body: .bytes(Array(#"{"file":{"displayName":"old"}}"#.utf8)))
        let location = try #require(start.head.headerFields[.location])
        let path = String(location[try #require(location.firstRange(of: "/upload/")).lowerBound...])
        func put(_ range: String, _ bytes: [UInt8]) async throws -> Response {
            try await mock.call(.put, path, fields: [("Content-Range", range)], body: .bytes(bytes), key: nil)
        }
        let first = try await put("bytes 0-3/6", [1, 2, 3, 4])
        #expect(first.head.status.code == 308)
        #expect(first.head.headerFields[.range] == "bytes=0-3")
        #expect(try await put("bytes */6", []).head.headerFields[.range] == "bytes=0-3")
        #expect(try await put("bytes 5-5/6", [6]).head.status.code == 400)
        let done = try await put("bytes 4-5/6", [5, 6]).json()
        #expect(done["file"]?["sizeBytes"] == "6")
        #expect(done["file"]?["displayName"] == "old")
    }
}
