import GemCore
import Gemini

/// Checks that the chunks of a stream, joined into one message, lose nothing.
enum Merges {
    static func check(_ answer: RecordedAnswer, _ recording: Recording) throws(Skip) {
        guard case .stream(let chunks, _, _, _, _) = answer else { throw Skip("no stream") }
        guard recording.route.operation == .streamGenerateContent else { throw Skip("a stream of another dialect") }
        let merged = StreamMerge.merge(chunks)
        let lost = chunks.reduce(into: Set<String>()) { $0.formUnion($1.paths) }.subtracting(merged.paths)
        guard lost.isEmpty else { throw Skip("paths are lost: \(lost.sorted().prefix(3))", isFailure: true) }
        let whole = Said(chunks: [merged])
        let pieces = Said(chunks: chunks)
        for (index, said) in pieces.candidates {
            guard let found = whole.candidates[index] else { throw Skip("candidate \(index) is lost", isFailure: true) }
            if let what = said.difference(from: found) { throw Skip("\(what) of candidate \(index) is lost", isFailure: true) }
        }
    }
}

/// What chunks say, candidate by candidate.
private struct Said {
    struct Candidate {
        var text = ""
        var thoughts = ""
        var signatures: [String] = []
        /// Everything in parts but text, thoughts and signatures, in order.
        var others: [JSON] = []
        var groundings: Set<JSON> = []
        var finishReason: JSON?

        func difference(from merged: Candidate) -> String? {
            if text != merged.text { return "text" }
            if thoughts != merged.thoughts { return "a thought" }
            if signatures != merged.signatures { return "a thought signature" }
            if others != merged.others { return "a call or other part" }
            if !groundings.isSubset(of: merged.groundings) { return "grounding" }
            if finishReason != merged.finishReason { return "the finish reason" }
            return nil
        }
    }

    var candidates: [Int: Candidate] = [:]

    init(chunks: [JSON]) {
        for chunk in chunks {
            for (position, candidate) in (chunk["candidates"]?.array ?? []).enumerated() {
                add(candidate, to: candidate["index"]?.int ?? position)
            }
        }
    }

    private mutating func add(_ json: JSON, to index: Int) {
        var said = candidates[index] ?? Candidate()
        for part in json["content"]?["parts"]?.array ?? [] {
            let text = part["text"]?.string ?? ""
            if part["thought"] == true { said.thoughts += text } else { said.text += text }
            if let signature = part["thoughtSignature"]?.string { said.signatures.append(signature) }
            var rest = part
            for name in ["text", "thought", "thoughtSignature"] { rest[name] = nil }
            if rest.object?.isEmpty == false { said.others.append(rest) }
        }
        for (name, lists) in [
            "groundingMetadata": ["groundingChunks", "groundingSupports", "webSearchQueries"],
            "citationMetadata": ["citations", "citationSources"], "urlContextMetadata": ["urlMetadata"],
        ] {
            for list in lists { said.groundings.formUnion(json[name]?[list]?.array ?? []) }
        }
        if let reason = json["finishReason"] { said.finishReason = reason }
        candidates[index] = said
    }
}
