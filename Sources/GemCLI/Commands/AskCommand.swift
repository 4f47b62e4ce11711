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
              gemcache ask "What is said here?" https://youtu.be/1x3k0V2IITo --clip 1:00-1:30
              gemcache ask "What is this about?" https://example.com/report.pdf --fetch
              gemcache ask "Who won yesterday?" --search --thinking 0
              gemcache ask "List the rivers." --schema rivers.schema.json --save rivers.json
              gemcache ask "Name a boat." --candidates 3 --temperature 1.5
              gemcache ask "Draw a boat." --model gemini-2.5-flash-image --modality text --modality image --save boat.png
              git diff | gemcache ask -
              git diff | gemcache ask "Is this right?" -

            Ends with 0 when answered, 1 when blocked or empty, 69 when offline and not cached, 75 when queued, 76 on an upstream error, 77 when refused.
            """)

    @OptionGroup(title: OptionSection.answer) var answer: AnswerOptions
    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "The question; - reads it from standard input.")
    var prompt: String

    @Argument(
        help:
            "Files, YouTube links and URLs to look at, in order; - is standard input, where the question is not. ;type=video/mp4 behind one says what it is.",
        completion: .file())
    var attachments: [String] = []

    @Option(
        help: ArgumentHelp("Answer in JSON of the form a JSON Schema tells.", valueName: "file"), completion: .file(extensions: ["json"]))
    var schema: String?

    @Option(
        help: ArgumentHelp("Keep the answer in this file: its pictures and sounds, else its text.", valueName: "file"), completion: .file())
    var save: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Look at this stretch of the videos alone: 60-90, 1:00-1:30, 1:30-.", valueName: "from-to"))
    var clip: Clip?

    @Flag(help: ArgumentHelp(stringLiteral: NamedMedia.fetchHelp))
    var fetch = false

    @Option(help: ArgumentHelp("How many frames a second of the videos are looked at; 1 unless told, 24 at most.", valueName: "number"))
    var fps: Double?

    @Option(
        help: ArgumentHelp(
            "How many answers, 1 to 8; one stands below the other, each below a line such as --- 1 of 3 ---.", valueName: "n"))
    var candidates: Int?

    @Option(
        help: ArgumentHelp(
            "Tell on standard error how likely each token of the answer was (natural logarithm), beside so many of the likeliest, 0 to 20.",
            valueName: "n"))
    var logprobs: Int?

    @Flag(inversion: .prefixedNo, help: "Write the answer as it comes.")
    var stream = true

    @Flag(help: "Print one JSON object: text, key, cache status, and the API's whole answer.")
    var json = false

    @Flag(help: "Say on standard error whether it was a hit, and how long it took.")
    var stats = false

    func validate() throws {
        if let candidates, !(1...8).contains(candidates) { throw ValidationError("--candidates takes a number from 1 to 8.") }
        if let logprobs, !(0...20).contains(logprobs) { throw ValidationError("--logprobs takes a number from 0 to 20.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "Ask again\(attachments.isEmpty ? "." : "; a file that is up already is not sent again.")")
        {
            let watch = Stopwatch()
            let progress = ProgressPrinter(isQuiet: endpoint.quiet || json)
            let (prompt, media) = try self.question()
            let file = try save.map { (name) throws(GemError) in try AnswerFile(name) }
            var options = try answer.options(system: try answer.instruction(), schema: schema)
            tell(&options.config)
            options.request = connection.requestOptions
            options.onProgress = { progress.show($0) }
            try await Session.with(endpoint, connection) { [options] session in
                defer { progress.clear() }
                let response = try await ask(prompt, media, session, options, progress, file)
                let milliseconds = watch.milliseconds
                if json { Console.print(summary(response, milliseconds)) }
                if stats { Console.note("\(response.cacheStatus.outcomeName)  \(milliseconds) ms") }
            }
        }
    }

    /// The prompt and what is attached; a piped prompt without the newlines at its end, as `$(…)` would give it.
    private func question() throws(GemError) -> (String, [Media]) {
        try NamedMedia.checkReadOnce(prompt, attachments)
        var text = try prompt == "-" ? StandardInput.text() : prompt
        if prompt == "-" { while text.last?.isNewline == true { text.removeLast() } }
        if text.allSatisfy(\.isWhitespace) { text = "" }
        return (text, try NamedMedia.read(attachments, fetches: fetch).looked(at: clip, fps: fps))
    }

    private func ask(
        _ prompt: String, _ media: [Media], _ session: Session, _ options: GenerateOptions, _ progress: ProgressPrinter, _ file: AnswerFile?
    ) async throws(GemError) -> GenerateContentResponse {
        let (gemini, model) = (session.gemini, answer.model ?? Gemini.defaultModel)
        var options = options
        let turn = try await gemini.turn(prompt, media, takingTimeOf: &options.request)
        let question = try gemini.question(
            [turn.content], attachments: turn.attachments, model: model, search: answer.search, options: options)
        var printer = AnswerPrinter(showsThoughts: answer.thoughts && !endpoint.quiet)
        let response: GenerateContentResponse
        let answers = options.config.candidateCount ?? 1
        // Footnotes stand in the text only where all of it is there before it is shown.
        let isWhole = json || !stream || answers > 1 || answer.search && !Console.outputIsTerminal
        if !isWhole {
            let pieces = try await gemini.stream(question, model: model, options: options.request, onProgress: options.onProgress)
            printer = try await Self.show(pieces, printer, progress)
            response = try pieces.response()
        } else {
            response = try await gemini.generate(question, model: model, options: options.request, onProgress: options.onProgress)
            if answers > 1 { return try showAll(response, of: answers, &printer, file) }
            if !json, response.hasParts { printer.show(response, cited: answer.search) }
        }
        printer.finish()
        try response.check(isKept: file != nil)
        if answer.search, !isWhole { printer.list(response.sources) }
        if logprobs != nil, !json { tellLikelihoods(response) }
        if response.isTruncated {
            // What is cut is no value of the schema's form; as text it may do.
            guard schema == nil else { throw response.cut }
            if !json { Console.note("gemcache: \(response.cut.message)") }
        }
        if file == nil, !json, !response.media.isEmpty, !response.partialText.isEmpty {
            let kinds = response.media.map(\.mimeType).joined(separator: ", ")
            Console.note("gemcache: The answer holds \(kinds) besides: ask again with --save FILE; it is known by now and not asked anew.")
        }
        if let file {
            let text = answer.search ? (try? response.citedText)?.description : nil
            for name in try file.write(response.media, else: text ?? response.partialText) where !endpoint.quiet {
                Console.note("kept in \(name)")
            }
        }
        return response
    }

    /// Shows an answer as it comes; on the thread it comes on where there is such a one, since to wake another for every chunk costs more than to show it.
    private static func show(
        _ pieces: GenerateStream, _ printer: AnswerPrinter, _ progress: ProgressPrinter
    ) async throws(GemError) -> AnswerPrinter {
        guard let executor = pieces.executor else { return try await showHere(pieces, printer, progress) }
        return try await withTaskExecutorPreference(executor) { () async throws(GemError) in
            try await showThere(pieces, printer, progress)
        }
    }

    @concurrent
    private static func showThere(
        _ pieces: GenerateStream, _ printer: AnswerPrinter, _ progress: ProgressPrinter
    ) async throws(GemError) -> AnswerPrinter {
        try await showHere(pieces, printer, progress)
    }

    private static func showHere(
        _ pieces: GenerateStream, _ printer: AnswerPrinter, _ progress: ProgressPrinter
    ) async throws(GemError) -> AnswerPrinter {
        var printer = printer
        while let piece = try await pieces.gathered() {
            progress.clear()
            printer.show(piece)
        }
        return printer
    }

    private func summary(_ response: GenerateContentResponse, _ milliseconds: Double) -> JSON {
        .members([
            "text": .string(response.partialText), "texts": Self.texts(response), "truncated": response.isTruncated ? true : nil,
            "cache": .string(response.cacheStatus.outcomeName),
            "key": (response.cacheStatus?.key).map { .string($0.description) },
            "model": .string(response.modelVersion ?? answer.model ?? Gemini.defaultModel), "ms": .double(milliseconds),
            "usage": response.json["usageMetadata"], "response": response.json,
        ])
    }
}

extension GenerateContentResponse {
    /// The sources the first answer names.
    var sources: [CitedText.Source] { (try? citedText)?.sources ?? [] }

    /// That the answer was cut by the tokens it may have.
    var cut: GemError {
        GemError(
            .noAnswer,
            "The answer was cut: its allowed tokens were used up (MAX_TOKENS). Ask again with a larger --max-tokens, or for less.")
    }

    /// Whether the first answer is one, and holds anything.
    var hasParts: Bool {
        (try? answered)?.content.parts.isEmpty == false
    }

    /// Throws where there is no answer to show: none at all, a blocked one, or one of pictures and sounds that are not kept.
    func check(isKept: Bool) throws(GemError) {
        let isCode = hasParts && candidates.first?.content.parts.contains { $0.executableCode != nil } == true
        guard hasParts, partialText.isEmpty, !media.isEmpty || isCode else {
            _ = try text
            return
        }
        guard isKept || media.isEmpty else {
            let kinds = media.map(\.mimeType).joined(separator: ", ")
            throw GemError(
                .noAnswer, "The answer is no text but \(kinds): ask again with --save FILE; it is known by now and not asked anew.")
        }
    }
}

extension CacheStatus? {
    /// `hit`, `miss`, …; `replayed` where a cassette answered before the cache was asked.
    var outcomeName: String { self.map { "\($0.outcome)" } ?? "replayed" }
}
