/// What somebody who chats typed: something to say, or a command that begins with a slash.
enum ChatInput: Sendable, Hashable {
    case say(String)
    case nothing
    case file(String)
    /// Shows the model, or changes it.
    case model(String?)
    case save(String)
    /// Shows the instruction, or changes it; `-` takes it away.
    case system(String?)
    /// Shows the cached content the conversation goes on from, or changes it; `-` takes it away.
    case context(String?)
    case undo, retry, history, help, quit
    /// A command without what it needs, or none that there is; the text says what to type.
    case mistake(String)

    /// The commands, and what each does.
    static let commands: [(name: String, argument: String, help: String)] = [
        ("/file", "PATH|URL", "look at a file, a video or an address with the next question"),
        ("/model", "[NAME]", "show the model, or ask another from now on"),
        ("/system", "[TEXT|@FILE|-]", "show, change or drop what the model is told before the conversation"),
        ("/context", "[NAME|-]", "show, change or drop the cached content the conversation goes on from"),
        ("/undo", "", "take back the last question and its answer"),
        ("/retry", "", "ask the last question again, for another answer"),
        ("/history", "", "show the conversation so far"),
        ("/save", "FILE", "write the conversation to a file: Markdown, or JSON where its name ends so"),
        ("/help", "", "show this"),
        ("/quit", "", "leave; so does Ctrl-D"),
    ]

    /// Reads a line; `//` begins a text that begins with a slash.
    init(_ line: String) {
        guard let start = line.firstIndex(where: { !$0.isWhitespace }) else {
            self = .nothing
            return
        }
        let text = line[start...]
        guard text.hasPrefix("/"), !text.hasPrefix("//") else {
            self = .say(text.hasPrefix("//") ? String(text.dropFirst()) : line)
            return
        }
        let word = text.prefix { !$0.isWhitespace }
        self = Self.command(String(word), Self.trimmed(text.dropFirst(word.count)))
    }

    private static func command(_ word: String, _ argument: String) -> ChatInput {
        let given = argument.isEmpty ? nil : argument
        switch word.lowercased() {
        case "/file", "/f": return given.map { .file(unquoted($0)) } ?? .mistake("Say which: /file PATH or /file URL.")
        case "/model", "/m": return .model(given)
        case "/save": return given.map { .save(unquoted($0)) } ?? .mistake("Say where: /save FILE.")
        case "/system": return .system(given)
        case "/context": return .context(given)
        case "/undo": return .undo
        case "/retry": return .retry
        case "/history": return .history
        case "/help", "/h", "/?": return .help
        case "/quit", "/q", "/exit", "/bye": return .quit
        default:
            let near = commands.map { (name: $0.name, distance: Mistyping.distance(word, $0.name)) }.min { $0.distance < $1.distance }
            let advice = near.flatMap { $0.distance <= 2 ? "Did you mean \($0.name)?" : nil } ?? "/help tells what there is."
            return .mistake("There is no command \(word). \(advice) A text that begins with a slash is typed with two.")
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// A name as a terminal inserts a dragged file: in quotes, or with its spaces escaped.
    private static func unquoted(_ text: String) -> String {
        for quote in ["'", "\""] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text.contains("\\ ") ? text.split(separator: "\\ ", omittingEmptySubsequences: false).joined(separator: " ") : text
    }
}
