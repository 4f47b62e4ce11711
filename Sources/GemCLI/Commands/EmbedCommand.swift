import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache embed`: vectors of texts and media.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed", abstract: "Embed texts and media as vectors.",
        discussion: """
            Only what is not known yet goes upstream, in as few calls as possible. Vectors come in the order of texts, lines and media.

              gemcache embed "first text" "second text" --dimensions 768 --json
              gemcache embed --file lines.txt --task document --format npy > lines.npy
              gemcache embed --media purring.wav drawing.png report.pdf
              gemcache embed --together "a red bicycle" bicycle.png
              gemcache embed "Who kept the light?" --task question-answering
            """)

    @OptionGroup(title: OptionSection.vectors) var purpose: EmbeddingPurpose
    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "The texts.")
    var texts: [String] = []

    @Option(help: ArgumentHelp("A file with one text a line; - is standard input.", valueName: "file"), completion: .file())
    var file: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Images, sounds, videos, PDF documents or text files, or addresses of such, each with its vector; ;type=audio/mpeg behind one says what it is.",
            valueName: "file"),
        completion: .file())
    var media: [String] = []

    @Flag(help: ArgumentHelp(stringLiteral: NamedMedia.fetchHelp))
    var fetch = false

    @Flag(help: "Give one vector for all arguments together; those that name files are looked at.")
    var together = false

    @Flag(help: "Leave vectors as long as the API gives them, instead of scaling them to length 1.")
    var raw = false

    @Option(
        help: ArgumentHelp(
            "How vectors are written: text, a line of numbers each; f32, 4 bytes a value, little-endian; npy, a matrix for NumPy.",
            valueName: "form"))
    var format: VectorForm = .text

    @Flag(help: "Print JSON: {\"vectors\": [[…]], \"cache\": […]}.")
    var json = false

    func validate() throws {
        if texts.isEmpty, file == nil, media.isEmpty { throw ValidationError("Give texts, --file FILE or --media FILE.") }
        if together, file != nil { throw ValidationError("--together and --file exclude each other.") }
        if json, format != .text { throw ValidationError("--json and --format exclude each other.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "Ask again; what is known by then is not sent again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            if format != .text, Console.outputIsTerminal {
                throw GemError(.usage, "--format \(format.rawValue) writes bytes, not text: send them to a file with `> FILE`.")
            }
            let items = try items()
            try await Session.with(endpoint, connection) { session in
                defer { printer.clear() }
                var options = EmbedOptions()
                options.normalizes = !raw
                options.request = connection.requestOptions
                options.onProgress = { printer.show($0) }
                if items.count > EmbedCommand.manyItems { options.onVectors = { printer.show("embedding", done: $0, of: $1) } }
                let answer = try await session.gemini.embed(
                    each: items, model: purpose.model, dimensions: purpose.dimensions, task: purpose.embeddingTask, options: options)
                printer.clear()
                if json { Console.write(summary(answer).text() + "\n") } else { Console.write(format.bytes(answer.vectors)) }
                for index in answer.truncated { Console.note("gemcache: item \(index + 1) was too long and was cut.") }
            }
        }
    }

    /// From so many on a bar is shown.
    private static let manyItems = 100

    private func items() throws(GemError) -> [EmbedItem] {
        let texts = try self.texts + lines()
        if let index = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw GemError(.badInput, "Text \(index + 1) is empty; the API embeds no empty text, so leave it out.")
        }
        if together {
            let advice = "As words it goes with others in one argument."
            var seen: [Media] = []
            for text in texts { seen.append(try NamedMedia.readOrText(text, orText: advice, fetches: fetch)) }
            for name in media { seen.append(try NamedMedia.read(name, fetches: fetch)) }
            try NamedMedia.check(seen, fetches: fetch)
            return [.together(seen)]
        }
        return texts.map { .text($0) } + (try NamedMedia.read(media, fetches: fetch)).map { .media($0) }
    }

    private func summary(_ answer: EmbedResponse) -> JSON {
        .members([
            "model": .string(purpose.model), "vectors": .array(answer.vectors.map { .array($0.map(JSON.float)) }),
            "cache": .array(answer.cacheStatuses.map { .string($0.outcomeName) }),
            "truncated": answer.truncated.isEmpty ? nil : .array(answer.truncated.map { .int($0) }),
        ])
    }

    private func lines() throws(GemError) -> [String] {
        guard let file else { return [] }
        let bytes = try StandardInput.contents(of: file)
        guard let text = StandardInput.text(bytes) else {
            throw GemError(.badInput, "\(file) is no UTF-8 text; pictures, sounds and documents are embedded with --media FILE.")
        }
        let name = file == "-" ? "standard input" : file
        let lines = StandardInput.lines(text)
        let texts = lines.indices.filter { !lines[$0].allSatisfy(\.isWhitespace) }
        guard let last = texts.last else {
            throw GemError(.badInput, "\(file == "-" ? "Standard input" : file) holds no text; put one text on each line.")
        }
        // Whoever reads vectors and lines side by side must know where they part.
        let empty = (0..<last).filter { lines[$0].allSatisfy(\.isWhitespace) }
        if let first = empty.first, !endpoint.quiet {
            let more = empty.count > 1 ? ", \(empty.count) in all" : ""
            Console.note(
                "gemcache: An empty line has no vector: line \(first + 1) of \(name)\(more). Behind it a vector's place is not its line's.")
        }
        return texts.map { String(lines[$0]) }
    }
}
