import GemCore
import Testing

/// Cuts random whole answers into random streams; merged again, they are what they were.
@Suite struct StreamCutTests {
    private static func text(_ random: inout KeysPropertyTests.Generator) -> String {
        (0..<Int.random(in: 1...12, using: &random)).map { _ in
            String(["a", " ", "é", "\u{1F468}\u{200D}\u{1F469}", "\n", "\"", "\\", "漢"].randomElement(using: &random) ?? "")
        }.joined()
    }

    private enum Kind: CaseIterable { case text, thought, signedText, call, image, code, result }

    /// Parts of which no two that stand together would be one part of a unary answer.
    private static func parts(_ random: inout KeysPropertyTests.Generator) -> [JSON] {
        var parts: [JSON] = []
        var last: Kind?
        for number in 0..<Int.random(in: 1...7, using: &random) {
            var kind = Kind.allCases.randomElement(using: &random) ?? .call
            if kind == last, kind == .text || kind == .thought { kind = .call }
            last = kind
            let bytes = JSON.string(String(repeating: "QUJD", count: Int.random(in: 1...20, using: &random)))
            switch kind {
            case .text: parts.append(["text": .string(text(&random))])
            case .thought: parts.append(["text": .string(text(&random)), "thought": true])
            case .signedText: parts.append(["text": .string(text(&random)), "thoughtSignature": bytes])
            case .call:
                parts.append([
                    "functionCall": [
                        "id": .string("c\(number)"), "name": "f", "args": ["text": .string(text(&random)), "n": .int(number)],
                    ]
                ])
            case .image: parts.append(["inlineData": ["mimeType": "image/png", "data": bytes], "thoughtSignature": bytes])
            case .code: parts.append(["executableCode": ["language": "PYTHON", "code": .string(text(&random))]])
            case .result: parts.append(["codeExecutionResult": ["outcome": "OUTCOME_OK", "output": .string(text(&random))]])
            }
        }
        return parts
    }

    private static func list(_ name: String, _ random: inout KeysPropertyTests.Generator) -> JSON {
        .array((0..<Int.random(in: 1...4, using: &random)).map { [name: .string("\(name) \($0)"), "startIndex": .int($0)] })
    }

    private static func candidate(_ index: Int, _ random: inout KeysPropertyTests.Generator) -> JSON {
        func maybe(_ json: JSON) -> JSON? { Bool.random(using: &random) ? json : nil }
        return .members([
            "content": ["parts": .array(parts(&random)), "role": "model"],
            "finishReason": .string(["STOP", "MAX_TOKENS"].randomElement(using: &random) ?? ""),
            "citationMetadata": maybe(["citationSources": list("uri", &random)]),
            "groundingMetadata": maybe([
                "webSearchQueries": list("query", &random), "groundingChunks": list("web", &random),
                "groundingSupports": list("segment", &random),
                "searchEntryPoint": ["renderedContent": .string(text(&random))],
            ]),
            "urlContextMetadata": maybe(["urlMetadata": list("retrievedUrl", &random)]),
            "logprobsResult": maybe(["topCandidates": list("token", &random), "chosenCandidates": list("token", &random)]),
            "avgLogprobs": maybe(.number("-0.25")), "tokenCount": maybe(.int(9)), "finishMessage": maybe("done"),
            "safetyRatings": maybe([["category": "HARM_CATEGORY_HARASSMENT", "probability": "NEGLIGIBLE"]]), "index": .int(index),
        ])
    }

    private static func answer(_ random: inout KeysPropertyTests.Generator) -> JSON {
        [
            "candidates": .array((0..<Int.random(in: 1...3, using: &random)).map { candidate($0, &random) }),
            "usageMetadata": [
                "promptTokenCount": 4, "candidatesTokenCount": 7, "totalTokenCount": 20, "thoughtsTokenCount": 9,
                "promptTokensDetails": [["modality": "TEXT", "tokenCount": 4]],
            ], "modelVersion": "m", "responseId": "r",
        ]
    }

