import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache ask`: one question, with files and addresses.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a question about text, files, videos and addresses.",
        discussion: """
              gemcache ask "Why is the sky blue?"
              gemcache ask "What is in this picture?" drawing.png
              gemcache ask "Summarize this video." https://youtu.be/1x3k0V2IITo --json
              git diff | gemcache ask -

            Ends with 0 when answered, 1 when blocked or empty, 69 when offline and not cached, 75 when queued, 76 on an upstream error, 77 when refused.
            """)

    @OptionGroup var endpoint: Endpoint
    @OptionGroup var connection: Connection

    @Argument(help: "The question; - reads it from standard input.")
    var prompt: String

    @Argument(help: "Files, YouTube links and URLs to look at, in order.")
    var attachments: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "name"))
    var model = Gemini.defaultModel

    @Option(parsing: .unconditional, help: ArgumentHelp("Tokens to think with: -1 as the model likes, 0 none.", valueName: "tokens"))
    var thinking = -1

    @Flag(help: "Let the model use Google Search.")
    var search = false

    @Option(help: ArgumentHelp("What the model is told before the question.", valueName: "text"))
    var system: String?

    @Option(help: ArgumentHelp("A cached content the question goes on from; see `gemcache context`.", valueName: "name"))
    var context: String?

    @Flag(inversion: .prefixedNo, help: "Write the answer as it comes.")
    var stream = true

    @Flag(help: "Print text, key and cache status as one JSON object.")
    var json = false

    @Flag(help: "Say on standard error whether it was a hit, and how long it took.")
    var stats = false

    func run() async throws {
        try await reporting(json: json, advice: "Ask again; a file that is up already is not sent again.") {
            let watch = Stopwatch()
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            let prompt = try self.question()
            try await Session.with(endpoint, connection) { session in
                var options = GenerateOptions()
                options.systemInstruction = system.map { Content(role: nil, parts: [.text($0)]) }
                options.cachedContent = context
                options.request = connection.requestOptions
                options.onProgress = { printer.show($0) }
                defer { printer.clear() }
                let response = try await ask(prompt, session, options, printer)
                let milliseconds = watch.milliseconds
                if json { Console.print(summary(response, milliseconds)) }
                if stats { Console.note("\(response.cacheStatus.outcomeName)  \(milliseconds) ms") }
            }
        }
    }

    /// The prompt; a piped one without the newlines at its end, as `$(…)` would give it.
    private func question() throws(GemError) -> String {
        if attachments.contains("-") {
            throw GemError(.badInput, "- stands for standard input only where the prompt is; give files by name.")
        }
        var text = try prompt == "-" ? StandardInput.text() : prompt
        if prompt == "-" { while text.last?.isNewline == true { text.removeLast() } }
        guard text.allSatisfy(\.isWhitespace) else { return text }
        return ""
    }

    private func ask(
        _ prompt: String, _ session: Session, _ options: GenerateOptions, _ printer: ProgressPrinter
    ) async throws(GemError) -> GenerateContentResponse {
        let media = attachments.map { Media($0) }
        guard stream, !json else {
            let response = try await session.gemini.generate(
                prompt, media, model: model, thinking: .budget(thinking), search: search, options: options)
            let text = try response.text
            if !json { write(text) }
            return response
        }
        let pieces = try await session.gemini.stream(
            prompt, media, model: model, thinking: .budget(thinking), search: search, options: options)
        var isFirst = true
        var endsWithNewline = true
        for try await piece in pieces {
            if isFirst { printer.clear() }
            isFirst = false
            Console.write(piece)
            endsWithNewline = piece.hasSuffix("\n")
        }
        if !endsWithNewline { Console.write("\n") }
        return try pieces.response()
    }

    private func write(_ text: String) { Console.write(text.hasSuffix("\n") ? text : text + "\n") }

    private func summary(_ response: GenerateContentResponse, _ milliseconds: Double) -> JSON {
        .members([
            "text": .string(response.partialText), "cache": .string(response.cacheStatus.outcomeName),
            "key": (response.cacheStatus?.key).map { .string($0.description) }, "model": .string(response.modelVersion ?? model),
            "ms": .double(milliseconds), "usage": response.json["usageMetadata"],
        ])
    }
}

extension CacheStatus? {
    /// `hit`, `miss`, …; `replayed` where a cassette answered before the cache was asked.
    var outcomeName: String { self.map { "\($0.outcome)" } ?? "replayed" }
}
