internal import GemCore

/// Puts what was generated into messages as each service prints them.
struct GeneratedWriter: Sendable {
    let generated: Generated
    let api: Route.API
    let model: Model
    let responseID: String
    let createTime: Timestamp

    private var isVertex: Bool { api == .vertex }

    /// The whole answer as one message.
    var unary: JSON {
        if let reason = generated.blockReason { return blocked(reason) }
        let candidates = generated.candidates.enumerated().map { index, candidate in
            self.candidate(index, parts: parts(of: candidate), end: candidate)
        }
        return message(candidates: candidates, usage: usage(answer, isLast: true))
    }

    /// The answer as the events of a stream.
    var events: [JSON] {
        if let reason = generated.blockReason { return [blocked(reason)] }
        var events: [JSON] = []
        var sofar: Tokens.Count = [:]
        let whole = answer
        for (index, candidate) in generated.candidates.enumerated() {
            let steps = StreamSteps(candidate, closes: model.generation >= 3).steps
            for (number, step) in steps.enumerated() {
                let isEnd = number == steps.count - 1
                let isLast = isEnd && index == generated.candidates.count - 1
                sofar.merge(step.tokens, uniquingKeysWith: +)
                let count = isLast ? whole : sofar.merging(whole) { min($0, $1) }.filter { sofar[$0.key] != nil }
                events.append(
                    message(
                        candidates: [self.candidate(index, parts: step.parts, end: isEnd ? candidate : nil, isStream: true)],
                        usage: usage(count, isLast: isLast)))
            }
        }
        return events
    }

    /// The parts of a unary answer: thoughts in one, texts as they are, the last of them signed.
    private func parts(of candidate: Generated.Candidate) -> [JSON] {
        var parts: [JSON] = []
        let lastText = candidate.parts.lastIndex { if case .text = $0 { true } else { false } }
        let thoughts = candidate.thoughts.joined()
        if !thoughts.isEmpty { parts.append(.members(["text": .string(thoughts), "thought": true])) }
        for (index, part) in candidate.parts.enumerated() {
            switch part {
            case .thought: break
            case .text(let text):
                guard !text.isEmpty else { continue }
                let signature = index == lastText ? candidate.signature : nil
                parts.append(.members(["text": .string(text), "thoughtSignature": signature.map { .string($0) }]))
            case .call(let json), .other(let json, _): parts.append(json)
            }
        }
        return parts
    }

    private func candidate(_ index: Int, parts: [JSON], end: Generated.Candidate? = nil, isStream: Bool = false) -> JSON {
        let list: JSON? = parts.isEmpty ? nil : .array(parts)
        let content: JSON = isVertex ? .members(["role": "model", "parts": list]) : .members(["parts": list, "role": "model"])
        let isOld = model.generation > 0 && model.generation < 2.5
        // The second generation prints no first index on the Developer API; it averages in unary answers, as Vertex does up to the third.
        let hasIndex = !isVertex && !(isOld && index == 0)
        let averages = end?.logprobs != nil || !isStream && (isVertex ? model.generation < 3 : isOld)
        let message = isStream && model.generation >= 3 ? nil : end?.finishMessage
        return .members([
            "content": end.map { $0.finishReason != "MAX_TOKENS" } == true && parts.isEmpty && !isStream ? .object(JSON.Object()) : content,
            "finishReason": end.map { .string($0.finishReason) }, "index": hasIndex ? .int(index) : nil,
            "finishMessage": message.map { .string($0) }, "safetyRatings": end?.safetyRatings,
            "groundingMetadata": end?.grounding,
            "avgLogprobs": averages && !parts.isEmpty ? end?.averageLogprob.map { .double($0) } : nil,
            "logprobsResult": end?.logprobs, "urlContextMetadata": end?.urlContext,
        ])
    }

    private func message(candidates: [JSON], usage: JSON) -> JSON {
        .members([
            "candidates": .array(candidates), "usageMetadata": usage, "modelVersion": .string(model.answersAs),
            "createTime": isVertex ? .string(createTime.description) : nil, "responseId": .string(responseID),
        ])
    }

    private func blocked(_ reason: String) -> JSON {
        .members([
            "promptFeedback": .members([
                "blockReason": .string(reason), "safetyRatings": reason == "SAFETY" ? Generated.ratings(blocked: true, api) : nil,
                "blockReasonMessage": isVertex ? "The prompt was blocked." : nil,
            ]),
            "usageMetadata": usage([:], isLast: true), "modelVersion": .string(model.answersAs),
            "createTime": isVertex ? .string(createTime.description) : nil, "responseId": .string(responseID),
        ])
    }

    /// What all candidates take.
    private var answer: Tokens.Count { generated.candidates.reduce(into: [:]) { $0.merge($1.tokens, uniquingKeysWith: +) } }

    /// Usage up to some place: cumulative on the Developer API, all at the end on Vertex.
    private func usage(_ count: Tokens.Count, isLast: Bool) -> JSON {
        guard isLast || !isVertex else { return ["trafficType": .string(traffic)] }
        let prompt = Tokens.total(generated.promptTokens)
        let answer = Tokens.total(count)
        let tools = generated.toolTokens
        let thought = generated.thoughtTokens
        let isPlain = count.keys.allSatisfy { $0 == .text }
        return .members([
            "promptTokenCount": .int(prompt), "candidatesTokenCount": answer == 0 ? nil : .int(answer),
            "totalTokenCount": .int(prompt + answer + tools + thought),
            "trafficType": isVertex ? .string(traffic) : nil, "promptTokensDetails": Tokens.details(generated.promptTokens),
            "candidatesTokensDetails": isVertex || !isPlain ? Tokens.details(count) : nil,
            "toolUsePromptTokenCount": tools == 0 ? nil : .int(tools), "toolUsePromptTokensDetails": Tokens.details([.text: tools]),
            "thoughtsTokenCount": thought == 0 ? nil : .int(thought), "serviceTier": isVertex ? nil : .string(generated.serviceTier),
        ])
    }

    private var traffic: String {
        switch generated.serviceTier {
        case "flex": "ON_DEMAND_FLEX"
        case "priority": "ON_DEMAND_PRIORITY"
        default: "ON_DEMAND"
        }
    }
}
