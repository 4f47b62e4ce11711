import Foundation
import GemCassette
import GemCore
import HTTPTypes
import Synchronization
import Testing

@Suite struct FileTests {
    private let folder: Folder
    private var path: String { folder.file("sub/folder/c.json") }

    init() throws { folder = try Folder() }

    private func media(_ count: Int) -> String {
        Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }).base64EncodedString()
    }

    private func ask(_ data: String) -> Request {
        let body = JSON.members(["contents": [["parts": [["inlineData": ["mimeType": "image/png", "data": .string(data)]]]]]])
        return .json(.post, "/v1beta/models/m:generateContent", body.bytes())
    }

    @Test(arguments: [30_000, 30_001, 30_002]) func longBase64StandsInAFileOfItsOwn(count: Int) async throws {
        let data = media(count)
        let urlSafe = data.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").filter { $0 != "=" }
        let requests = [data, urlSafe].map(ask)
        let upstream = Upstream { (_, _) throws(GemError) in response("{\n  \"data\": \"\(data)\"\n}\n") }
        let cassette = Cassette(path: path)
        try await cassette.record(requests, from: upstream)
        let text = try folder.read("sub/folder/c.json")
        #expect(text.utf8.count < 4000)
        #expect(text.contains("\"$blob\": \"c.blobs/"))
        #expect(try folder.all().count == 2, "Both spellings and the answer hold the same bytes.")
        let loaded = try Cassette.load(path)
        #expect(loaded.interactions == cassette.interactions)
        let replay = ReplayTransport(loaded)
        for request in requests { #expect(try await replay.send(request).text() == "{\n  \"data\": \"\(data)\"\n}\n") }
    }

    @Test func largeTextAndBinariesStandInFiles() async throws {
        let answers = [String(repeating: "line of text\n", count: 10_000), "\u{0}\u{1}\u{2}"]
        let upstream = Upstream { (_, number) throws(GemError) in response(answers[number - 1], type: "text/plain") }
        try await Cassette(path: path).record([generate("a"), generate("b")], from: upstream)
        #expect(try folder.all().count == 3)
        let replay = try ReplayTransport(.load(path))
        #expect(try await replay.send(generate("a")).text() == answers[0])
        #expect(try await replay.send(generate("b")).text() == answers[1])
    }

    @Test func anEmbeddingStandsOnOneLine() async throws {
        let values = (0..<300).map { "0.\($0)1" }.joined(separator: ",\n      ")
        let text = "{\n  \"embedding\": {\n    \"values\": [\n      \(values)\n    ]\n  }\n}\n"
        try await Cassette(path: path).record([generate("a")], from: Upstream(text))
        #expect(try folder.read("sub/folder/c.json").split(separator: "\n").count < 60)
        #expect(try await ReplayTransport(.load(path)).send(generate("a")).text() == text)
    }

    @Test func aRenamedCassetteFindsItsFiles() async throws {
        try await Cassette(path: path).record([ask(media(30_000))], from: .counting())
        try FileManager.default.moveItem(atPath: path, toPath: folder.file("sub/folder/d.json"))
        let renamed = try Cassette.load(folder.file("sub/folder/d.json"))
        #expect(renamed.interactions.count == 1)
        try FileManager.default.moveItem(atPath: folder.file("sub/folder/c.blobs"), toPath: folder.file("sub/folder/d.blobs"))
        #expect(try Cassette.load(folder.file("sub/folder/d.json")).interactions == renamed.interactions)
    }

    private func failure(_ text: String) throws -> String {
        try folder.write(text, "bad.json")
        let error = #expect(throws: GemError.self) { _ = try Cassette.load(folder.file("bad.json")) }
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(folder.file("bad.json")) == true)
        return error?.message ?? ""
    }

    @Test func brokenJSONIsNamedByLineAndByte() throws {
        let message = try failure("{\n  \"gemcache\": \"cassette\",\n<<<<<<< HEAD\n}")
        #expect(message.contains("line 3, byte 28"))
        #expect(message.contains("record again"))
    }

    @Test func anotherKindOfFileIsRefused() throws {
        #expect(try failure("{\"interactions\": []}").contains("no gemcache cassette"))
        #expect(try failure("[]").contains("no gemcache cassette"))
        #expect(try failure("").contains("line 1"))
    }

    @Test func aNewerVersionIsRefused() throws {
        #expect(try failure(#"{"gemcache": "cassette", "version": 2, "interactions": []}"#).contains("version 2"))
    }

    @Test(arguments: [
        (#"{}"#, "interactions[0] should be"),
        (
            #"{"request": {"method": "POST", "path": 1}, "response": {"status": 200}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "interactions[0].request.path should be a string, not 1"
        ),
        (
            #"{"request": {"method": "GET", "path": "/"}, "response": {"status": "x"}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "interactions[0].response.status"
        ),
        (
            #"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "framing": "x"}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "interactions[0].response.framing"
        ),
        (
            #"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "body": 1, "layout": "x"}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "interactions[0].response.layout"
        ),
        (#"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200}, "recordedAt": "today"}"#, "interactions[0].recordedAt"),
        (
            #"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "body": {"$blob": "../../etc/passwd"}}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "interactions[0].response.body: \"../../etc/passwd\" is not a name"
        ),
        (
            #"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "body": {"file": "x.blobs/00000000000000000000000000000000.bin"}, "layout": "file"}, "recordedAt": "2026-07-28T02:24:45Z"}"#,
            "00000000000000000000000000000000.bin is missing"
        ),
    ])
    func aWrongMemberIsNamedByItsPlace(interaction: String, place: String) throws {
        let message = try failure(#"{"gemcache": "cassette", "version": 1, "interactions": [\#(interaction)]}"#)
        #expect(message.contains(place))
    }

    @Test func aChangedFileIsNoticed() async throws {
        try await Cassette(path: path).record([ask(media(30_000))], from: .counting())
        let blob = try #require(try folder.all().first { $0.hasSuffix(".bin") })
        var bytes = try folder.bytes(blob)
        bytes[100] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(blob)))
        let error = #expect(throws: GemError.self) { _ = try Cassette.load(path) }
        #expect(error?.message.contains("has changed") == true)
        try FileManager.default.removeItem(atPath: folder.file(blob))
        let missing = #expect(throws: GemError.self) { _ = try Cassette.load(path) }
        #expect(missing?.message.contains("is missing") == true)
    }

    @Test func aFailedSaveLeavesTheOldFile() async throws {
        let cassette = Cassette(path: folder.file("c.json"))
        try await cassette.record([generate("a")], from: .counting())
        let before = try folder.read("c.json")
        // A file where the folder of blobs should be makes the next save fail before the cassette is touched.
        try folder.write("in the way", "c.blobs")
        let warned = Counter()
        var settings = CassetteSettings()
        settings.onWarning = { _ in _ = warned.next() }
        try await cassette.record([ask(media(30_000))], from: .counting(), settings: settings)
        #expect(warned.current == 1)
        let error = #expect(throws: GemError.self) { try cassette.save() }
        #expect(error?.code == .store)
        #expect(try folder.read("c.json") == before)
        #expect(try folder.all() == ["c.blobs", "c.json"], "No draft is left behind.")
        try FileManager.default.removeItem(atPath: folder.file("c.blobs"))
        try cassette.save()
        #expect(try Cassette.load(folder.file("c.json")).interactions.count == 2)
    }

    @Test func whoReplacesWhatAnotherProgramWroteSaysSoOnce() async throws {
        let (mine, others) = (Cassette(path: path), Cassette(path: path))
        let warnings = Mutex<[String]>([])
        var settings = CassetteSettings()
        settings.onWarning = { text in warnings.withLock { $0.append(text) } }
        try await mine.record([generate("a"), generate("b")], from: .counting(), settings: settings)
        #expect(warnings.withLock { $0.isEmpty })
        try await others.record([generate("c")], from: .counting())
        try await mine.record([generate("d"), generate("e")], from: .counting(), settings: settings)
        #expect(warnings.withLock { $0.map { $0.contains(path) } } == [true])
        // The same bytes are nobody else's.
        let again = try Cassette.load(path)
        try await again.record([generate("f")], from: .counting(), settings: settings)
        #expect(warnings.withLock { $0.count } == 1)
    }

    @Test func nothingIsWrittenBeforeSavingWhenAskedSo() async throws {
        var settings = CassetteSettings()
        settings.savesEachTime = false
        let cassette = Cassette(path: path)
        try await cassette.record([generate("a")], from: .counting(), settings: settings)
        #expect(try folder.all().isEmpty)
        try cassette.save()
        #expect(try folder.all() == ["sub/folder/c.json"])
    }

    @Test func savingALoadedCassetteGivesTheSameFile() async throws {
        let upstream = Upstream { (request, _) throws(GemError) in
            request.route.shape == .unary ? response("{\"a\":1}") : response(event1 + event2 + "{", type: "text/event-stream")
        }
        var tagged = generate("b")
        tagged.options.sample = 2
        tagged.options.namespace = "n"
        try await Cassette(path: path).record([generate("a"), stream("a"), tagged, .get("/v1beta/models")], from: upstream)
        let before = try folder.read("sub/folder/c.json")
        let loaded = try Cassette.load(path)
        let last = try #require(loaded.interactions.last)
        loaded.append(last)
        try loaded.save()
        let after = try folder.read("sub/folder/c.json")
        #expect(after.hasPrefix(before.dropLast("\n  ]\n}\n".count)))
    }

    @Test func attachmentsAreKeptByContent() async throws {
        let attachment = Attachment(
            mimeType: "video/mp4", length: 3, digest: Digest(of: [1, 2, 3]), path: "/home/someone/film.mp4", displayName: "film")
        let body = JSON.members(["contents": [["parts": [["fileData": ["fileUri": .string(attachment.uri)]]]]]])
        var request = Request.json(.post, "/v1beta/models/m:generateContent", body.bytes())
        request.attachments = [attachment]
        try await Cassette(path: path).record([request], from: .counting())
        #expect(try !folder.read("sub/folder/c.json").contains("someone"))
        let loaded = try Cassette.load(path)
        #expect(loaded.interactions.first?.request.attachments.first?.digest == attachment.digest)
        #expect(try await loaded.find(request) != nil)
    }
}
