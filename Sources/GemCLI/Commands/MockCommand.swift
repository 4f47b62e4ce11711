public import ArgumentParser
import GemCore
import GemMock
import GemServer

/// `gemcache mock`: the bundled Gemini server.
public struct MockCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Serve a mock Gemini API: fixtures first, else deterministic answers.",
        discussion: """
            Any Gemini SDK talks to it by base URL; any non-empty key is accepted.

              gemcache mock --listen 127.0.0.1:8080
              GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8080 GEMINI_API_KEY=any gemcache ask "Hello"

            What goes wrong is told by --fault, by the request header x-mock-fault, by a fixture, or while it runs by POST /__mock/faults:

              gemcache mock --fault "429;retry=2s;rate=0.1;seed=7" --fault "cut;after=2;operation=streamGenerateContent;times=1"

            GET /__mock/ lists what can be asked and changed while it runs; what the clients did wrong is at /__mock/verdicts and in --report.
            """)

    @OptionGroup var listening: Listening

    @Option(help: ArgumentHelp("Folder of fixture files.", valueName: "dir"), completion: .directory)
    var fixtures: String?

    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            "KIND[;name=value…]: 429 (retry=2s), 400 401 403 404 499 500 503 504, reset, drop, cut, stall (for=5s), slow (bytes=100), garbage, error-mid-stream, duplicate, empty, html, early-end, unreachable; times=N, skip=N, rate=P, seed=N, operation=O, model=M. Repeatable.",
            valueName: "spec"))
    var faults: [String] = []

    @Option(help: ArgumentHelp("Stand still at this time, as RFC 3339 writes it, until POST /__mock/clock moves it.", valueName: "time"))
    var clock: String?

    @Flag(help: "Let the clock of --clock run from there.")
    var clockRuns = false

    @Option(help: ArgumentHelp("How long answers take: 200ms, or ttft=300ms,tps=80,jitter=0.2.", valueName: "spec"))
    var latency: String?

    @Option(
        name: .customLong("quota"),
        help: ArgumentHelp("What each key may ask each model: rpm=10,tpm=100000,rpd=200[,model=M]. Repeatable.", valueName: "spec"))
    var quotas: [String] = []

    @Option(help: ArgumentHelp("Accept only this key.", valueName: "key"))
    var requireKey: String?

    @Option(
        help: ArgumentHelp("Written with what the clients did wrong, at the end and by POST /__mock/report.", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(help: ArgumentHelp("One line a request is added to it; - is standard error.", valueName: "file"), completion: .file())
    var log: String?

    @Option(help: ArgumentHelp("Another seed gives other, equally repeatable answers.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("Seconds a video stays in PROCESSING.", valueName: "seconds"))
    var processing: Double = 1

    @Option(parsing: .unconditional, help: ArgumentHelp("Seconds a batch takes.", valueName: "seconds"))
    var batchSeconds: Double = 1

    public init() {}

    public func validate() throws {
        guard (0..<86_400).contains(processing) else { throw ValidationError("--processing takes seconds, from 0 up to a day.") }
        guard (0..<864_000).contains(batchSeconds) else { throw ValidationError("--batch-seconds takes seconds, from 0 up to ten days.") }
        if requireKey == "" { throw ValidationError("--require-key is empty; leave it out, or give the key to accept.") }
        if clock == nil, clockRuns { throw ValidationError("--clock-runs goes with --clock TIME.") }
        do { _ = try options() } catch { throw ValidationError(error.message) }
    }

    public func run() async throws {
        try await reporting(advice: "What it held is forgotten.", finishes: true) {
            var options = try options()
            if let fixtures, !FileName.isFile(fixtures) {
                throw GemError(.badInput, "There is no fixtures folder \(fixtures); check the path.")
            }
            if let log {
                let file = try LineFile(log)
                options.onRecord = { file.add(AccessLine.text($0)) }
            }
            if let report {
                try FileName.refuseFolder(report, "a report")
                try ReportFile(report).check()
                options.onReport = { json throws(GemError) in try ReportFile(report).write(json) }
            }
            let mock = try MockGemini(options)
            var configuration = HTTPServer.Configuration(name: "gemcache mock")
            configuration.codesJSON = true
            try await listening.serve(mock, hits: mock, configuration, defaultPort: 8080)
            if let report { try ReportFile(report).write(mock.report) }
        }
    }

    /// What the options say, without what needs files.
    private func options() throws(GemError) -> MockGemini.Options {
        var options = MockGemini.Options()
        options.fixtures = fixtures
        options.requireKey = requireKey
        options.processingSeconds = processing
        options.batchSeconds = batchSeconds
        options.seed = seed
        if let latency { options.latency = try Latency(latency) }
        for quota in quotas { options.quotas.append(try Quota(quota)) }
        for fault in faults { options.faults.append(try FaultOrder(fault)) }
        guard let clock else { return options }
        guard let time = Timestamp(clock) else {
            throw GemError(.usage, "--clock takes a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z; \(clock) is none.")
        }
        options.clock = clockRuns ? .running(from: time) : .frozen(at: time)
        return options
    }
}
