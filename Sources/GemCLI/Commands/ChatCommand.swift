import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache chat`: a conversation.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk with the model; a named session goes on where it was left.",
        discussion: """
              gemcache chat
              gemcache chat --session boats --system "Answer like a sailor."
              gemcache chat report.pdf --model gemini-2.5-pro
              gemcache chat --list
              printf 'Name a river.\\nAnd where it ends?\\n' | gemcache chat

            Typed lines can be edited, gone through with up and down, and searched with Ctrl-R; /help tells the commands. Ctrl-C stops an answer and keeps \
            the conversation, Ctrl-D leaves. Through a pipe each line is a question, and the first error ends it.
            Sessions are JSON lines in the folder `chats` of the store; a turn is added when its answer is whole.
            """)

    @OptionGroup(title: OptionSection.answer) var answer: AnswerOptions
    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "Files, YouTube links and URLs to look at with the first question.", completion: .file())
    var attachments: [String] = []

    @Flag(help: ArgumentHelp(stringLiteral: NamedMedia.fetchHelp + " Those of /file too."))
    var fetch = false

    @Option(
        name: .long, help: ArgumentHelp("Go on with this session, or begin it.", valueName: "name"),
        completion: Completions.sessions)
    var session: String?

    @Flag(help: "List the sessions.")
    var list = false

    @Flag(help: "With --list: print JSON.")
    var json = false

    func validate() throws {
        if json, !list { throw ValidationError("--json goes with --list; pipe questions to `gemcache ask --json` for answers as JSON.") }
        if list, session != nil { throw ValidationError("--list and --session exclude each other.") }
    }

    func run() async throws {
        try await reporting(json: json, finishes: true) {
            let folder = ChatFolder(store: try endpoint.storage.path())
            if list { return try ChatListing(folder).print(json: json) }
            try await talk(folder)
        }
    }

    private func talk(_ folder: ChatFolder) async throws {
        let (file, conversation) = try open(folder)
        // Standard input is what is said.
        var first: [Media] = []
        for name in attachments {
            first.append(try NamedMedia.typed(name).name == "-" ? .file(name) : NamedMedia.read(name, fetches: fetch))
        }
        if FileName.isFile(folder.path) || Terminal.canEdit { try? folder.make() }
        let typed = TypedLines(folder.typed)
        let reader = LineReader(history: Terminal.canEdit ? typed.load() : [], words: ChatInput.commands.map(\.name))
        let advice =
            session.map { "`gemcache chat --session \($0)` goes on with the conversation." } ?? "Nothing was kept: --session NAME would."
        try await ChatSignals.watched(advice: advice) { signals in
            try await Session.with(endpoint, connection) { [first] session in
                if reader.isEditing { greet(conversation) }
                var room = ChatRoom(
                    session, answer, connection.requestOptions, reader, signals, isQuiet: endpoint.quiet, fetches: fetch, file: file,
                    conversation)
                try await room.run(typed, first: first)
                // What was stopped still comes to its end, to be kept.
                let note = Task {
                    try await Task.sleep(for: .seconds(1))
                    Console.note("An answer that was stopped is still coming, and is kept when it is there; Ctrl-C leaves without it.")
                }
                await session.stack.drain()
                note.cancel()
            }
        }
    }

    /// The session's file and what was said in it; what the command line says goes before what the file says.
    private func open(_ folder: ChatFolder) throws(GemError) -> (SessionFile?, Conversation) {
        let (system, context) = (try answer.instruction(), try answer.cachedContent())
        guard let session else {
            return (nil, Conversation(model: answer.model ?? Gemini.defaultModel, system: system, context: context))
        }
        let path = try folder.file(session)
        try folder.make()
        let (file, lines) = try SessionFile.open(path, name: session)
        var conversation = Conversation(model: Gemini.defaultModel)
        for line in lines { _ = conversation.apply(line) }
        let before = conversation
        conversation.model = answer.model ?? conversation.model
        conversation.system = system ?? conversation.system
        conversation.context = context ?? conversation.context
        if lines.isEmpty {
            try file.append(conversation.lines)
        } else {
            if conversation.model != before.model { try file.append([["model": .string(conversation.model)]]) }
            if conversation.system != before.system { try file.append([["system": conversation.system.map(JSON.string) ?? .null]]) }
            if conversation.context != before.context { try file.append([["context": conversation.context.map(JSON.string) ?? .null]]) }
        }
        return (file, conversation)
    }

    private func greet(_ conversation: Conversation) {
        let turns = conversation.turns.count
        let place = session.map { turns == 0 ? "a new session, \($0)" : "session \($0), \(turns) \(turns == 1 ? "turn" : "turns") so far" }
        Console.note([conversation.model, place, "/help, Ctrl-D leaves"].compactMap { $0 }.joined(separator: " · "))
    }
}
