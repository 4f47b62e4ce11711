internal import GemCore

/// Puts answers of the API into chat completions and their chunks; members in the order of their names, as the API prints them.
struct ChatWriter: Sendable {
    let question: ChatQuestion
    let created: Timestamp
    /// Decides the ids of calls the model gave none.
    let digest: Digest

    /// The whole answer.
    func completion(_ answer: JSON) -> JSON {
        let candidates = answer.list("candidates")
        let choices = candidates.enumerated().map { index, candidate -> JSON in
            var turn = ChatTurn(tag: question.thoughtTag, digest: digest, index: candidate.field("index")?.int ?? index)
            turn.add(candidate)
            turn.close()
            return .members([
                "finish_reason": .string(turn.finishReason ?? "stop"), "index": .int(turn.index), "logprobs": ChatLogprobs.json(candidate),
                "message": turn.take(isDelta: false),
            ])
        }
        return .members([
            "choices": .array(choices.isEmpty ? [Self.blocked(isDelta: false)] : choices),
            "created": .int(seconds), "id": answer.field("responseId") ?? "", "model": .string(question.asked),
            "object": "chat.completion", "usage": Self.usage(answer),
        ])
    }

    /// The chunks of a stream, and the mark that ends it.
    func pieces(_ messages: [Reply.Message]) -> [Reply.Piece] {
        var turns: [Int: ChatTurn] = [:]
        var pieces: [Reply.Piece] = []
        for (number, message) in messages.enumerated() {
            let isLast = number == messages.count - 1
            let choices = message.value.list("candidates").enumerated().map { place, candidate -> JSON in
                let index = candidate.field("index")?.int ?? place
                var turn = turns[index] ?? ChatTurn(tag: question.thoughtTag, digest: digest, index: index)
                turn.add(candidate)
                if turn.finishReason != nil { turn.close() }
                defer { turns[index] = turn }
                return .members([
                    "delta": turn.take(isDelta: true), "finish_reason": turn.finishReason.map { .string($0) }, "index": .int(index),
                    "logprobs": ChatLogprobs.json(candidate),
                ])
            }
            let isBlocked = message.value.field("promptFeedback")?.field("blockReason") != nil
            // An event that says nothing of a choice still tells what was used.
            if choices.isEmpty, !isBlocked, !(isLast && question.includesUsage) { continue }
            let chunk = JSON.members([
                "choices": .array(choices.isEmpty && isBlocked ? [Self.blocked(isDelta: true)] : choices), "created": .int(seconds),
                "id": message.value.field("responseId") ?? "", "model": .string(question.asked), "object": "chat.completion.chunk",
                "usage": isLast && question.includesUsage ? Self.usage(message.value) : nil,
            ])
            pieces.append(.init(bytes: Self.frame(chunk.bytes()), delayMilliseconds: message.delayMilliseconds))
        }
        return pieces + [.init(bytes: Self.frame(Array("[DONE]".utf8)))]
    }

    private var seconds: Int64 { created.microseconds / 1_000_000 }

    /// One event: `data: `, the chunk, an empty line.
    static func frame(_ bytes: [UInt8]) -> [UInt8] { Array("data: ".utf8) + bytes + Array("\n\n".utf8) }

    /// What stands for a prompt that was refused.
    private static func blocked(isDelta: Bool) -> JSON {
        isDelta
            ? ["delta": ["role": "assistant"], "finish_reason": "content_filter", "index": 0]
            : ["finish_reason": "content_filter", "index": 0, "message": ["role": "assistant"]]
    }

    /// Thoughts are in the total only.
    private static func usage(_ answer: JSON) -> JSON {
        let usage = answer.field("usageMetadata") ?? .null
        func count(_ name: String) -> JSON { .int(usage.field(name)?.int ?? 0) }
        let cached = usage.field("cachedContentTokenCount")?.int ?? 0
        return .members([
            "completion_tokens": count("candidatesTokenCount"), "prompt_tokens": count("promptTokenCount"),
            "prompt_tokens_details": cached > 0 ? ["cached_tokens": .int(cached)] : nil, "total_tokens": count("totalTokenCount"),
        ])
    }
}
