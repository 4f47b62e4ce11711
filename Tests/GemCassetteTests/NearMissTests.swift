import GemCassette
import GemCore
import HTTPTypes
import Testing

@Suite struct NearMissTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }

    init() throws { folder = try Folder() }

    private func miss(_ asked: Request, recorded: [Request], command: String? = nil) async throws -> String {
        try await Cassette(path: path).record(recorded, from: .counting())
        var settings = CassetteSettings()
        settings.recordCommand = command
        let transport = try ReplayTransport(.load(path), settings: settings)
        let error = await #expect(throws: GemError.self) { _ = try await transport.send(asked) }
        #expect(error?.code == .notRecorded)
        return error?.message ?? ""
    }

    @Test func aMissNamesTheNearestTheDifferenceAndTheCommand() async throws {
        let message = try await miss(
            generate("How high is Mont Blanc?"),
            recorded: [generate("Say hello."), generate("How tall is Mont Blanc?"), .get("/v1beta/models")], command: "run this")
        #expect(message.contains(path))
        #expect(message.contains("recording 2, POST /v1beta/models/gemini-2.5-flash:generateContent"))
        #expect(message.contains("contents[0].parts[0].text"))
        #expect(message.contains("How tall is Mont Blanc?"))
        #expect(message.contains("How high is Mont Blanc?"))
        #expect(message.hasSuffix("run this"))
    }

    @Test func anotherModelIsTheDifference() async throws {
        let message = try await miss(generate("a", model: "gemini-2.5-pro"), recorded: [generate("a")])
        #expect(message.contains("First difference at model:"))
        #expect(message.contains("gemini-2.5-pro"))
    }

    @Test func spellingThatKeysIgnoreIsNotTheDifference() async throws {
        let recorded = Request.json(
            .post, "/v1beta/models/m:generateContent",
            Array(#"{"generation_config":{"top_k":1},"contents":[{"parts":[{"text":"a"}]}]}"#.utf8))
        let asked = Request.json(
            .post, "/v1beta/models/m:generateContent",
            Array(#"{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"topK":2}}"#.utf8))
        #expect(try await miss(asked, recorded: [recorded]).contains("First difference at generationConfig.topK:"))
    }

    @Test func anotherSampleIsTheDifference() async throws {
        var asked = generate("a")
        asked.options.sample = 3
        #expect(try await miss(asked, recorded: [generate("a")]).contains("x-gemcache-sample"))
    }

    @Test func anUploadWithOtherBytesIsNamedByHash() async throws {
        func upload(_ text: String) -> Request {
            var request = Request.json(.post, "/upload/v1beta/files?upload_id=upload-1", Array(text.utf8))
            request.head.headerFields[named: "X-Goog-Upload-Command"] = "upload, finalize"
            return request
        }
        let message = try await miss(upload("new bytes"), recorded: [upload("old")])
        #expect(message.contains("3 bytes with the hash"))
        #expect(message.contains("9 bytes with the hash"))
        #expect(!message.contains("new bytes"))
    }

    @Test func anEmptyCassetteSaysSo() async throws {
        let cassette = Cassette(path: path)
        let error = await #expect(throws: GemError.self) { _ = try await ReplayTransport(cassette).send(generate("a")) }
        #expect(error?.message.contains("The cassette is empty.") == true)
        #expect(error?.message.contains(path) == true)
    }
}
