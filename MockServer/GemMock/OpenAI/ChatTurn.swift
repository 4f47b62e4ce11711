internal import GemCore

/// One choice while its parts come in: text with thoughts in tags, calls with their places.
struct ChatTurn: Sendable {
    /// The choice's place.
    let index: Int
    /// Why it ended, once it has.
    private(set) var finishReason: String?
    private let tag: String
    private var dice: Dice
    private var isThinking = false
    private var callCount = 0
    private var text = ""
    private var calls: [JSON] = []
    private var hasThought = false
    private var signature: JSON?

    /// Starts a choice; `digest` decides the ids of its calls.
    init(tag: String, digest: Digest, index: Int) {
        self.tag = tag
        self.index = index
        dice = Dice(digest, seed: UInt64(truncatingIfNeeded: index) &+ 0x0A1)
    }

    /// Adds a candidate's parts, and why it ended where it says so.
    mutating func add(_ candidate: JSON) {
        for part in candidate.field("content")?.list("parts") ?? [] { add(part: part) }
        guard let reason = candidate.field("finishReason")?.string else { return }
        switch reason {
        case "STOP": finishReason = callCount > 0 ? "tool_calls" : "stop"
        case "MAX_TOKENS": finishReason = "length"
        case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION", "MODEL_ARMOR":
            finishReason = "content_filter"
        default: finishReason = "stop"
        }
    }

    private mutating func add(part: JSON) {
        if let call = part.field("functionCall") {
            close()
            calls.append(self.call(call, part.field("thoughtSignature")))
            return
        }
        if let said = part.field("text")?.string {
            if part.field("thought")?.bool == true {
                if !isThinking, !said.isEmpty { text += "<\(tag)>" }
                isThinking = isThinking || !said.isEmpty
                hasThought = true
            } else if !said.isEmpty {
                close()
            }
            text += said
        }
        if let signature = part.field("thoughtSignature") { self.signature = signature }
    }

    /// Ends the thoughts, where they go on.
    mutating func close() {
        if isThinking { text += "</\(tag)>" }
        isThinking = false
    }

    private mutating func call(_ call: JSON, _ signature: JSON?) -> JSON {
        let made = "function-call-\(dice.next())"
        let id = call.field("id")?.string ?? made
        callCount += 1
        return .members([
            "extra_content": signature.map { ["google": ["thought_signature": $0]] },
            "function": [
                "arguments": .string((call.field("args") ?? .object(.init())).text()), "name": .string(call.text(of: "name")),
            ],
            "id": .string(id), "index": .int(callCount - 1), "type": "function",
        ])
    }

    /// The message, or the delta since the last one.
    mutating func take(isDelta: Bool) -> JSON {
        var calls = calls
        // Only a delta's calls say which they are.
        if !isDelta { for place in calls.indices { calls[place]["index"] = nil } }
        let google = JSON.members(["thought": hasThought ? true : nil, "thought_signature": signature])
        let message = JSON.members([
            "content": text.isEmpty ? nil : .string(text), "extra_content": google.object?.isEmpty == true ? nil : ["google": google],
            "role": "assistant", "tool_calls": calls.isEmpty ? nil : .array(calls),
        ])
        (text, self.calls, hasThought, signature) = ("", [], false, nil)
        return message
    }
}
