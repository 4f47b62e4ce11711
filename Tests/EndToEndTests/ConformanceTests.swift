internal import GemCore
internal import GemTesting
internal import Testing

/// The checker of recorded traffic must find what is planted, and nothing else.
@Suite struct ConformanceTests {
    private static let chunk =
        #"{"candidates": [{"content": {"parts": [{"text": "hi"}],"role": "model"},"finishReason": "STOP","index": 0}]}"#

    private static func line(
        _ id: String, _ operation: String = "generateContent", request: String = #"{"contents":[{"parts":[{"text":"q"}]}]}"#,
        response: String = chunk
    ) -> JSON {
        let isStream = response.hasPrefix("data:")
        return [
            "id": .string(id), "method": "POST", "path": .string("/v1beta/models/gemini-2.5-flash:\(operation)"),
            "query": isStream ? "alt=sse" : "", "status": 200, "request_body": .string(request), "response_body": .string(response),
            "exact_response_body": .bool(isStream),
        ]
    }

    private func run(_ lines: [JSON]) async throws -> Gemcache.End {
        let file = try TemporaryFile(Array(lines.map { $0.text() + "\n" }.joined().utf8), name: "recorded.jsonl")
        defer { withExtendedLifetime(file) {} }
        return try await Gemcache.wait(try Gemcache.start([file.path], base: "", program: "conformance"))
    }

    @Test func goodRecordingsPass() async throws {
        let lines = [
            Self.line("unary"), Self.line("stream", "streamGenerateContent", response: "data: \(Self.chunk)\r\n\r\n"),
            Self.line("array", "streamGenerateContent", response: "[\(Self.chunk)]"),
            Self.line("count", "countTokens", response: #"{"totalTokens": 4}"#),
        ]
        #expect(try await run(lines) == Gemcache.End.ended(0))
    }

    @Test(arguments: [
        line("unknown request field", request: #"{"contents":[{"parts":[{"text":"q"}],"colour":"red"}]}"#),
        line("a text that is a number", response: #"{"candidates":[{"content":{"parts":[{"text":7}]}}]}"#),
        line("an index that is a word", response: #"{"candidates":[{"index":"first"}]}"#),
    ])
    func aPlantedFaultIsFound(line: JSON) async throws {
        #expect(try await run([Self.line("good"), line]) == Gemcache.End.ended(1))
    }
}
