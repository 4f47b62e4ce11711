import ArgumentParser
import GemCache
import GemCore
import GemServer

/// `gemcache run`: a program behind a proxy of its own.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a program whose Gemini requests all go through the cache.",
        discussion: """
            A proxy on a free port of this machine, for as long as the program runs, with a token of its own. The program's environment points every \
            SDK that reads one there (GOOGLE_GEMINI_BASE_URL, GOOGLE_VERTEX_BASE_URL), with the token for a key: it needs no key, and sees none. \
            What is not known is asked with the key of this shell, where $GOOGLE_GEMINI_BASE_URL or --upstream says.

              gemcache run -- python my_tool.py
              gemcache run --offline --strict -- npm test
              gemcache run --mode replay --cassette tests/day.json -- pytest

            Ends with the program's exit code (128 and the signal where one killed it); 127 where it was not found, 126 where it cannot be run. \
            --strict ends with 69 where the program ended well and a request was not answered from the store or the cassette.
            """)

    @OptionGroup var options: ProxyOptions

    @Flag(help: "Never go upstream: the same as --mode offline.")
    var offline = false

    @Flag(help: "Fail where any request was not answered here.")
    var strict = false

    @Flag(help: "Turn OpenAI's client round as well (OPENAI_BASE_URL, OPENAI_API_KEY).")
    var openai = false

    @Option(help: ArgumentHelp("Write the summary as JSON to this file.", valueName: "file"), completion: .file())
    var json: String?

    @Flag(name: .shortAndLong, help: "No summary on standard error.")
    var quiet = false

    @Argument(parsing: .postTerminator, help: "The program and its arguments, behind --.")
    var command: [String] = []

    func validate() throws {
        if command.isEmpty { throw ValidationError("There is nothing to run; put it behind --: gemcache run -- python my_tool.py") }
        if offline, let mode = options.mode, mode != .offline, mode != .replay {
            throw ValidationError("--offline and --mode \(mode.rawValue) exclude each other.")
        }
    }

    func run() async throws {
        var code: Int32 = 0
        try await reporting(finishes: true) {
            if let json { try ReportFile(json).check() }
            code = try await runCommand()
        }
        if code != 0 { throw ExitCode(code) }
    }

    private func runCommand() async throws -> Int32 {
        let (inherited, coreLimit) = (InheritedFiles(), CoreFiles.forbid())
        var options = options
        if offline, options.mode == nil { options.mode = .offline }
        options.upstream = options.upstream ?? Environment["GOOGLE_GEMINI_BASE_URL"]
        options.vertexUpstream = options.vertexUpstream ?? Environment["GOOGLE_VERTEX_BASE_URL"]
        let (token, report, prices) = (Self.token(), RunReport(), try options.priceTable())
        OpenFileLimit.raise()
        let (code, tally) = try await ProxySession.with(options, lends: true, log: { report.add($0) }) { session in
            var configuration = session.configuration(name: "gemcache run", token: token)
            configuration.grace = .seconds(1)
            let server = HTTPServer(transport: session.door, hits: session.hits, configuration: configuration)
            let code = try await server.withServer { url in
                let environment = RunEnvironment(url: url, token: token, openAI: openai).lines
                return await ChildProcess.run(command, environment: environment, inherited: inherited, coreLimit: coreLimit)
            }
            // Answers that came too late for the program are stored all the same.
            await session.stack.drain()
            return (code, session.stack.meter.tally)
        }
        return try finish(code, report, tally, prices)
    }

    private func finish(_ code: Int32, _ report: RunReport, _ tally: Tally, _ prices: PriceTable) throws -> Int32 {
        let unanswered = report.unanswered(tally)
        let ended = strict && code == 0 && unanswered > 0 ? GemError.Code.offline.exitCode : code
        if let json { try ReportFile(json).write(report.json(tally, prices, exitCode: ended)) }
        if !quiet { Console.note("gemcache: \(report.text(tally, prices))") }
        if strict, unanswered > 0 {
            Console.note("gemcache: --strict: \(unanswered) of the requests were not answered from the store or a cassette.")
        }
        return ended
    }

    /// A secret that only the program learns.
    private static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        return "gemcache-" + String((0..<32).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    }
}
