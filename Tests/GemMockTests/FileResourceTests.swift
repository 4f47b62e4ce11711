import GemCore
import GemMock
import HTTPTypes
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct FileResourceTests {
    private func start(_ mock: MockGemini, _ file: String, length: String = "1") async throws -> Response {
        try await mock.call(
            .post, "/upload/v1beta/files",
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"),
                ("X-Goog-Upload-Header-Content-Length", length),
            ], body: .bytes(Array(#"{"file":\#(file)}"#.utf8)))
    }

    private func raw(_ mock: MockGemini, _ bytes: [UInt8], _ mimeType: String = "text/plain") async throws -> Response {
        try await mock.call(
            .post, "/upload/v1beta/files", fields: [("X-Goog-Upload-Protocol", "raw"), ("Content-Type", mimeType)], body: .bytes(bytes))
    }

    @Test func aFileCanBeMadeOfItsMetadataAlone() async throws {
        let mock = try MockGemini.make()
        let file = try await mock.post("/v1beta/files", #"{"file":{"display_name":"later","mimeType":"text/plain","name":"files/mine"}}"#)
            .json()["file"]
        #expect(file?["name"] == "files/mine")
        #expect(file?["displayName"] == "later")
        #expect(file?["sizeBytes"] == "0")
        #expect(try await mock.call(.get, "/v1beta/files/mine").json() == file)
        #expect(try await mock.post("/v1beta/files", #"{"file":{"name":"files/mine"}}"#).head.status.code == 409)
        #expect(try await mock.call(.delete, "/v1beta/files/mine").head.status == .ok)
    }

    @Test func objectsOfCloudStorageAreRegistered() async throws {
        let mock = try MockGemini.make()
        let answer = try await mock.post("/v1beta/files:register", #"{"uris":["gs://bucket/a/cat.png","gs://bucket/notes.txt"]}"#).json()
        let files = try #require(answer["files"]?.array)
        #expect(files.map { $0["mimeType"] } == ["image/png", "text/plain"])
        #expect(files.allSatisfy { $0["source"] == "REGISTERED" && $0["state"] == "ACTIVE" && $0["sizeBytes"] == nil })
        let uri = try #require(files[0]["uri"]?.string)
        let answered = try await mock.generate(#"{"contents":{"parts":[{"text":"look"},{"fileData":{"fileUri":"\#(uri)"}}]}}"#)
        #expect(answered.answer.contains("image/png"))
        for body in ["{}", #"{"uris":["https://x/y"]}"#, #"{"uris":["gs://bucket"]}"#, #"{"uris":[7]}"#] {
            #expect(try await mock.post("/v1beta/files:register", body).head.status.code == 400)
        }
    }

    @Test(
        arguments: [
            ("video/mp4", Array("%PDF-1.7 no video at all".utf8), "holiday"), ("text/plain", Array("hello".utf8), "a [[fail]] b"),
        ]) func whatCannotBeProcessedFailsOnTheClock(_ mimeType: String, _ bytes: [UInt8], _ displayName: String) async throws
    {
        let time = ManualTime()
        let mock = try MockGemini.make { options in
            options.time = time
            options.processingSeconds = 5
        }
        let path = try await start(mock, #"{"displayName":"\#(displayName)","mimeType":"\#(mimeType)"}"#).uploadPath()
        let file = try await mock.call(
            .post, path, fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", "0")], body: .bytes(bytes))
        let made = try #require(try await file.json()["file"])
        let name = try #require(made["name"]?.string)
        #expect(made["state"] == "PROCESSING")
        #expect(made["error"] == nil)
        time.advance(seconds: 5)
        let failed = try await mock.call(.get, "/v1beta/\(name)").json()
        #expect(failed["state"] == "FAILED")
        #expect(failed["error"]?["code"] == 3)
        #expect(failed["error"]?["message"]?.string?.hasPrefix("The file could not be processed") == true)
        #expect(failed["videoMetadata"] == nil)
        let used = try await mock.post(
            "/v1beta/models/gemini-2.5-flash:generateContent",
            #"{"contents":{"parts":{"fileData":{"fileUri":"\#(try #require(failed["uri"]?.string))"}}}}"#)
        #expect(used.head.status.code == 400)
        #expect(try await used.message() == "The File \(name.dropFirst(6)) is not in an ACTIVE state and usage is not allowed.")
    }

    @Test func pagesHoldTenFilesAndSurviveDeletion() async throws {
        let mock = try MockGemini.make()
        var names: [String] = []
        for number in 0..<25 {
            names.insert(try #require(try await raw(mock, [UInt8(number)]).json()["file"]?["name"]?.string), at: 0)
        }
        var seen: [[String]] = []
        var token: String? = ""
        while let next = token {
            let page = try await mock.call(.get, "/v1beta/files?pageToken=\(next)").json()
            let page1 = page["files"]?.array?.compactMap { $0["name"]?.string } ?? []
            for name in page1 { _ = try await mock.call(.delete, "/v1beta/\(name)") }
            seen.append(page1)
            token = page["nextPageToken"]?.string
        }
        #expect(seen.map(\.count) == [10, 10, 5])
        #expect(seen.flatMap { $0 } == names)
        #expect(try await mock.call(.get, "/v1beta/files?pageSize=-1").head.status.code == 400)
    }

    @Test(arguments: ["Upper", "-a", "a-", "a_b", "a/b", String(repeating: "a", count: 41)]) func aMalformedIdIsRefused(_ id: String)
        async throws
    {
        let mock = try MockGemini.make()
        #expect(try await start(mock, #"{"name":"files/\#(id)"}"#).head.status.code == 400)
        #expect(try await mock.post("/v1beta/files", #"{"file":{"name":"files/\#(id)"}}"#).head.status.code == 400)
    }

    @Test func theSecondOfTwoUploadsUnderOneNameIsRefused() async throws {
        let mock = try MockGemini.make()
        let paths = [
            try await start(mock, #"{"name":"files/one"}"#).uploadPath(), try await start(mock, #"{"name":"files/one"}"#).uploadPath(),
        ]
        var answers: [Response] = []
        for path in paths {
            answers.append(
                try await mock.call(
                    .post, path, fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", "0")],
                    body: .bytes([1])))
        }
        #expect(answers.map(\.head.status.code) == [200, 409])
        #expect(try answers[1].field("X-Goog-Upload-Status") == "final")
    }

    @Test func whatIsTooLargeIsRefusedBeforeAndWhileItComes() async throws {
        let mock = try MockGemini.make { options in
            options.fileLimit = 10
            options.storageLimit = 25
        }
        #expect(try await start(mock, #"{}"#, length: "11").head.status.code == 400)
        #expect(try await start(mock, #"{"size_bytes":"1e300"}"#).head.status.code == 400)
        #expect(try await raw(mock, Array(repeating: 0, count: 11)).head.status.code == 400)
        for _ in 0..<2 { #expect(try await raw(mock, Array(repeating: 0, count: 10)).head.status == .ok) }
        let full = try await raw(mock, Array(repeating: 0, count: 6))
        #expect(full.head.status.code == 429)
        #expect(try await full.json()["error"]?["status"] == "RESOURCE_EXHAUSTED")
        #expect(try await start(mock, #"{}"#, length: "6").head.status.code == 429)
        #expect(try await raw(mock, Array(repeating: 0, count: 5)).head.status == .ok)
    }

    @Test func anUploadedFileCannotBeDownloaded() async throws {
        let mock = try MockGemini.make()
        let name = try #require(try await raw(mock, [1]).json()["file"]?["name"]?.string)
        for path in ["/v1/\(name):download?alt=media", "/download/v1/\(name):download?alt=media"] {
            let response = try await mock.call(.get, path)
            #expect(response.head.status.code == 400)
            #expect(try await response.message() == "File with purpose `UPLOADED` can not be downloaded.")
        }
        #expect(try await mock.call(.get, "/v1/files/none:download?alt=media").head.status.code == 403)
    }

    @Test func foldersOfDeadProcessesAreRemovedAndThoseOfLivingOnesKept() throws {
        var template = Array("/tmp/gemmock-test.XXXXXX".utf8CString)
        _ = try #require(template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } })
        let parent = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        func make(_ name: String, locked: Bool) throws -> Int32 {
            mkdir("\(parent)/\(name)", 0o700)
            close(open("\(parent)/\(name)/1", O_WRONLY | O_CREAT, 0o600))
            return locked ? StaleSpools.lock("\(parent)/\(name)") : -1
        }
        let living = try make("gemmock.living", locked: true)
        #expect(living >= 0)
        close(try make("gemmock.dead", locked: true))
        _ = try make("gemmock.other", locked: false)
        StaleSpools.remove(in: parent)
        #expect(access("\(parent)/gemmock.living/1", F_OK) == 0)
        #expect(access("\(parent)/gemmock.other/1", F_OK) == 0)
        #expect(access("\(parent)/gemmock.dead", F_OK) != 0)
        close(living)
        StaleSpools.remove(in: parent)
        #expect(access("\(parent)/gemmock.living", F_OK) != 0)
        unlink("\(parent)/gemmock.other/1")
        rmdir("\(parent)/gemmock.other")
        rmdir(parent)
    }
}
