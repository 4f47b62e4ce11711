internal import GemCore

/// Makes the grounding metadata of an answer that searched: every segment's bytes are where it says.
enum Grounding {
    private static let sources = ["wikipedia.org", "britannica.com", "nature.com", "example.org", "arxiv.org"]

    /// The metadata of a text: up to three of its sentences, each supported by one or two sources.
    static func metadata(_ text: String, query: String, dice: Dice, api: Route.API) -> JSON {
        var dice = dice
        let first = dice.below(sources.count)
        let chunks = (0..<2).map { index -> JSON in
            let site = sources[(first + index) % sources.count]
            let target =
                "https://vertexaisearch.cloud.google.com/grounding-api-redirect/" + Base64Coding.encode(dice.bytes(48), urlSafe: true)
            return ["web": .members(["uri": .string(target), "title": .string(site), "domain": api == .vertex ? .string(site) : nil])]
        }
        let supports = sentences(text).prefix(3).enumerated().map { index, sentence -> JSON in
            .members([
                "segment": .members([
                    "startIndex": sentence.start == 0 ? nil : .int(sentence.start), "endIndex": .int(sentence.end),
                    "text": .string(sentence.text),
                ]),
                "groundingChunkIndices": index == 0 ? [0] : [0, 1],
            ])
        }
        let queries: JSON = .array([.string(String(query.prefix(80)))])
        let entry: JSON = [
            "renderedContent": .string("<div class=\"container\"><a class=\"chip\">\(escape(String(query.prefix(80))))</a></div>")
        ]
        return .members([
            "searchEntryPoint": entry, "groundingChunks": .array(chunks), "groundingSupports": .array(Array(supports)),
            "webSearchQueries": queries,
        ])
    }

    /// Sentences with their places in UTF-8 bytes.
    private static func sentences(_ text: String) -> [(start: Int, end: Int, text: String)] {
        let bytes = Array(text.utf8)
        var found: [(Int, Int, String)] = []
        var start = 0
        for index in bytes.indices {
            let isEnd = index + 1 == bytes.count || ([46, 33, 63].contains(bytes[index]) && [32, 10].contains(bytes[index + 1]))
            guard isEnd || bytes[index] == 10 else { continue }
            let end = bytes[index] == 10 ? index : index + 1
            while start < end, bytes[start] == 32 || bytes[start] == 10 { start += 1 }
            if end - start > 1 { found.append((start, end, String(decoding: bytes[start..<end], as: UTF8.self))) }
            start = index + 1
        }
        return found
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
