import GemCore
import GemMock
import HTTPTypes

/// Replays recorded streams through a mock, from a fixture made of the recording.
enum Replays {
    static func check(_ answer: RecordedAnswer, _ recording: Recording) async throws {
        guard case .stream(let events, let shape, let bytes, let error, let isWhole) = answer else { throw Skip("no stream") }
        guard recording.route.operation == .streamGenerateContent else { throw Skip("a stream of another dialect") }
        guard recording.isGood else { throw Skip("an error") }
        guard error == nil else { throw Skip("an error in mid-stream") }
        guard isWhole else { throw Skip("the recording lost its framing or its end") }
        guard !events.isEmpty else { throw Skip("a stream without events") }
        let mock = try MockGemini()
        try mock.enqueue(.fixture(["match": [:], "stream": .array(events)]))
        var request = Request.json(.post, path(shape), Array(#"{"contents":[{"parts":[{"text":"."}]}]}"#.utf8))
        request.credential = .apiKey("conformance")
        let response = try await mock.send(request)
        let replayed = try await response.body.collect(upTo: 1 << 28)
        guard response.head.status == .ok else {
            throw Skip("\(response.head.status.code) \(String(decoding: replayed.prefix(200), as: UTF8.self))", isFailure: true)
        }
        if recording.isExact {
            if let place = Self.difference(bytes, replayed) {
                throw Skip(
                    "byte \(place) of \(bytes.count): \(Self.excerpt(bytes, place)) became \(Self.excerpt(replayed, place))",
                    isFailure: true)
            }
            return
        }
        guard case .stream(let again, _, _, _, true) = try RecordedAnswer(replayed, recording.route) else {
            throw Skip("the replay is no whole stream", isFailure: true)
        }
        guard again == events else { throw Skip("the events differ", isFailure: true) }
    }

    private static func path(_ shape: Route.Shape) -> String {
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent" + (shape == .events ? "?alt=sse" : "")
    }

    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> Int? {
        if left == right { return nil }
        return zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
    }

    private static func excerpt(_ bytes: [UInt8], _ place: Int) -> String {
        JSON.string(String(decoding: bytes.dropFirst(max(0, place - 20)).prefix(50), as: UTF8.self)).text()
    }
}
