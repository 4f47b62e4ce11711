import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache similar`: how near things are in meaning.
struct SimilarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar", abstract: "Tell how near texts and media are in meaning.",
        discussion: """
            Prints the cosine of two vectors, 1 for the same, about 0 for strangers; a table for more than two. Arguments that name files are looked at.
            Texts alone are embedded for sentence similarity, unless --task says otherwise.

              gemcache similar "A boat in harbour" "A ship at sea"
              gemcache similar "a cat purring" purring.wav rain.wav bell.wav
              gemcache similar drawing.png "a house and a tree" --json
            """)

    @OptionGroup(title: OptionSection.vectors) var purpose: EmbeddingPurpose
    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "Texts and files, two at least.", completion: .file())
    var items: [String]

    @Flag(help: "Take all arguments for texts, also those that name files.")
    var texts = false

    @Flag(help: ArgumentHelp(stringLiteral: NamedMedia.fetchHelp))
    var fetch = false

    @Flag(help: "Print JSON: {\"items\": […], \"matrix\": [[…]]}, and \"similarity\" of two.")
    var json = false

    func validate() throws {
        if items.count < 2 { throw ValidationError("Give two texts or files at least.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "Ask again; what is known by then is not sent again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            let media = try items.map { item in
                texts ? .text(item) : try NamedMedia.readOrText(item, orText: "--texts takes it for words.", fetches: fetch)
            }
            try NamedMedia.check(media, fetches: fetch)
            if let index = items.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
                throw GemError(.badInput, "Text \(index + 1) is empty; the API embeds no empty text, so leave it out.")
            }
            let task = purpose.embeddingTask ?? (media.allSatisfy(\.isText) ? .semanticSimilarity : nil)
            try await Session.with(endpoint, connection) { session in
                defer { printer.clear() }
                var options = EmbedOptions()
                options.request = connection.requestOptions
                options.onProgress = { printer.show($0) }
                let vectors = try await session.gemini.embed(
                    each: media.map { .media($0) }, model: purpose.model,
                    dimensions: purpose.dimensions, task: task, options: options
                ).vectors
                printer.clear()
                try show(vectors)
            }
        }
    }

    private func show(_ vectors: [[Float]]) throws(GemError) {
        var matrix: [[Float]] = []
        for one in vectors {
            var row: [Float] = []
            for other in vectors { row.append(try Vectors.cosine(one, other)) }
            matrix.append(row)
        }
        if json {
            return Console.print(
                .members([
                    "model": .string(purpose.model), "items": .array(items.map { .string($0) }),
                    "similarity": items.count == 2 ? .float(matrix[0][1]) : nil,
                    "matrix": .array(matrix.map { .array($0.map(JSON.float)) }),
                ]))
        }
        guard items.count > 2 else { return Console.print(Self.fixed(matrix[0][1])) }
        let marks = items.indices.map { String($0 + 1) }
        let width = marks.map(\.count).max() ?? 1
        Console.print(Self.padded("", width) + marks.map { Self.padded($0, 8) }.joined())
        for (index, row) in matrix.enumerated() {
            Console.print(
                Self.padded(marks[index], width) + row.map { Self.padded(Self.fixed($0), 8) }.joined() + "  " + Self.brief(items[index]))
        }
    }

    /// Four decimals.
    static func fixed(_ value: Float) -> String {
        guard value.isFinite else { return "-" }
        guard abs(value) < 1e9 else { return "\(value)" }
        let units = Int((abs(value) * 10_000).rounded())
        let decimals = String(units % 10_000)
        let sign = value < 0 && units > 0 ? "-" : ""
        return "\(sign)\(units / 10_000).\(String(repeating: "0", count: 4 - decimals.count))\(decimals)"
    }

    private static func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

    private static func brief(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        return line.count > 48 ? line.prefix(47) + "…" : String(line)
    }
}