    /// The pieces of one candidate, in order.
    private static func cut(_ candidate: JSON, _ random: inout KeysPropertyTests.Generator) -> [JSON] {
        var pieces: [[JSON]] = []
        for part in candidate["content"]?["parts"]?.array ?? [] {
            guard let text = part["text"]?.string, part["thoughtSignature"] == nil, text.count > 1 else {
                pieces.append([part])
                continue
            }
            var rest = Substring(text)
            while !rest.isEmpty {
                let end = rest.index(rest.startIndex, offsetBy: Int.random(in: 1...rest.count, using: &random))
                var piece = part
                piece["text"] = .string(String(rest[..<end]))
                pieces.append([piece])
                rest = rest[end...]
            }
        }
        // Some parts come together, but never two halves of one text.
        var groups: [[JSON]] = []
        for piece in pieces {
            let joins =
                groups.last?.last.map { $0["text"] == nil || piece[0]["text"] == nil || $0["thought"] != piece[0]["thought"] } ?? false
            if joins, Bool.random(using: &random) { groups[groups.count - 1] += piece } else { groups.append(piece) }
        }
        var chunks: [JSON] = groups.map { ["content": ["parts": .array($0), "role": "model"]] }
        for member in candidate.object?.members ?? [] where member.name != "content" && member.name != "index" {
            let isList = ["citationMetadata", "groundingMetadata", "urlContextMetadata", "logprobsResult"].contains(member.name)
            if isList, chunks.count > 1, Bool.random(using: &random) {
                let place = Int.random(in: 0..<chunks.count - 1, using: &random)
                var (first, second) = (JSON.Object(), JSON.Object())
                for inner in member.value.object?.members ?? [] {
                    guard let list = inner.value.array, list.count > 1 else {
                        second[inner.name] = inner.value
                        continue
                    }
                    let half = Int.random(in: 1..<list.count, using: &random)
                    first[inner.name] = .array(Array(list[..<half]))
                    second[inner.name] = .array(Array(list[half...]))
                }
                if !first.isEmpty { chunks[place][member.name] = .object(first) }
                chunks[chunks.count - 1][member.name] = .object(second)
            } else {
                chunks[chunks.count - 1][member.name] = member.value
            }
        }
        return chunks.map { chunk in
            var chunk = chunk
            chunk["index"] = candidate["index"]
            return chunk
        }
    }

    /// A stream that says the same: the candidates' pieces interleaved, each in its order.
    private static func stream(_ answer: JSON, _ random: inout KeysPropertyTests.Generator) -> [JSON] {
        var waiting = (answer["candidates"]?.array ?? []).map { cut($0, &random)[...] }
        var chunks: [JSON] = []
        while waiting.contains(where: { !$0.isEmpty }) {
            var candidates: [JSON] = []
            for place in waiting.indices where !waiting[place].isEmpty && (Bool.random(using: &random) || chunks.isEmpty) {
                if let piece = waiting[place].popFirst() { candidates.append(piece) }
            }
            guard !candidates.isEmpty else { continue }
            chunks.append([
                "candidates": .array(candidates), "usageMetadata": ["promptTokenCount": 4, "totalTokenCount": .int(chunks.count)],
                "modelVersion": "m",
                "responseId": "r",
            ])
        }
        if let usage = answer["usageMetadata"] { chunks[chunks.count - 1]["usageMetadata"] = usage }
        return chunks
    }

    /// Every path of a JSON with the value at its end.
    private static func leaves(_ json: JSON, _ path: String = "$") -> [String: JSON] {
        switch json {
        case .object(let object): object.members.reduce(into: [:]) { $0.merge(leaves($1.value, "\(path).\($1.name)")) { a, _ in a } }
        case .array(let elements):
            elements.enumerated().reduce(into: [:]) { $0.merge(leaves($1.element, "\(path)[\($1.offset)]")) { a, _ in a } }
        default: [path: json]
        }
    }

    @Test func anAnswerCutIntoAStreamAndMergedIsWhatItWas() throws {
        for seed in 0..<(KeysRewritingTests.isThorough ? 2000 : 150) {
            var random = KeysPropertyTests.Generator(state: UInt64(seed))
            let whole = Self.answer(&random)
            let chunks = Self.stream(whole, &random)
            let merged = Self.leaves(StreamMerge.merge(chunks))
            var asTheyCame = StreamWhole()
            for chunk in chunks { _ = try asTheyCame.add(chunk.bytes()) }
            #expect(try asTheyCame.merged() == StreamMerge.merge(chunks), "seed \(seed)")
            let wanted = Self.leaves(whole)
            let wrong = Set(merged.keys).union(wanted.keys).filter { merged[$0] != wanted[$0] }.sorted()
            #expect(wrong.isEmpty, "seed \(seed): \(wrong.prefix(3)) of \(chunks.count) chunks")
            if !wrong.isEmpty { return }
        }
    }
}
