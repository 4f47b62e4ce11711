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
            """)

    @OptionGroup var listening: Listening

    @Option(help: ArgumentHelp("Folder of fixture files.", valueName: "dir"))
    var fixtures: String?

    @Option(help: ArgumentHelp("Accept only this key.", valueName: "key"))
    var requireKey: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seconds a video stays in PROCESSING.", valueName: "seconds"))
    var processing: Double = 1

    public init() {}

    public func validate() throws {
        guard processing >= 0, processing < 86_400 else { throw ValidationError("--processing takes seconds from 0 up.") }
    }

    public func run() async throws {
        try await reporting {
            var options = MockGemini.Options()
            if let fixtures, !FileName.isFile(fixtures) {
                throw GemError(.badInput, "There is no fixtures folder \(fixtures); check the path.")
            }
            options.fixtures = fixtures
            options.requireKey = requireKey
            options.processingSeconds = processing
            var configuration = HTTPServer.Configuration(name: "gemcache mock")
            configuration.codesJSON = true
            try await listening.serve(try MockGemini(options), configuration, defaultPort: 8080)
        }
    }
}
