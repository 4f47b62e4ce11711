import GemCache
import GemCore
import Gemini

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A conversation at the terminal, or through a pipe: reads, asks, shows, remembers.
struct ChatRoom {
    let session: Session
    let answer: AnswerOptions
    let request: RequestOptions
    let reader: LineReader
    let signals: ChatSignals
    let isQuiet: Bool
    /// Whether addresses are fetched here.
    let fetches: Bool
    /// The file of the session; nil where it has no name.
    let file: SessionFile?
    var conversation: Conversation

    /// What goes with the next question.
    private var waiting: [Media] = []
    /// The last question, where it got no answer.
    private var failed: (asked: Content, attachments: [Attachment], sample: UInt32)?

    init(
        _ session: Session, _ answer: AnswerOptions, _ request: RequestOptions, _ reader: LineReader, _ signals: ChatSignals, isQuiet: Bool,
        fetches: Bool, file: SessionFile?, _ conversation: Conversation
    ) {
        self.session = session
        self.answer = answer
        self.request = request
        self.reader = reader
        self.signals = signals
        self.isQuiet = isQuiet
        self.fetches = fetches
        self.file = file
        self.conversation = conversation
    }

    /// Talks until `/quit`, the end of the input, or, through a pipe, the first error.
    mutating func run(_ typed: TypedLines, first: [Media]) async throws {
        for media in first { waiting.append(try await fetched(media)) }
        var lines = reader.isEditing ? typed.load() : []
        while true {
            switch await reader.line(prompt) {
            case .ended: return
            case .interrupted: Console.note("Ctrl-D or /quit leaves.")
            case .unreadable:
                throw GemError(.badInput, "A question on standard input is no UTF-8 text; convert it first, such as with iconv -t UTF-8.")
            case .line(let line):
                if reader.isEditing, !line.allSatisfy(\.isWhitespace) {
                    reader.remember(line)
                    if lines.last != line { lines.append(line) }
                    typed.save(lines)
                }
                do { if try await take(ChatInput(line)) { return } } catch let error as GemError {
                    guard reader.isEditing else { throw error }
                    // A cancelled answer is no mishap.
                    if error.code == .cancelled { Console.note("(stopped; /retry asks again)") } else { report(error, json: false) }
                }
            }
        }
    }

    private var prompt: String { waiting.isEmpty ? "> " : "+\(waiting.count)> " }

    /// Does what was typed; true where that is to leave.
    private mutating func take(_ input: ChatInput) async throws -> Bool {
        switch input {
        case .nothing: break
        case .say(let text): try await say(text)
        case .file(let name): try await add(name)
        case .model(let name): try change(model: name)
        case .system(let text): try change(system: text)
        case .context(let name): try change(context: name)
        case .save(let name): try save(name)
        case .undo: try undo()
        case .retry: try await retry()
        case .history: Console.write(conversation.turns.isEmpty ? "" : conversation.markdown)
        case .help:
            for command in ChatInput.commands {
                Console.note("  \(command.name) \(command.argument)".padded(to: 26) + command.help)
            }
            Console.note("  Alt-Enter begins another line; Ctrl-C stops an answer; Ctrl-R searches what was typed.")
        case .quit: return true
        case .mistake(let advice): throw GemError(.badInput, advice)
        }
        return false
    }

    private mutating func say(_ text: String) async throws {
        let turn = try await session.gemini.userTurn(text, waiting)
        waiting = []
        try await ask(turn.content, turn.attachments, sample: request.sample)
    }

    private mutating func ask(_ asked: Content, _ attachments: [Attachment], sample: UInt32) async throws {
        failed = (asked, attachments, sample)
        let progress = ProgressPrinter(isQuiet: isQuiet)
        defer { progress.clear() }
        var options = try answer.options(system: conversation.system)
        options.request = request
        options.request.sample = sample
        options.cachedContent = conversation.context
        options.onProgress = { progress.show($0) }
        let known = conversation.attachments
        let (gemini, model) = (session.gemini, conversation.model)
        let question = try gemini.question(
            conversation.contents + [asked], attachments: known + attachments.filter { !known.contains($0) }, model: model,
            search: answer.search, options: options)
        let printer = AnswerPrinter(showsThoughts: answer.thoughts && !isQuiet)
        let result = await signals.cancellable { [options] () -> Result<GenerateContentResponse, GemError> in
            await Self.answer(gemini, question, model, options, printer, progress)
        }
        let response = try Self.answer(result, known)
        if answer.search { printer.list(response.sources) }
        if response.isTruncated { Console.note("gemcache: \(response.cut.message)") }
        guard let content = response.candidates.first?.content else { return }
        let turn = Conversation.Turn(asked: asked, answer: content, attachments: attachments, sample: sample)
        try file?.append([Conversation.line(turn)])
        conversation.turns.append(turn)
        failed = nil
        if reader.isEditing { Console.write("\n") }
    }

