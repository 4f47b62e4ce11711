import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache embed`: vectors of texts.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed", abstract: "Embed texts, or media taken together, as vectors.",
        discussion: """
            Only texts that are not known yet go upstream, in as few calls as possible.

              gemcache embed "first text" "second text" --dimensions 768 --json
              gemcache embed --file lines.txt
              gemcache embed --together "a red bicycle" bicycle.png
            """)

    @OptionGroup var endpoint: Endpoint
    @OptionGroup var connection: Connection

    @Argument(help: "The texts.")
    var texts: [String] = []

    @Option(help: ArgumentHelp("A file with one text a line; - is standard input.", valueName: "file"))
    var file: String?

    @Flag(help: "Give one vector for all arguments together; those that name files are looked at.")
    var together = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "name"))
    var model = Gemini.embeddingModel

    @Option(help: ArgumentHelp("The vectors' length: 128 to 3072.", valueName: "n"))
    var dimensions: Int?

    @Flag(help: "Print JSON: {\"vectors\": [[…]], \"cache\": […]}.")
    var json = false

    func validate() throws {
        if let dimensions, dimensions < 1 { throw ValidationError("--dimensions takes a positive number.") }
        if texts.isEmpty, file == nil { throw ValidationError("Give texts, or --file FILE.") }
        if together, file != nil { throw ValidationError("--together and --file exclude each other.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "Ask again; what is known by then is not sent again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            let texts = try self.texts + lines()
            if let index = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
                throw GemError(.badInput, "Text \(index + 1) is empty; the API embeds no empty text.")
            }
            try await Session.with(endpoint, connection) { session in
                defer { printer.clear() }
                let (vectors, cache) = try await embed(texts, session, printer)
                if json {
                    return Console.write(
                        JSON.members([
                            "model": .string(model), "vectors": .array(vectors.map { .array($0.map(JSON.float)) }),
                            "cache": .array(cache.map { .string($0.outcomeName) }),
                        ]).text() + "\n")
                }
                for vector in vectors { Console.print(vector.map { "\($0)" }.joined(separator: " ")) }
            }
        }
    }

    private func embed(
        _ texts: [String], _ session: Session, _ printer: ProgressPrinter
    ) async throws(GemError) -> ([[Float]], [CacheStatus?]) {
        if together {
            let pieces = texts.map { FileName.isFile($0) ? Media($0) : .text($0) }
            let vector = try await session.gemini.embed(
                together: pieces, model: model, dimensions: dimensions, options: connection.requestOptions, onProgress: { printer.show($0) }
            )
            return ([vector], [])
        }
        let answer = try await session.gemini.embed(
            contents: texts.map { Content(role: nil, parts: [.text($0)]) }, model: model, dimensions: dimensions,
            options: connection.requestOptions)
        return (answer.vectors, answer.cacheStatuses)
    }

    private func lines() throws(GemError) -> [String] {
        guard let file else { return [] }
        let bytes = try StandardInput.contents(of: file)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw GemError(.badInput, "\(file) is no UTF-8 text.") }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        if lines.isEmpty { throw GemError(.badInput, "\(file == "-" ? "Standard input" : file) holds no text; put one text on each line.") }
        return lines
    }
}
