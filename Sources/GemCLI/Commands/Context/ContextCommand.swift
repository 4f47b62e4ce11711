import ArgumentParser
import GemCore
import Gemini

/// `gemcache context`: beginnings of conversations that upstream keeps (cached contents).
struct ContextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context", abstract: "Have upstream keep files or texts that many questions share (cached contents).",
        discussion: """
              gemcache context create film.mp4 --keep 2h
              gemcache ask "Who speaks first?" --context cachedContents/abc
              gemcache context extend cachedContents/abc --keep 1d
              gemcache context delete cachedContents/abc

            Only the model it was made for can use one. A question about one that was asked before is known also after it has run out upstream; deleting it \
            forgets what it held, so that such questions are asked anew.
            """,
        subcommands: [Create.self, List.self, Show.self, Extend.self, Delete.self], defaultSubcommand: List.self)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Have upstream keep files, addresses and a system instruction; print the name.")
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "Files, YouTube links and URLs, in order.", completion: .file()) var attachments: [String] = []
        @Option(help: ArgumentHelp("A text after them.", valueName: "text")) var text = ""
        @Option(help: ArgumentHelp("What the model is told before the conversation.", valueName: "text")) var system: String?
        @Option(
            name: .shortAndLong, help: ArgumentHelp("The model; no other can use it.", valueName: "name"), completion: Completions.models)
        var model = Gemini.defaultModel
        @Option(help: ArgumentHelp("How long it is kept: 90s, 15m, 12h, 30d, 4w; default an hour.", valueName: "time")) var keep: Age?
        @Option(help: ArgumentHelp("A name for people.", valueName: "name")) var name = ""
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if attachments.isEmpty, text.isEmpty, system == nil {
                throw ValidationError("Give files, --text or --system: something to keep.")
            }
        }

        func run() async throws {
            try await reporting(json: json, advice: "Run it again; a file that is up already is not sent again.") {
                let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
                try await Session.with(endpoint) { session in
                    defer { printer.clear() }
                    var options = CachedContentOptions()
                    options.systemInstruction = system.map { Content(role: nil, parts: [.text($0)]) }
                    options.lifetime = keep.map { .seconds($0.seconds) }
                    options.displayName = name
                    options.onProgress = { printer.show($0) }
                    let content = try await session.gemini.createCachedContent(
                        media: try attachments.map { try NamedMedia.read($0) }, text: text, model: model, options: options)
                    printer.clear()
                    if json { Console.print(content.json) } else { Console.print(content.name) }
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List what is kept, newest first.", aliases: ["ls"])
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in
                    let contents = try await session.gemini.cachedContents()
                    if json { return Console.print(.members(["cachedContents": .array(contents.map(\.json))])) }
                    if contents.isEmpty { Console.note("Upstream keeps no contents.") }
                    for content in contents { Console.print(ContextCommand.line(content)) }
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print what upstream says of a cached content, as JSON; it does not tell what it holds.")
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The name: cachedContents/ID, or ID.") var name: String
        @Flag(help: "Print JSON, errors too.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in Console.print(try await session.gemini.cachedContent(name).json) }
            }
        }
    }

    struct Extend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "extend", abstract: "Have upstream keep it for so long from now.")
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The name: cachedContents/ID, or ID.") var name: String
        @Option(help: ArgumentHelp("How long: 90s, 15m, 12h, 30d, 4w.", valueName: "time")) var keep: Age
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in
                    let content = try await session.gemini.updateCachedContent(name, lifetime: .seconds(keep.seconds))
                    if json { Console.print(content.json) } else { Console.print(ContextCommand.line(content)) }
                }
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Have upstream forget it.", aliases: ["rm"])
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The names: cachedContents/ID, or ID.") var names: [String]
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in
                    for name in names { try await session.gemini.deleteCachedContent(name) }
                    if json { Console.print(.members(["deleted": .array(names.map { .string($0) })])) }
                }
            }
        }
    }

    /// Name, model, tokens, when it ends, and the name for people.
    private static func line(_ content: CachedContent) -> String {
        [
            content.name, Route.shortModel(content.model), content.usage.map { "\($0.totalTokens) tokens" } ?? "",
            content.expireTime.map { "until \($0.minute)" } ?? "", content.displayName,
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