    private static func answer(
        _ gemini: Gemini, _ question: GenerateContentRequest, _ model: String, _ options: GenerateOptions, _ printer: AnswerPrinter,
        _ progress: ProgressPrinter
    ) async -> Result<GenerateContentResponse, GemError> {
        var printer = printer
        defer { printer.finish() }
        do throws(GemError) {
            let pieces = try await gemini.stream(question, model: model, options: options.request, onProgress: options.onProgress)
            for try await piece in pieces {
                guard !Task.isCancelled else { throw GemError(.cancelled, "The answer was stopped.") }
                progress.clear()
                printer.show(piece)
            }
            let response = try pieces.response()
            try response.check(isKept: false)
            return .success(response)
        } catch {
            return .failure(error)
        }
    }

    /// The answer; an error about a file that an earlier turn looks at says what can be done about that.
    private static func answer(
        _ result: Result<GenerateContentResponse, GemError>, _ known: [Attachment]
    ) throws(GemError) -> GenerateContentResponse {
        do { return try result.get() } catch {
            guard error.code == .badInput, let path = error.path, let file = known.first(where: { $0.path == path }) else { throw error }
            var error = error
            error.message =
                "An earlier turn looks at \(file.path), of which upstream has no copy any more, and the file is not what it was. Put it back as it "
                + "was, or take turns back with /undo until it is gone."
            throw error
        }
    }

    private mutating func retry() async throws {
        if let failed { return try await ask(failed.asked, failed.attachments, sample: failed.sample) }
        guard let last = conversation.turns.popLast() else { throw GemError(.badInput, "Nothing was asked yet; type a question first.") }
        // The old turn stands until there is a new one.
        do { try await ask(last.asked, last.attachments, sample: last.sample &+ 1) } catch {
            conversation.turns.append(last)
            failed = nil
            throw error
        }
        try file?.replace(conversation.lines)
    }

    private mutating func undo() throws {
        failed = nil
        guard let last = conversation.turns.popLast() else {
            throw GemError(.badInput, "There is nothing to take back; /history shows the conversation.")
        }
        do { try file?.replace(conversation.lines) } catch {
            conversation.turns.append(last)
            throw error
        }
        Console.note("Taken back: \(Conversation.words(last.asked).prefix(60))")
    }

    private mutating func add(_ name: String) async throws {
        guard NamedMedia.typed(name).name != "-" else {
            throw GemError(.badInput, "There is no file -; what is typed is the conversation.")
        }
        let media = try NamedMedia.read(name, fetches: fetches)
        if case .file(let path, let type) = media {
            try FileName.refuseFolder(path, "what the model can look at")
            guard FileName.isFile(path) else { throw GemError(.badInput, "There is no file \(path); check the path.") }
            // Sessions go on from other folders too.
            let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
            waiting.append(.file(whole, mimeType: type))
        } else {
            waiting.append(try await fetched(media))
        }
        if reader.isEditing { Console.note("\(name) goes with the next question.") }
    }

    /// The media with what an address holds, where it is fetched here: at once, so that one that cannot be is told before a question is typed. Ctrl-C stops it.
    private func fetched(_ media: Media) async throws(GemError) -> Media {
        guard case .fetched = media else { return media }
        let (gemini, limit) = (session.gemini, request.timeLimit)
        return try await signals.cancellable { () -> Result<Media, GemError> in
            do throws(GemError) { return .success(try await gemini.fetching(media, timeLimit: limit)) } catch { return .failure(error) }
        }.get()
    }

    private mutating func change(model name: String?) throws {
        if let name {
            try file?.append([["model": .string(name)]])
            conversation.model = name
        }
        if name == nil || reader.isEditing { Console.note("The model is \(conversation.model).") }
    }

    private mutating func change(system text: String?) throws {
        guard let text else { return Console.note(conversation.system ?? "The model is told nothing before.") }
        var options = AnswerOptions.standard
        options.system = text
        let system = text == "-" ? nil : try options.instruction()
        try file?.append([["system": system.map(JSON.string) ?? .null]])
        conversation.system = system
    }

    private mutating func change(context name: String?) throws {
        guard let name else { return Console.note(conversation.context ?? "The conversation goes on from no cached content.") }
        let context = name == "-" ? nil : name
        try file?.append([["context": context.map(JSON.string) ?? .null]])
        conversation.context = context
    }

    private func save(_ name: String) throws {
        let isJSON = name.lowercased().hasSuffix(".json")
        let text = isJSON ? conversation.json.text(.readable) : conversation.markdown
        _ = try AnswerFile(name).write([], else: text)
        Console.note("kept in \(name)")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
