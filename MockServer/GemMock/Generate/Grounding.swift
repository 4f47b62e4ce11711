internal import GemCore

/// Makes the grounding metadata of an answer that searched: every segment's bytes are where it says.
struct Grounding: Sendable {
    let prompt: Prompt
    let api: Route.API
    /// Pages that were read.
    let urls: [String]

    private static let sources = ["wikipedia.org", "britannica.com", "nature.com", "example.org", "arxiv.org"]

    /// The metadata of a text: up to three of its sentences, each supported by one or two sources; nil where nothing was searched.
    func metadata(_ text: String, _ dice: inout Dice) -> JSON? {
        let tools = prompt.tools
        let isWeb = tools.searches || tools.searchesTheOldWay
        var chunks: [JSON] = []
        if isWeb { chunks += web(&dice) }
        chunks += urls.map { ["web": .members(["uri": .string($0), "title": .string($0)])] }
        if let stores = tools.stores { chunks += stored(stores.first ?? "") }
        if tools.searchesMaps { chunks.append(Self.place(&dice)) }
        guard !chunks.isEmpty else { return nil }
        let query = String(prompt.lastText.prefix(80))
        let supports = Self.sentences(text).prefix(3).enumerated().map { index, sentence -> JSON in
            let wanted = index == 0 ? [0] : [0, index % chunks.count]
            let indices: [JSON] = (wanted[0] == wanted[wanted.count - 1] ? [0] : wanted).map { .int($0) }
            return .members([
                "segment": .members([
                    "startIndex": sentence.start == 0 ? nil : .int(sentence.start), "endIndex": .int(sentence.end),
                    "text": .string(sentence.text),
                ]),
                "groundingChunkIndices": .array(indices),
                "confidenceScores": tools.searchesTheOldWay ? .array(indices.map { _ in .double(0.9) }) : nil,
            ])
        }
        return .members([
            "searchEntryPoint": isWeb ? ["renderedContent": .string(Self.chip(query))] : nil, "groundingChunks": .array(chunks),
            "groundingSupports": .array(Array(supports)),
            "retrievalMetadata": tools.searchesTheOldWay ? ["googleSearchDynamicRetrievalScore": .double(0.9)] : nil,
            "webSearchQueries": isWeb ? [.string(query)] : nil,
            "googleMapsWidgetContextToken": tools.wantsMapsWidget
                ? .string("widgetcontent/" + Base64Coding.encode(dice.bytes(24), urlSafe: true)) : nil,
        ])
    }

    /// The suggestion that is to be shown with an answer from the web.
    static func chip(_ query: String) -> String {
        let text = query.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return "<div class=\"container\"><a class=\"chip\">\(text)</a></div>"
    }

    private func web(_ dice: inout Dice) -> [JSON] {
        let first = dice.below(Self.sources.count)
        return (0..<2).map { index in
            let site = Self.sources[(first + index) % Self.sources.count]
            let target =
                "https://vertexaisearch.cloud.google.com/grounding-api-redirect/" + Base64Coding.encode(dice.bytes(48), urlSafe: true)
            return ["web": .members(["uri": .string(target), "title": .string(site), "domain": api == .vertex ? .string(site) : nil])]
        }
    }

    private func stored(_ store: String) -> [JSON] {
        let text = "A passage about: \(prompt.lastText.prefix(120))"
        return [
            [
                "retrievedContext": .members([
                    "title": "document-1", "text": .string(text), "fileSearchStore": store.isEmpty ? nil : .string(store),
                ])
            ]
        ]
    }

    private static func place(_ dice: inout Dice) -> JSON {
        let id = "ChIJ" + Base64Coding.encode(dice.bytes(17), urlSafe: true)
        return [
            "maps": .members([
                "uri": .string("https://maps.google.com/?cid=\(dice.next() >> 4)"), "title": "Mock Café",
                "placeId": .string("places/" + id),
            ])
        ]
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
}
