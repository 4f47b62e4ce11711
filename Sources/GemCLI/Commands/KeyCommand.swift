import ArgumentParser
import GemCache
import GemCore
import GemStore
import HTTPTypes

/// The options that say how a file holds a request.
struct RequestArguments: ParsableArguments {
    @Argument(help: "The file to read, - for standard input.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The request's path with its query; FILE is then the body alone.", valueName: "path"))
    var path: String?

    @Option(help: ArgumentHelp("The request's method, with --path.", valueName: "verb"))
    var method = "POST"

    @Option(help: ArgumentHelp("Which of several answers is meant.", valueName: "n"))
    var sample: UInt32 = 0

    @Option(help: ArgumentHelp("Which part of the cache is meant.", valueName: "name"))
    var namespace = ""

    @Flag(help: "Tell the key in the cache of this shell's own credential, as with --scope-by-credential elsewhere.")
    var scopeByCredential = false

    func validate() throws {
        if HTTPRequest.Method(method) == nil { throw ValidationError("\(method) is no HTTP method.") }
    }

    var options: RequestOptions {
        var options = RequestOptions()
        (options.sample, options.namespace) = (sample, namespace)
        return options
    }

    /// The options of a request that goes to `path`; in a cache of a credential's own where that is meant.
    func options(_ path: String, _ salt: [UInt8]?) throws(GemError) -> RequestOptions {
        var options = options
        guard scopeByCredential, let salt else { return options }
        let isVertex = Route(method: .post, path: path).api == .vertex
        options.keep(in: CredentialScope(try Session.credential(vertex: isVertex), salt: salt))
        return options
    }

    /// The one request the file holds.
    func request() throws(GemError) -> RequestFile {
        let bytes = try StandardInput.contents(of: file)
        if let path { return RequestFile(body: bytes, method: HTTPRequest.Method(method) ?? .post, path: path) }
        return try RequestFile(bytes, file)
    }
}

/// `gemcache key`: the keys of requests that stand in files.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Print the cache key of a request.",
        discussion: """
              gemcache key body.json --path /v1beta/models/gemini-2.5-flash:generateContent
              gemcache key --jsonl requests.jsonl

            FILE holds a request as {"method","path","query","request_body"}, where request_body is a string with the body as it is sent; \
            with --path it holds the body alone. With --jsonl each line of FILE is such a request with an "id", and each line printed is \
            the id, a tab and the key, or - with the reason on standard error.

            --explain tells besides what takes no part in the key, what takes part in another spelling, and which bytes stand by their \
            hash, each with its rule in docs/CacheKey.md. What is not told takes part as it stands.
            """)

    @OptionGroup(title: OptionSection.store) var storage: Storage
    @OptionGroup var source: RequestArguments
    @Flag(help: "Read one request a line.") var jsonl = false
    @Flag(help: "Tell how the key came about.") var explain = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if jsonl, explain || json { throw ValidationError("--jsonl prints keys alone; leave out --explain and --json.") }
        if jsonl, source.path != nil { throw ValidationError("--path and --jsonl do not go together: each line names its path.") }
    }

    func run() async throws {
        try await reporting(json: json) {
            // Scopes are hashed under a salt of the store's.
            let salt = source.scopeByCredential ? try withStore(storage, isReading: true) { $0.salt } : nil
            if jsonl {
                if printKeys(of: try StandardInput.contents(of: source.file), salt) { throw ExitCode(GemError.Code.badInput.exitCode) }
                return
            }
            let file = try source.request()
            let options = try source.options(file.path, salt)
            guard explain || json else {
                guard let question = try file.question(options) else { throw Self.noQuestion(source.file) }
                return Console.print(question.key.description)
            }
            let explanation = try KeyExplanation(method: file.method, path: file.path, body: file.body, options: options)
            guard let explanation else { throw Self.noQuestion(source.file) }
            if json { return Console.print(explanation.json) }
            for line in explanation.lines { Console.print(line) }
        }
    }

    /// Prints a line for each line; true where one was malformed.
    private func printKeys(of bytes: [UInt8], _ salt: [UInt8]?) -> Bool {
        var failed = false
        var number = 0
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 > 32 }) else { continue }
            var id = "line \(number)"
            do throws(GemError) {
                let request = try RequestFile(Array(line), id) { id = $0 }
                guard let question = try request.question(source.options(request.path, salt)) else { throw Self.noQuestion("It") }
                Console.print("\(id)\t\(question.key)")
            } catch {
                Console.print("\(id)\t-")
                Console.note("gemcache: " + (error.message.hasPrefix(id) ? error.message : "\(id): \(error.message)"))
                failed = failed || error.code == .badInput
            }
        }
        return failed
    }

    static func noQuestion(_ name: String) -> GemError {
        GemError(.usage, "\(name) is no question: only requests that generate, count, embed or list models have a key.")
    }
}

extension KeyExplanation {
    /// The explanation as JSON.
    fileprivate var json: JSON {
        .members([
            "key": .string(question.key.description), "version": .int(Question.keyVersion),
            "operation": .string(question.route.operation.rawValue), "model": .string(question.route.model),
            "api": .string(question.route.api.rawValue), "traits": .array(question.traits.names.map { .string($0) }),
            "notes": .array(
                notes.map { note in
                    .members([
                        "effect": .string(note.effect.rawValue), "rule": .string(note.rule), "path": .string(note.path),
                        "from": .string(note.from), "to": note.to.isEmpty ? nil : .string(note.to),
                    ])
                }),
            "items": items.count < 2 ? nil : .array(items.map { .string($0.key.description) }),
            "canonical": .string(String(decoding: question.canonical, as: UTF8.self)),
        ])
    }

    /// The explanation as lines.
    fileprivate var lines: [String] {
        let route = question.route
        var lines = [
            "key        \(question.key)", "version    \(Question.keyVersion)",
            "operation  \(route.operation.rawValue) \(route.model) (\(route.api.rawValue))",
        ]
        if !question.traits.isEmpty { lines.append("traits     " + question.traits.names.joined(separator: ", ")) }
        for note in notes {
            let effect = note.effect.rawValue
            let padding = String(repeating: " ", count: max(1, 11 - effect.count))
            lines.append("\(effect)\(padding)\(note.rule)  \(note.path): \(note.from)" + (note.to.isEmpty ? "" : " → \(note.to)"))
        }
        if items.count > 1 { for (index, item) in items.enumerated() { lines.append("item \(index)     \(item.key)") } }
        return lines + ["form       " + Self.printable(question.canonical)]
    }

    /// A form on one line: its first and last bytes where it is long.
    private static func printable(_ form: [UInt8]) -> String {
        func line(_ bytes: some Collection<UInt8>) -> String {
            let text = String(decoding: bytes, as: UTF8.self)
            return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "\u{B7}" : $0 }))
        }
        guard form.count > 4000 else { return line(form) }
        return line(form.prefix(3000)) + " … \(form.count - 3900) bytes … " + line(form.suffix(900))
    }
}
