import ArgumentParser
import GemCore
import HTTPTypes

/// The options that say how a file holds a request.
struct RequestArguments: ParsableArguments {
    @Argument(help: "The file to read, - for standard input.")
    var file: String

    @Option(help: ArgumentHelp("The request's path with its query; FILE is then the body alone.", valueName: "path"))
    var path: String?

    @Option(help: ArgumentHelp("The request's method, with --path.", valueName: "verb"))
    var method = "POST"

    @Option(help: ArgumentHelp("Which of several answers is meant.", valueName: "n"))
    var sample: UInt32 = 0

    @Option(help: ArgumentHelp("Which part of the cache is meant.", valueName: "name"))
    var namespace = ""

    func validate() throws {
        if HTTPRequest.Method(method) == nil { throw ValidationError("\(method) is no HTTP method.") }
    }

    var options: RequestOptions {
        var options = RequestOptions()
        (options.sample, options.namespace) = (sample, namespace)
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
            """)

    @OptionGroup var source: RequestArguments
    @Flag(help: "Read one request a line.") var jsonl = false

    func validate() throws {
        if jsonl, source.path != nil { throw ValidationError("--path and --jsonl do not go together: each line names its path.") }
    }

    func run() async throws {
        try await reporting {
            if jsonl {
                if printKeys(of: try StandardInput.contents(of: source.file)) { throw ExitCode(GemError.Code.badInput.exitCode) }
                return
            }
            guard let question = try source.request().question(source.options) else { throw Self.noQuestion(source.file) }
            Console.print(question.key.description)
        }
    }

    /// Prints a line for each line; true where one was malformed.
    private func printKeys(of bytes: [UInt8]) -> Bool {
        var failed = false
        var number = 0
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 > 32 }) else { continue }
            var id = "line \(number)"
            do throws(GemError) {
                let request = try RequestFile(Array(line), id) { id = $0 }
                guard let question = try request.question(source.options) else { throw Self.noQuestion("It") }
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
