import GemCore
import GemMock
import HTTPTypes
import Testing

/// Short ways to ask a mock.
extension MockGemini {
    static func make(_ change: (inout Options) -> Void = { _ in }) throws -> MockGemini {
        var options = Options()
        options.time = ManualTime()
        change(&options)
        return try MockGemini(options)
    }

    func post(_ path: String, _ body: String, fields: [(String, String)] = [], key: String? = "test-key") async throws -> Response {
        var request = Request.json(.post, path, Array(body.utf8))
        for (name, value) in fields { request.head.headerFields[try #require(HTTPField.Name(name))] = value }
        request.credential = key.map { .apiKey($0) }
        return try await send(request)
    }

    func call(_ method: HTTPRequest.Method, _ path: String, fields: [(String, String)] = [], body: Body = .empty, key: String? = "test-key")
        async throws -> Response
    {
        var request = Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path), body: body)
        for (name, value) in fields { request.head.headerFields[try #require(HTTPField.Name(name))] = value }
        request.credential = key.map { .apiKey($0) }
        return try await send(request)
    }

    func generate(_ body: String, model: String = "gemini-2.5-flash") async throws -> JSON {
        try await post("/v1beta/models/\(model):generateContent", body).json()
    }

    /// Uploads bytes in one go and gives the file's resource.
    func upload(_ bytes: [UInt8], _ mimeType: String) async throws -> JSON {
        let start = try await call(
            .post, "/upload/v1beta/files",
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"),
                ("X-Goog-Upload-Header-Content-Length", String(bytes.count)), ("X-Goog-Upload-Header-Content-Type", mimeType),
            ], body: .bytes(Array("{'file': {'display_name': 'x'}}".utf8)))
        let path = try start.uploadPath()
        let done = try await call(
            .post, path, fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", "0")], body: .bytes(bytes),
            key: nil)
        return try #require(try await done.json()["file"])
    }
}

extension Response {
    func bytes() async throws -> [UInt8] { try await body.collect(upTo: 100 << 20) }
    func text() async throws -> String { String(decoding: try await bytes(), as: UTF8.self) }
    func json() async throws -> JSON { try JSON(parsing: try await bytes()) }

    func field(_ name: String) throws -> String? { head.headerFields[try #require(HTTPField.Name(name))] }

    /// Path and query of the upload URL.
    func uploadPath() throws -> String {
        let url = try #require(try field("X-Goog-Upload-URL"))
        let start = try #require(url.firstRange(of: "/upload/"))
        return String(url[start.lowerBound...])
    }

    func message() async throws -> String { try #require(try await json()["error"]?["message"]?.string) }
}

extension JSON {
    /// The text of the first candidate's parts that are no thoughts.
    var answer: String {
        (self["candidates"]?[0]?["content"]?["parts"]?.array ?? []).filter { $0["thought"] == nil }.compactMap { $0["text"]?.string }
            .joined()
    }

    var finish: String? { self["candidates"]?[0]?["finishReason"]?.string }

    func usage(_ name: String) -> Int { self["usageMetadata"]?[name]?.int ?? 0 }
}

func prompt(_ text: String, _ rest: String = "") -> String {
    #"{"contents":[{"role":"user","parts":[{"text":\#(JSON.string(text).text())}]}]\#(rest)}"#
}

/// Small real media, made here.
enum SampleMedia {
    /// A PNG header that says 640 by 480.
    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0]

    static let pdf = Array(
        """
        %PDF-1.4
        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
        2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >> endobj
        3 0 obj << /Type /Page /Parent 2 0 R >> endobj
        4 0 obj << /Type/Page /Parent 2 0 R >> endobj
        5 0 obj << /Type /Page /Parent 2 0 R >> endobj
        %%EOF
        """.utf8)

    /// An MP4 of six seconds, 320 by 240, with a sound track.
    static let mp4: [UInt8] = {
        let mvhd = box("mvhd", zeros(12) + be(1000) + be(6000) + zeros(80))
        let tkhd = box("tkhd", zeros(76) + be(320 << 16) + be(240 << 16))
        let video = box("trak", tkhd + box("mdia", box("hdlr", zeros(8) + Array("vide".utf8) + zeros(12))))
        let sound = box("trak", box("mdia", box("hdlr", zeros(8) + Array("soun".utf8) + zeros(12))))
        return box("ftyp", Array("isom".utf8) + zeros(4)) + box("moov", mvhd + video + sound) + box("mdat", zeros(500))
    }()

    /// A WAV of two seconds.
    static let wav: [UInt8] = {
        let format = Array("fmt ".utf8) + le(16) + [1, 0, 1, 0] + le(8000) + le(8000) + [1, 0, 8, 0]
        let data = Array("data".utf8) + le(16_000) + [UInt8](repeating: 128, count: 16_000)
        return Array("RIFF".utf8) + le(UInt32(4 + format.count + data.count)) + Array("WAVE".utf8) + format + data
    }()

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func be(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
    private static func le(_ value: UInt32) -> [UInt8] { be(value).reversed() }
    private static func box(_ type: String, _ body: [UInt8]) -> [UInt8] { be(UInt32(body.count + 8)) + Array(type.utf8) + body }
}
