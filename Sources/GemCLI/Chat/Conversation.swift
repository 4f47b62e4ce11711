import GemCore
import Gemini

/// A conversation as it stands: who is asked, what is told before, and the turns.
struct Conversation: Sendable, Hashable {
    /// A question and its whole answer.
    struct Turn: Sendable, Hashable {
        var asked: Content
        var answer: Content
        /// The local media the question names.
        var attachments: [Attachment] = []
        /// Which of several answers to the same question it is.
        var sample: UInt32 = 0
    }

    var model: String
    var system: String?
    /// The cached content it goes on from.
    var context: String?
    var turns: [Turn] = []

    /// The turns as the API takes them.
    var contents: [Content] { turns.flatMap { [$0.asked, $0.answer] } }

    /// The local media the turns name, each once.
    var attachments: [Attachment] {
        turns.flatMap(\.attachments).reduce(into: []) { all, one in if !all.contains(one) { all.append(one) } }
    }

    /// The conversation for people, as Markdown.
    var markdown: String {
        turns.map { turn in
            let asked = Self.words(turn.asked).split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
            return asked.joined(separator: "\n") + "\n\n" + Self.words(turn.answer) + "\n"
        }.joined(separator: "\n")
    }

    /// The conversation as the API would be asked to go on with it.
    var json: JSON {
        .members([
            "model": .string(model), "systemInstruction": system.map { ["parts": [["text": .string($0)]]] },
            "cachedContent": context.map(JSON.string), "contents": .array(contents.map(\.json)),
        ])
    }

    /// What was said, media by their names.
    static func words(_ content: Content) -> String {
        content.parts.filter { !$0.isThought }.compactMap { part in
            part.text ?? part.fileData.map { "[\($0.displayName ?? $0.mimeType ?? $0.uri)]" } ?? part.inlineData.map { "[\($0.mimeType)]" }
        }.joined(separator: content.role == "model" ? "" : "\n")
    }
}

/// The lines of a session's file: each says one thing that happened.
extension Conversation {
    /// The line of a turn.
    static func line(_ turn: Turn) -> JSON {
        [
            "turn": .members([
                "asked": turn.asked.json, "answer": turn.answer.json, "sample": turn.sample == 0 ? nil : .int(turn.sample),
                "attachments": turn.attachments.isEmpty ? nil : .array(turn.attachments.map(\.sessionJSON)),
            ])
        ]
    }

    /// All lines that make it.
    var lines: [JSON] {
        [["gemcacheChat": 1, "model": .string(model)]] + (system.map { [["system": .string($0)]] } ?? [])
            + (context.map { [["context": .string($0)]] } ?? []) + turns.map(Self.line)
    }

    /// Does what a line says; false for a line that says nothing known.
    mutating func apply(_ line: JSON) -> Bool {
        var isKnown = false
        if let model = line["model"]?.string { (self.model, isKnown) = (model, true) }
        if let value = line["system"] { (system, isKnown) = (value.string, true) }
        if let value = line["context"] { (context, isKnown) = (value.string, true) }
        guard let turn = line["turn"] else { return isKnown }
        guard let asked = turn["asked"], let answer = turn["answer"] else { return false }
        let attachments = (turn["attachments"]?.array ?? []).compactMap { Attachment(sessionJSON: $0) }
        turns.append(
            Turn(
                asked: Content(json: asked), answer: Content(json: answer), attachments: attachments,
                sample: UInt32(clamping: turn["sample"]?.int ?? 0)))
        return true
    }
}

extension Attachment {
    fileprivate var sessionJSON: JSON {
        [
            "path": .string(path), "mimeType": .string(mimeType), "bytes": .int(length), "digest": .string(digest.description),
            "name": .string(displayName),
        ]
    }

    fileprivate init?(sessionJSON json: JSON) {
        guard let path = json["path"]?.string, let type = json["mimeType"]?.string, let length = json["bytes"]?.int,
            let digest = json["digest"]?.string.flatMap({ Digest($0) })
        else { return nil }
        self.init(mimeType: type, length: Int64(length), digest: digest, path: path, displayName: json["name"]?.string ?? "")
    }
}
