import GemCore
import GemMock
import GemTesting
import Gemini
import HTTPTypes
import Testing

/// Streams as they come over a network: in any pieces.
@Suite struct StreamSplitTests {
    /// Questions whose streams hold what streams hold: words, other scripts, thoughts, JSON with escapes, calls, sources, an error.
    private static let questions: [(name: String, body: JSON, fault: String?)] = [
        ("words", ["contents": [["parts": [["text": "Name a river. [[tokens 20]]"]]]]], nil),
        ("scripts", ["contents": [["parts": [["text": "Sag „Grüße“ auf 日本語 mit 🎈"]]]]], nil),
        (
            "thoughts",
            [
                "contents": [["parts": [["text": "Why? [[tokens 40]]"]]]],
                "generationConfig": ["thinkingConfig": ["includeThoughts": true, "thinkingBudget": 64]],
            ], nil
        ),
        (
            "json",
            [
                "contents": [["parts": [["text": "Name: Ada \"the first\"\nage: 36"]]]],
                "generationConfig": [
                    "responseMimeType": "application/json",
                    "responseSchema": ["type": "OBJECT", "properties": ["name": ["type": "STRING"], "age": ["type": "INTEGER"]]],
                ],
            ], nil
        ),
        (
            "call",
            [
                "contents": [["parts": [["text": "What is the weather in Oslo?"]]]],
                "tools": [["functionDeclarations": [["name": "get_weather", "description": "The weather in a city."]]]],
                "toolConfig": ["functionCallingConfig": ["mode": "ANY"]],
            ], nil
        ),
        ("search", ["contents": [["parts": [["text": "Who won? [[tokens 20]]"]]]], "tools": [["googleSearch": [:]]]], nil),
        ("error", ["contents": [["parts": [["text": "Name a lake. [[tokens 20]]"]]]]], "error-mid-stream;after=1"),
    ]

    /// The bytes of a question's stream.
    private static func recorded(_ body: JSON, fault: String?, query: String = "?alt=sse") async throws -> [UInt8] {
        var options = MockGemini.Options()
        if let fault { options.faults = [try FaultOrder(fault)] }
        var request = Request.json(.post, "/v1beta/models/gemini-2.5-flash:streamGenerateContent\(query)", body.bytes())
        request.credential = .apiKey("k")
        return try await MockGemini(options).send(request).body.collect(upTo: 1 << 20)
    }

    private static func pieces(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    private static func events(_ pieces: [[UInt8]]) -> (events: [EventStreamDecoder.Event], stray: [UInt8]) {
        var decoder = EventStreamDecoder()
        let events = pieces.flatMap { decoder.feed($0) }
        decoder.finish()
        return (events, decoder.stray)
    }

    @Test(arguments: questions.indices) func everySplitAtEveryByteGivesTheSameEvents(index: Int) async throws {
        let question = Self.questions[index]
        let bytes = try await Self.recorded(question.body, fault: question.fault)
        let whole = Self.events([bytes])
        #expect(!whole.events.isEmpty && whole.stray.isEmpty == (question.fault == nil), "\(question.name)")
        for split in 0...min(bytes.count, 4096) {
            let cut = Self.events([Array(bytes[..<split]), Array(bytes[split...])])
            guard cut.events == whole.events, cut.stray == whole.stray else {
                Issue.record("\(question.name), cut at byte \(split) of \(bytes.count), reads otherwise")
                return
            }
        }
        for size in 1...64 {
            let cut = Self.events(Self.pieces(bytes, of: size))
            #expect(cut.events == whole.events && cut.stray == whole.stray, "\(question.name), pieces of \(size)")
        }
    }

    @Test func everySplitOfAnArrayGivesTheSameElements() async throws {
        let bytes = try await Self.recorded(Self.questions[0].body, fault: nil, query: "")
        func read(_ pieces: [[UInt8]]) -> AnswerReader.Outcome {
            let time = Timestamp(microseconds: 0)
            var reader = AnswerReader(shape: .array, start: time)
            for piece in pieces { reader.feed(piece, at: time) }
            return reader.finish()
        }
        let whole = read([bytes])
        guard case .whole(let answer) = whole, answer.frames.count > 1 else {
            Issue.record("the array is not read as a stream")
            return
        }
        for split in 0...bytes.count where read([Array(bytes[..<split]), Array(bytes[split...])]) != whole {
            Issue.record("cut at byte \(split), it reads otherwise")
            return
        }
        for size in 1...64 { #expect(read(Self.pieces(bytes, of: size)) == whole, "pieces of \(size)") }
    }

    /// What a client makes of a stream: its chunks, and the whole or its error.
    private static func told(_ pieces: [[UInt8]]) async throws -> [String] {
        let transport = ScriptedTransport { _ in
            Response(
                HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]),
                body: .stream(ByteStream(chunks: pieces), length: nil))
        }
        let stream = try await Gemini(transport: transport).stream(GenerateContentRequest(contents: ["q"]))
        var told: [String] = []
        do throws(GemError) {
            for try await chunk in stream { told.append(chunk.json.text()) }
            told.append(try stream.response().json.text())
        } catch {
            told.append("\(error.code.name): \(error.message)")
        }
        return told
    }

    @Test(arguments: questions.indices) func theClientTellsTheSameInPiecesOfAnySize(index: Int) async throws {
        let question = Self.questions[index]
        let bytes = try await Self.recorded(question.body, fault: question.fault)
        let whole = try await Self.told([bytes])
        #expect(whole.count > 1 && (question.fault == nil) == (whole.last?.hasPrefix("{") == true), "\(question.name)")
        for size in 1...64 {
            guard try await Self.told(Self.pieces(bytes, of: size)) == whole else {
                Issue.record("\(question.name), pieces of \(size), is told otherwise")
                return
            }
        }
    }
}
