import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Streams of the other dialects: kept as they came, or not at all.
@Suite struct DialectStreamTests {
    private static let chat = "/v1beta/openai/chat/completions"
    private static let interactions = "/v1beta/interactions"
    private static let chatBody = #"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#
    private static let interactionBody = #"{"model":"m","stream":true,"input":"hi"}"#

    private static func chunk(_ text: String, _ reason: String) -> String {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"},\"finish_reason\":\(reason)}]}\n\n"
    }

    private static let done = "data: [DONE]\n\n"
    private static func completed(_ status: String) -> String {
        "event: interaction.created\ndata: {\"event_type\":\"interaction.created\"}\n\n"
            + "event: interaction.completed\ndata: {\"interaction\":{\"status\":\"\(status)\"},\"event_type\":\"interaction.completed\"}\n\n"
    }

    private static func ask(_ path: String, _ body: String, answer: String) async throws -> (first: String, second: Response, asked: Int) {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                var head = HTTPResponse(status: .ok)
                head.headerFields[.contentType] = "text/event-stream; charset=utf-8"
                let bytes = Array(answer.utf8)
                let pieces = stride(from: 0, to: bytes.count, by: 7).map { Array(bytes[$0..<min($0 + 7, bytes.count)]) }
                return Response(head, body: .stream(ByteStream(chunks: pieces), length: nil))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let request = Request.json(.post, path, Array(body.utf8))
            let first = try await CacheLayerTests.text(stack.send(request))
            await stack.drain()
            var second = try await stack.send(request)
            second.body = .bytes(Array(try await CacheLayerTests.text(second).utf8))
            return (first, second, upstream.requests.count)
        }
    }

    @Test(arguments: [
        (chat, chatBody, chunk("a", "null") + chunk("b", "\"stop\"") + done),
        (chat, chatBody, chunk("a", "\"length\"") + "data: {\"choices\":[],\"usage\":{}}\n\n" + done),
        (interactions, interactionBody, completed("completed") + "event: done\n" + done),
        (interactions, interactionBody, completed("requires_action") + "event: done\n" + done),
        (chat, chatBody, (chunk("a", "\"stop\"") + done).replacingNewlines()),
    ])
    func aWholeStreamIsReplayedByteForByte(path: String, body: String, answer: String) async throws {
        let (first, second, asked) = try await Self.ask(path, body, answer: answer)
        #expect(first == answer)
        #expect(try await CacheLayerTests.text(second) == answer)
        #expect(second.cacheStatus?.outcome == .hit && second.head.headerFields[.contentType] == "text/event-stream")
        #expect(asked == 1)
    }

    @Test(arguments: [
        (chat, chatBody, chunk("a", "null")), (chat, chatBody, chunk("a", "\"stop\"")), (chat, chatBody, chunk("a", "null") + done),
        (chat, chatBody, chunk("a", "\"content_filter\"") + done), (chat, chatBody, done),
        (chat, chatBody, chunk("a", "\"stop\"") + "data: [DONE]"),
        (chat, chatBody, chunk("a", "\"stop\"") + "data: {\"error\":{}}\n\n" + done),
        (chat, chatBody, chunk("a", "\"stop\"") + "data: oops\n\n" + done),
        (interactions, interactionBody, completed("failed") + done), (interactions, interactionBody, done),
        (interactions, interactionBody, completed("completed")),
        (interactions, interactionBody, completed("completed") + "event: error\ndata: {\"event_type\":\"error\",\"error\":{}}\n\n" + done),
        (chat, chatBody, chunk("a", "\"stop\"") + "event: error\ndata: {\"code\":500}\n\n" + done),
        (chat, chatBody, chunk("a", "\"stop\"") + "event: error\n\n" + done),
        (chat, chatBody, chunk("a", "\"stop\"") + done + "event: error\n\n"),
        (interactions, interactionBody, completed("completed") + done + "data: {\"error\":{}}\n\n"),
    ])
    func anotherStreamIsHandedOnAndNotKept(path: String, body: String, answer: String) async throws {
        let (first, second, asked) = try await Self.ask(path, body, answer: answer)
        #expect(first == answer)
        #expect(second.cacheStatus?.outcome == .miss && asked == 2)
    }
}

extension String {
    fileprivate func replacingNewlines() -> String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
}
