internal import GemCore

/// Builds an interaction's steps from the messages of a generation.
struct InteractionBuilder: Sendable {
    /// What came of the interaction.
    private(set) var outcome = InteractionOutcome()
    /// The answer's parts, for the conversation that goes on.
    private(set) var history: [JSON] = []

    /// The step that parts are added to.
    var open: OpenStep?
    private var pause: Int64 = 0
    /// Where ids and signatures come from.
    var dice: Dice

    /// A step that may still grow.
    struct OpenStep {
        var isThought: Bool
        var text = ""
        var contents: [JSON] = []
        var signature: JSON?
        var annotations: JSON?
        var step: InteractionStep

        /// Makes a content of the text so far.
        mutating func flushText() {
            guard !text.isEmpty else { return }
            contents.append(.members(["annotations": annotations, "text": .string(text), "type": "text"]))
            text = ""
        }
    }

    /// Builds all of it; choices, such as ids of calls, follow from the digest.
    init(messages: [Reply.Message], digest: Digest, seed: UInt64) {
        dice = Dice(digest, seed: seed &+ 0x1A7E)
        let candidates = messages.map { $0.value.list("candidates").first ?? .null }
        let last = messages.last?.value ?? .null
        let usage = last.field("usageMetadata") ?? .null
        outcome.usage = InteractionUsage.json(usage)
        let parts = candidates.map { $0.field("content")?.list("parts") ?? [] }
        let grounding = candidates.lazy.compactMap { $0.field("groundingMetadata") }.first { $0.object?.isEmpty == false }
        if let grounding { search(grounding) }
        if let urls = candidates.lazy.compactMap({ $0.field("urlContextMetadata") }).first { browse(urls) }
        let signed = parts.joined().filter { $0.field("thoughtSignature") != nil }
        // A call's signature is the one that has to come back.
        let signature = (signed.first { $0.field("functionCall") != nil } ?? signed.first)?.field("thoughtSignature")
        let thought = usage.field("thoughtsTokenCount")?.int ?? 0
        if thought > 0 || signature != nil {
            start(thought: true)
            open?.signature = signature ?? .string(Base64Coding.encode(dice.bytes(66)))
        }
        for (message, parts) in zip(messages, parts) {
            pause += message.delayMilliseconds
            for part in parts { add(part) }
        }
        if let grounding { annotate(grounding) }
        close()
        conclude(candidates, last)
    }

    private mutating func conclude(_ candidates: [JSON], _ last: JSON) {
        let reason = candidates.compactMap { $0.field("finishReason")?.string }.last ?? ""
        let block = last.field("promptFeedback")?.field("blockReason")?.string
        let blocks: Set<String> = [
            "SAFETY", "RECITATION", "LANGUAGE", "PROHIBITED_CONTENT", "SPII", "BLOCKLIST", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION", "IMAGE_OTHER", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "NO_IMAGE", "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
        ]
        if let code = block ?? (blocks.contains(reason) ? reason : nil) {
            outcome.status = "failed"
            let name = code == "OTHER" ? "content_blocked" : code.lowercased()
            outcome.errors = [["message": .string("The interaction was stopped: \(name)."), "code": .string(name)]]
        } else if outcome.steps.contains(where: { $0.whole["type"] == "function_call" }) {
            outcome.status = "requires_action"
        } else if reason == "MAX_TOKENS" {
            outcome.status = "incomplete"
        }
    }
}

