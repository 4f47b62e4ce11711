internal import GemCore

/// Puts what was generated into messages as each service prints them.
struct GeneratedWriter: Sendable {
    let generated: Generated
    let api: Route.API
    let model: String
    let responseID: String
    let createTime: Timestamp

    /// The whole answer as one message.
    var unary: JSON {
        if let reason = generated.blockReason { return blocked(reason) }
        let candidates = generated.candidates.enumerated().map { index, candidate in
            self.candidate(
                index, parts: parts(thoughts: candidate.thoughts.joined(), text: candidate.text, candidate, isWhole: true), end: candidate)
        }
        return message(candidates: candidates, usage: usage(texts: generated.candidates.map(\.text), isLast: true, thoughts: true))
    }

    /// The answer as the events of a stream.
    var events: [JSON] {
        if let reason = generated.blockReason { return [blocked(reason)] }
        var events: [JSON] = []
        var texts = generated.candidates.map { _ in "" }
        for (index, candidate) in generated.candidates.enumerated() {
            for thought in candidate.thoughts {
                let parts = self.parts(thoughts: thought, text: "", candidate, isWhole: false)
                events.append(
                    message(candidates: [self.candidate(index, parts: parts)], usage: usage(texts: texts, isLast: false, thoughts: true)))
            }
            let pieces = Self.pieces(candidate.text)
            for (number, piece) in pieces.enumerated() {
                texts[index] += piece
                let isEnd = number == pieces.count - 1 && candidate.calls.isEmpty && candidate.signature == nil
                let parts = self.parts(thoughts: "", text: piece, nil, isWhole: false)
                let isLast = isEnd && index == generated.candidates.count - 1
                events.append(
                    message(
                        candidates: [self.candidate(index, parts: parts, end: isEnd ? candidate : nil)],
                        usage: usage(texts: texts, isLast: isLast, thoughts: true)))
            }
            guard pieces.isEmpty || !candidate.calls.isEmpty || candidate.signature != nil else { continue }
            let isLast = index == generated.candidates.count - 1
            events.append(
                message(
                    candidates: [self.candidate(index, parts: closing(candidate), end: candidate)],
                    usage: usage(texts: texts, isLast: isLast, thoughts: true)))
        }
        return events
    }

    private func parts(thoughts: String, text: String, _ whole: Generated.Candidate?, isWhole: Bool) -> [JSON] {
        var parts: [JSON] = []
        if !thoughts.isEmpty { parts.append(.members(["text": .string(thoughts), "thought": true])) }
        if !text.isEmpty {
            let signature = isWhole ? whole?.signature : nil
            parts.append(.members(["text": .string(text), "thoughtSignature": signature.map { .string($0) }]))
        }
        return isWhole ? parts + (whole?.calls ?? []) : parts
    }

    /// The last event's parts: the calls, or an empty text that carries the signature.
    private func closing(_ candidate: Generated.Candidate) -> [JSON] {
        if !candidate.calls.isEmpty { return candidate.calls }
        guard let signature = candidate.signature else { return [] }
        return [.members(["text": "", "thoughtSignature": .string(signature)])]
    }

    private func candidate(_ index: Int, parts: [JSON], end: Generated.Candidate? = nil) -> JSON {
        let isVertex = api == .vertex
        let list: JSON? = parts.isEmpty ? nil : .array(parts)
        let content: JSON = isVertex ? .members(["role": "model", "parts": list]) : .members(["parts": list, "role": "model"])
        return .members([
            "content": end?.safetyRatings != nil && parts.isEmpty ? .object(JSON.Object()) : content,
            "finishReason": end.map { .string($0.finishReason) }, "index": isVertex ? nil : .int(index),
            "finishMessage": end?.finishMessage.map { .string($0) }, "safetyRatings": end?.safetyRatings,
            "avgLogprobs": isVertex && end != nil && !parts.isEmpty ? .double(-0.25) : nil, "groundingMetadata": end?.grounding,
        ])
    }

    private func message(candidates: [JSON], usage: JSON) -> JSON {
        .members([
            "candidates": .array(candidates), "usageMetadata": usage, "modelVersion": .string(model),
            "createTime": api == .vertex ? .string(createTime.description) : nil, "responseId": .string(responseID),
        ])
    }

    private func blocked(_ reason: String) -> JSON {
        let prompt = Tokens.total(generated.promptTokens)
        return .members([
            "promptFeedback": .members([
                "blockReason": .string(reason), "safetyRatings": Generated.blockedRatings,
                "blockReasonMessage": api == .vertex ? "The prompt was blocked." : nil,
            ]),
            "usageMetadata": .members([
                "promptTokenCount": .int(prompt), "totalTokenCount": .int(prompt), "trafficType": api == .vertex ? "ON_DEMAND" : nil,
                "promptTokensDetails": Tokens.details(generated.promptTokens), "serviceTier": api == .vertex ? nil : "standard",
            ]),
            "modelVersion": .string(model), "createTime": api == .vertex ? .string(createTime.description) : nil,
            "responseId": .string(responseID),
        ])
    }

    /// Usage up to some text: cumulative on the Developer API, all at the end on Vertex.
    private func usage(texts: [String], isLast: Bool, thoughts: Bool) -> JSON {
        let isVertex = api == .vertex
        guard isLast || !isVertex else { return ["trafficType": "ON_DEMAND"] }
        let prompt = Tokens.total(generated.promptTokens)
        let answer = zip(texts, generated.candidates).reduce(0) { sum, pair in
            sum + Generated.tokens(text: pair.0, calls: isLast ? pair.1.calls : [])
        }
        let thought = thoughts ? generated.thoughtTokens : 0
        return .members([
            "promptTokenCount": .int(prompt), "candidatesTokenCount": answer == 0 ? nil : .int(answer),
            "totalTokenCount": .int(prompt + answer + thought), "trafficType": isVertex ? "ON_DEMAND" : nil,
            "promptTokensDetails": Tokens.details(generated.promptTokens),
            "candidatesTokensDetails": isVertex && answer > 0 ? Tokens.details([.text: answer]) : nil,
            "thoughtsTokenCount": thought == 0 ? nil : .int(thought), "serviceTier": isVertex ? nil : "standard",
        ])
    }

    /// Cuts text at word boundaries into events: a short one first, then about forty characters each.
    static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in text {
            piece.append(character)
            if piece.utf8.count >= (pieces.isEmpty ? 8 : 40), character.isWhitespace {
                pieces.append(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }
}
