import Foundation
import GemCassette
import GemCore
import HTTPTypes
import Testing

@Suite struct UploadTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }
    private static let base = "https://generativelanguage.googleapis.com/upload/v1beta/files"

    init() throws { folder = try Folder() }

    private func start(_ name: String) -> Request {
        var request = Request.json(.post, "/upload/v1beta/files", Array(#"{"file":{"displayName":"\#(name)"}}"#.utf8))
        request.head.headerFields[named: "X-Goog-Upload-Command"] = "start"
        return request
    }

    private func data(to url: String, _ body: Body) throws -> Request {
        let path = String(try #require(url.range(of: "/upload").map { url[$0.lowerBound...] }))
        var request = Request(
            HTTPRequest(method: .post, scheme: "https", authority: "generativelanguage.googleapis.com", path: path), body: body)
        request.head.headerFields[named: "X-Goog-Upload-Command"] = "upload, finalize"
        request.head.headerFields[named: "X-Goog-Upload-Offset"] = "0"
        return request
    }

    /// Answers starts with a secret upload id, data with a file, files.get with its state.
    private func upstream() -> Upstream {
        Upstream { (request, number) throws(GemError) in
            if request.head.method == .get { return response("{\"state\": \"\(number < 4 ? "PROCESSING" : "ACTIVE")\"}") }
            guard request.path.contains("upload_id") else {
                var fields = HTTPFields()
                fields[named: "X-Goog-Upload-URL"] =
                    "\(Self.base)?key=PLANTEDKEY&upload_id=PLANTED\(number)&upload_protocol=resumable"
                fields[named: "X-Goog-Upload-Status"] = "active"
                fields[named: "X-GUploader-UploadID"] = "PLANTED\(number)"
                return Response(HTTPResponse(status: .ok, headerFields: fields))
            }
            _ = try await request.body.collect(upTo: 1 << 20)
            return response("{\"file\": \"\(number)\"}")
        }
    }

    private func url(_ response: Response) throws -> String {
        try #require(response.head.headerFields[named: "X-Goog-Upload-URL"])
    }

    @Test func aResumableUploadReplaysWithoutItsSecretId() async throws {
        let transport = upstream().wrapped(by: CassetteLayer(Cassette(path: path), mode: .once))
        let live = try url(await transport.send(start("a")))
        #expect(live.contains("upload_id=PLANTED1"), "The live client really uploads.")
        let body = Body.stream(ByteStream(chunks: [[1, 2], [3]]), length: 3)
        #expect(try await transport.send(data(to: live, body)).text() == "{\"file\": \"2\"}")
        for _ in 0..<2 { _ = try await transport.send(.get("/v1beta/files/x")).text() }

        let file = try folder.read("c.json")
        #expect(!file.contains("PLANTED"))
        #expect(file.contains("upload_id=upload-1"))
        #expect(file.contains("\"layout\": \"digest\""))

        let replay = try ReplayTransport(.load(path))
        let told = try url(await replay.send(start("a")))
        #expect(told == "\(Self.base)?upload_id=upload-1&upload_protocol=resumable")
        #expect(try await replay.send(data(to: told, .bytes([1, 2, 3]))).text() == "{\"file\": \"2\"}")
        var states: [String] = []
        for _ in 0..<3 { states.append(try await replay.send(.get("/v1beta/files/x")).text()) }
        #expect(states == ["{\"state\": \"PROCESSING\"}", "{\"state\": \"ACTIVE\"}", "{\"state\": \"ACTIVE\"}"])
    }

    @Test func uploadsOfTheSameBytesAreToldApartByTheirIds() async throws {
        let transport = upstream().wrapped(by: CassetteLayer(Cassette(path: path), mode: .once))
        let (first, second) = (try url(await transport.send(start("a"))), try url(await transport.send(start("b"))))
        #expect(try await transport.send(data(to: first, .bytes([7]))).text() == "{\"file\": \"3\"}")
        #expect(try await transport.send(data(to: second, .bytes([7]))).text() == "{\"file\": \"4\"}")
        let replay = try ReplayTransport(.load(path))
        let (one, two) = (try url(await replay.send(start("a"))), try url(await replay.send(start("b"))))
        #expect(try await replay.send(data(to: two, .bytes([7]))).text() == "{\"file\": \"4\"}")
        #expect(try await replay.send(data(to: one, .bytes([7]))).text() == "{\"file\": \"3\"}")
    }

    @Test func aNewUploadOfKnownBytesGoesUpstreamInNewEpisodes() async throws {
        let before = upstream().wrapped(by: CassetteLayer(Cassette(path: path), mode: .once))
        _ = try await before.send(data(to: url(await before.send(start("a"))), .bytes([7])))
        let live = upstream()
        let transport = live.wrapped(by: CassetteLayer(try .open(path, mode: .newEpisodes), mode: .newEpisodes))
        #expect(try url(await transport.send(start("a"))).contains("upload-1"))
        #expect(live.sent == 0)
        let new = try url(await transport.send(start("b")))
        #expect(new.contains("PLANTED1"))
        #expect(try await transport.send(data(to: new, .bytes([7]))).text() == "{\"file\": \"2\"}")
        #expect(live.sent == 2)
        #expect(try folder.read("c.json").contains("upload_id=upload-2"))
    }

    @Test func aFileIsHashedWhereItIs() async throws {
        try folder.write("0123456789", "media")
        let slice = FileSlice(path: folder.file("media"), offset: 2, length: 3)
        let transport = upstream().wrapped(by: CassetteLayer(Cassette(path: path), mode: .once))
        _ = try await transport.send(data(to: "\(Self.base)?upload_id=x", .file(slice))).text()
        let replay = try ReplayTransport(.load(path))
        #expect(try await replay.send(data(to: "\(Self.base)?upload_id=upload-1", .bytes(Array("234".utf8)))).text() == "{\"file\": \"1\"}")
        await #expect(throws: GemError.self) { _ = try await replay.send(data(to: "\(Self.base)?upload_id=upload-1", .bytes([1]))) }
    }

    @Test func aMultipartUploadMatchesWhateverItsBoundary() async throws {
        func upload(_ boundary: String, _ text: String) -> Request {
            let body = "--\(boundary)\r\n\r\n{}\r\n--\(boundary)\r\n\r\n\(text)\r\n--\(boundary)--"
            var request = Request.json(.post, "/upload/v1beta/files", Array(body.utf8))
            request.head.headerFields[.contentType] = "multipart/related; boundary=\(boundary)"
            return request
        }
        try await Cassette(path: path).record([upload("abc123", "media")], from: .counting())
        let replay = try ReplayTransport(.load(path))
        #expect(try await replay.send(upload("xyz98765", "media")).head.status == .ok)
        await #expect(throws: GemError.self) { _ = try await replay.send(upload("abc123", "other")) }
    }
}