extension InteractionBuilder {
    private mutating func add(_ part: JSON) {
        if let call = part.field("functionCall") { return add(call: call, part) }
        if part.field("thought")?.bool == true {
            let text = part.text(of: "text")
            if open?.isThought != true { start(thought: true) }
            open?.text += text
            delta(["content": ["text": .string(text), "type": "text"], "type": "thought_summary"])
            return
        }
        remember(part)
        if let text = part.field("text")?.string {
            guard !text.isEmpty else { return }
            if open?.isThought != false { start(thought: false) }
            open?.text += text
            delta(["text": .string(text), "type": "text"])
        } else if let blob = part.field("inlineData") {
            if open?.isThought != false { start(thought: false) }
            let mimeType = blob.text(of: "mimeType")
            let kind = ["image", "audio", "video"].first { mimeType.hasPrefix($0 + "/") } ?? "document"
            let content: JSON = ["data": blob.field("data") ?? "", "mime_type": .string(mimeType), "type": .string(kind)]
            open?.flushText()
            open?.contents.append(content)
            delta(content)
        } else if let code = part.field("executableCode") {
            let arguments: JSON = ["code": code.field("code") ?? "", "language": "python"]
            tool(["id": .string(dice.name(8)), "type": "code_execution_call", "arguments": arguments], drop: "arguments")
        } else if let result = part.field("codeExecutionResult") {
            let id = outcome.steps.last { $0.whole["type"] == "code_execution_call" }?.whole["id"] ?? ""
            let isError = result.text(of: "outcome") != "OUTCOME_OK"
            tool(
                .members([
                    "call_id": id, "type": "code_execution_result", "result": .string(result.text(of: "output")),
                    "is_error": isError ? true : nil,
                ]), drop: "result")
        }
    }

    private mutating func add(call: JSON, _ part: JSON) {
        close()
        let id = call.field("id") ?? .string(dice.name(8))
        let name = call.field("name") ?? ""
        let arguments = call.field("args") ?? .object(JSON.Object())
        var kept = part
        kept["functionCall"] = ["id": id, "name": name, "args": arguments]
        remember(kept)
        func step(_ arguments: JSON) -> JSON { ["id": id, "type": "function_call", "name": name, "arguments": arguments] }
        let delta = InteractionStep.Delta(
            value: ["arguments": .string(arguments.text()), "type": "arguments_delta"], delayMilliseconds: takePause())
        outcome.steps.append(.init(whole: step(arguments), start: step(.object(JSON.Object())), deltas: [delta]))
    }

    /// A step of one of the service's own tools; `drop` comes with its only delta.
    mutating func tool(_ whole: JSON, drop: String) {
        close()
        var start = whole
        start[drop] = nil
        start["is_error"] = nil
        var delta = whole
        for name in ["id", "call_id"] { delta[name] = nil }
        outcome.steps.append(.init(whole: whole, start: start, deltas: [.init(value: delta, delayMilliseconds: takePause())]))
    }

    private mutating func start(thought: Bool) {
        close()
        let start: JSON = ["type": thought ? "thought" : "model_output"]
        open = OpenStep(isThought: thought, step: InteractionStep(whole: start, start: start))
    }

    mutating func delta(_ value: JSON) {
        let pause = takePause()
        open?.step.deltas.append(.init(value: value, delayMilliseconds: pause))
    }

    private mutating func takePause() -> Int64 {
        defer { pause = 0 }
        return pause
    }

    private mutating func close() {
        guard var step = open else { return }
        if step.isThought {
            if let signature = step.signature {
                step.step.deltas.append(.init(value: ["signature": signature, "type": "thought_signature"]))
            }
            let summary: JSON? = step.text.isEmpty ? nil : [["text": .string(step.text), "type": "text"]]
            step.step.whole = .members(["signature": step.signature, "summary": summary, "type": "thought"])
        } else {
            step.flushText()
            step.step.whole = ["content": .array(step.contents), "type": "model_output"]
        }
        outcome.steps.append(step.step)
        open = nil
    }

    /// Keeps a part for the conversation; pieces of one text become one.
    private mutating func remember(_ part: JSON) {
        guard let text = part.field("text")?.string, let last = history.last, let before = last["text"]?.string,
            last["thoughtSignature"] == nil
        else { return history.append(part) }
        history[history.count - 1]["text"] = .string(before + text)
        if let signature = part.field("thoughtSignature") { history[history.count - 1]["thoughtSignature"] = signature }
    }
}
