internal import GemCore
internal import HTTPTypes

/// What verdicts need to know of a request: digests and figures, nothing that can be read.
struct Facts: Sendable, Hashable {
    /// A function call as it stands in a message, and the signature beside it.
    struct Call: Sendable, Hashable {
        var call: Digest
        var signature: Digest?
    }

    /// What an upload's request says of itself.
    struct Upload: Sendable, Hashable {
        /// The upload's id; nil for its start, until the answer gives it one.
        var session: Digest?
        /// Whether it names an upload that was begun before.
        var continues = false
        /// Size, type and name as the start tells them.
        var plan: Digest?
        /// Where the data begin.
        var offset: Int64?
        /// How many bytes had come before.
        var held: Int64 = 0
    }

    /// When it came, by the clock that always runs.
    var came = Timestamp(microseconds: 0)
    /// Who asked.
    var scope: Digest?
    /// Method, path and body: what makes two requests the same.
    var identity: Digest?
    /// Whether an API key stood in the path's query.
    var hasKeyInPath = false
    /// The model's words in the conversation it sent, joined where they follow one another.
    var turns: [Digest] = []
    /// The function calls of the model that it sent back.
    var calls: [Call] = []
    var upload: Upload?
    /// What it was answered.
    var answer = AnswerFacts()

    init() {}

    /// Reads a request's head; `salt` keeps credentials from being guessed.
    init(_ request: Request, came: Timestamp, salt: UInt64) {
        self.came = came
        scope = request.credential.map { Digest(of: withUnsafeBytes(of: salt) { Array($0) } + $0.bytes) }
        hasKeyInPath = request.queryCredential != nil
        // An upload's requests differ in their header fields.
        if case .empty = request.body, !request.path.hasPrefix("/upload/") { identity = Self.identity(request, []) }
    }

    /// What makes two requests the same; the question's stream and message are told apart.
    static func identity(_ request: Request, _ body: [UInt8]) -> Digest {
        Digest(of: Array("\(request.head.method.rawValue) \(request.path)\n".utf8) + body)
    }

    /// Reads a question's body.
    mutating func read(_ json: JSON, _ route: Route) {
        (turns, calls) = ([], [])
        guard route.operation == .generateContent || route.operation == .streamGenerateContent else { return }
        var words = ""
        for content in json.list("contents") {
            guard content.text(of: "role").lowercased() == "model" else {
                add(turn: &words)
                continue
            }
            for part in content.list("parts") {
                if let call = Self.call(part) { calls.append(call) }
                if part.field("thought")?.bool != true { words += part.text(of: "text") }
            }
        }
        add(turn: &words)
    }

    private mutating func add(turn words: inout String) {
        if !words.isEmpty { turns.append(Digest(of: Array(words.utf8))) }
        words = ""
    }

    /// The function call of a part, known by its name and arguments, in whatever order and spelling they come.
    static func call(_ part: JSON) -> Call? {
        guard let call = part.field("functionCall") else { return nil }
        let text = call.text(of: "name") + "\n" + canonical(call.field("args") ?? .object(JSON.Object()))
        let signature = part.field("thoughtSignature")?.string.flatMap { Base64Coding.decode($0) }
        return Call(call: Digest(of: Array(text.utf8)), signature: signature.map { Digest(of: $0) })
    }

    private static func canonical(_ value: JSON) -> String {
        switch value {
        case .object(let object):
            let members = object.members.sorted { $0.name < $1.name }
            return "{" + members.map { JSON.string($0.name).text() + ":" + canonical($0.value) }.joined(separator: ",") + "}"
        case .array(let items): return "[" + items.map(canonical).joined(separator: ",") + "]"
        case .number(let text): return Double(text).map { "\($0)" } ?? text
        default: return value.text()
        }
    }
}
