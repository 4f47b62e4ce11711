internal import GemCache
internal import GemCore
internal import GemTesting
internal import Gemini
internal import Testing

/// Items put right for the model, and refused where it surely would.
@Suite struct EmbedItemTests {
    private static let vector = #"{"embeddings":[{"values":[1]}]}"#

    private func body(_ item: EmbedItem, model: String = Gemini.embeddingModel, task: EmbeddingTask? = nil) async throws -> String {
        let transport = ScriptedTransport(json: Self.vector)
        _ = try await Gemini(transport: transport).embed(each: [item], model: model, task: task)
        return transport.bodies[0]
    }

    private func refusal(
        _ items: [EmbedItem], model: String = Gemini.embeddingModel, dimensions: Int? = nil, options: EmbedOptions = EmbedOptions()
    ) async throws -> String {
        let gemini = Gemini(transport: ScriptedTransport([]))
        let error = await #expect(throws: GemError.self) {
            _ = try await gemini.embed(each: items, model: model, dimensions: dimensions, options: options)
        }
        #expect(error?.code == .badInput)
        return error?.message ?? ""
    }

    @Test func eachItemMayHaveATaskOfItsOwn() async throws {
        #expect(
            try await body(.document("Snow falls.", title: "Winter"), task: .clustering).contains(#""title: Winter | text: Snow falls.""#))
        #expect(try await body(.text("Snow falls."), task: .clustering).contains(#""task: clustering | query: Snow falls.""#))
        let old = try await body(.document("Snow falls.", title: "Winter"), model: "gemini-embedding-001", task: .clustering)
        #expect(old.contains(#""text":"Snow falls.""#) && old.contains(#""taskType":"RETRIEVAL_DOCUMENT","title":"Winter""#))
    }

    @Test func theTaskStandsBeforeTheFirstTextBesideMedia() async throws {
        let picture = Media.data([1], mimeType: "image/png")
        let mixed = try await body(.together(picture, .text("a"), .text("b")), task: .retrievalQuery)
        #expect(mixed.contains(#"{"text":"task: search result | query: a"},{"text":"b"}"#))
        #expect(try await !body(.media(picture), task: .retrievalQuery).contains("task"))
    }

    @Test func aFileOfTextCountsAsItsText() async throws {
        let notes = try TemporaryFile(Array("# Bees\nmake honey".utf8), name: "notes.md")
        let sent = try await body(.media(.file(notes.path)), task: .retrievalDocument())
        #expect(sent.contains(#"{"parts":[{"text":"title: none | text: # Bees\nmake honey"}]}"#))
        #expect(try await body(.media(.file(notes.path)), model: "gemini-embedding-001").contains(##""text":"# Bees\nmake honey""##))
    }

    @Test func aChatsTurnsAreEmbeddedOneByOne() async throws {
        let transport = ScriptedTransport(json: #"{"embeddings":[{"values":[1]},{"values":[1]}]}"#)
        let gemini = Gemini(transport: transport)
        let thinking = Part(json: ["text": "hm", "thought": true])
        let said = Part(json: ["text": "Waves.", "thoughtSignature": "AQID"])
        let chat = gemini.chat(history: [
            .user("Why?"), Content(role: "model", parts: [Part(json: ["functionCall": ["name": "f"]])]),
            Content(role: "model", parts: [thinking, said]),
        ])
        #expect(try await gemini.embed(chat).vectors == [[1], [], [1]])
        let model = #""model":"models/gemini-embedding-2","content""#
        #expect(
            transport.bodies == [#"{"requests":[{\#(model):{"parts":[{"text":"Why?"}]}},{\#(model):{"parts":[{"text":"Waves."}]}}]}"#])
    }

    @Test func emptyItemsAreNamed() async throws {
        #expect(try await refusal([.text("a"), .text("")]).contains("item 2"))
        #expect(try await refusal([.together([])]) == "There is nothing to embed; give texts or media.")
    }

    @Test(arguments: [
        ("gemini-embedding-2", 4000), ("gemini-embedding-2", 0), ("gemini-embedding-001", 3073), ("text-embedding-004", 1536),
        ("models/embedding-001", 256), ("something-else", -1),
    ])
    func vectorsOfASizeTheModelDoesNotMakeAreRefused(model: String, dimensions: Int) async throws {
        #expect(try await refusal([.text("a")], model: model, dimensions: dimensions).contains("\(dimensions)"))
    }

    @Test func mediaForATextModelAreRefused() async throws {
        let message = try await refusal([.media(.data([1], mimeType: "image/png"))], model: "gemini-embedding-001")
        #expect(message.contains("the image/png data") && message.contains("gemini-embedding-2"))
    }

    @Test func itemsOverALimitAreRefusedWithTheNumberTheLimitAndARemedy() async throws {
        let picture = Media.data([1], mimeType: "image/png")
        #expect(
            try await refusal([.together(Array(repeating: picture, count: 7))]).hasPrefix(
                "There are 7 images; gemini-embedding-2 embeds at most 6"))
        let talk = try TemporaryFile(Self.wave(seconds: 200), name: "talk.wav")
        let sound = try await refusal([.media(.file(talk.path))])
        #expect(
            sound.hasPrefix("\(talk.path) lasts 200 seconds; gemini-embedding-2 embeds at most 180 seconds of audio at once. Cut the audio")
        )
        let two = try await refusal([.together(.data(Self.wave(seconds: 100), mimeType: "audio/wav"), .file(talk.path))])
        #expect(two.hasPrefix("the audio/wav data and \(talk.path) last 300 seconds together"))
        let report = Media.data(Self.document(pages: 9), mimeType: "application/pdf")
        #expect(try await refusal([.media(report)]).contains("has 9 pages; gemini-embedding-2 embeds at most 6 pages of PDF"))
        let film = try TemporaryFile(Self.movie(seconds: 150), name: "film.mp4")
        #expect(
            try await refusal([.media(.file(film.path))]).hasPrefix(
                "\(film.path) lasts 150 seconds; gemini-embedding-2 embeds at most 120 seconds of video"))
        let text = String(repeating: "word ", count: 8193)
        #expect(
            try await refusal([.text(text)]).hasPrefix("The text has at least 8193 tokens; gemini-embedding-2 embeds at most 8192 tokens"))
    }

    @Test func whatMayFitIsSent() async throws {
        var options = EmbedOptions()
        let talk = Media.data(Self.wave(seconds: 180), mimeType: "audio/wav")
        let picture = Media.data([1], mimeType: "image/png")
        let report = Media.data(Self.document(pages: 6), mimeType: "application/pdf")
        let all = EmbedItem.together(
            [talk, report] + Array(repeating: picture, count: 6) + [.text(String(repeating: "word ", count: 8192))])
        let strange = EmbedItem.media(.data([1, 2, 3], mimeType: "audio/mpeg"))
        let packed = EmbedItem.media(.data(Array("%PDF-1.5 packed in an unknown way".utf8), mimeType: "application/pdf"))
        for item in [all, strange, packed, .text(String(repeating: "a", count: 1_000_000))] { _ = try await body(item) }
        // A stretch of a longer film.
        var part = Part.inlineData(Self.movie(seconds: 600), mimeType: "video/mp4")
        part.videoMetadata = ["startOffset": "60s", "endOffset": "170.5s"]
        _ = try await body(.content(Content(role: nil, parts: [part])))
        options.checksLimits = false
        let transport = ScriptedTransport(json: Self.vector)
        _ = try await Gemini(transport: transport).embed(
            each: [.together(Array(repeating: picture, count: 7))], options: options)
        #expect(transport.calls.count == 1)
    }

    @Test func onlyVertexCutsOnRequest() async throws {
        var options = EmbedOptions()
        options.autoTruncate = true
        let error = await #expect(throws: GemError.self) {
            _ = try await Gemini(transport: ScriptedTransport([])).embed(["a"], options: options)
        }
        #expect(error?.code == .configuration)
    }

    @Test func whatIsQueuedDoesNotKeepTheRestFromTheQueue() async throws {
        let transport = QueueingTransport()
        let error = await #expect(throws: GemError.self) { _ = try await Gemini(transport: transport).embed((0..<950).map { "t\($0)" }) }
        #expect(error?.code == .queued && error?.ticket != nil)
        #expect(transport.calls == 10)
    }

    private static func le(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
    private static func be(_ value: Int, _ count: Int) -> [UInt8] { le(value, count).reversed() }

    private static func wave(seconds: Int) -> [UInt8] {
        Array("RIFF".utf8) + le(0, 4) + Array("WAVEfmt ".utf8) + le(16, 4) + le(1, 2) + le(1, 2) + le(100, 4) + le(100, 4) + le(1, 2)
            + le(8, 2)
            + Array("data".utf8) + le(seconds * 100, 4) + [UInt8](repeating: 128, count: seconds * 100)
    }

    private static func movie(seconds: Int) -> [UInt8] {
        let head = [UInt8](repeating: 0, count: 12) + be(1000, 4) + be(seconds * 1000, 4) + [UInt8](repeating: 0, count: 80)
        return be(16, 4) + Array("ftypisom".utf8) + be(0, 4) + be(head.count + 16, 4) + Array("moov".utf8) + be(head.count + 8, 4)
            + Array("mvhd".utf8) + head
    }

    private static func document(pages: Int) -> [UInt8] {
        let kids = (3..<3 + pages).map { "\($0) 0 R" }.joined(separator: " ")
        let leaves = (3..<3 + pages).map { "\($0) 0 obj <</Type/Page>> endobj " }.joined()
        return Array("%PDF-1.4 1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Type/Pages/Kids[\(kids)]>> endobj \(leaves)".utf8)
    }
}

/// Queues whatever it is asked.
private final class QueueingTransport: Transport {
    private let count = Counter()
    var calls: Int { count.current }

    func send(_ request: Request) async throws(GemError) -> Response {
        throw GemError(.queued, "Queued.", ticket: "t\(count.next())")
    }
}
