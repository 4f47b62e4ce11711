import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache count`: how many tokens a question has.
struct CountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the tokens of a question, with its files.",
        discussion: """
            The model counts; nothing is generated, and nothing is charged. Counts are kept for a day.

              gemcache count "Why is the sky blue?"
              gemcache count "What is in this picture?" drawing.png --json
              gemcache count - --model gemini-2.5-pro < book.txt
            """)

    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "The question; - reads it from standard input.")
    var prompt: String

    @Argument(help: "Files, YouTube links and URLs that go with it; - is standard input, where the question is not.", completion: .file())
    var attachments: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "name"), completion: Completions.models)
    var model = Gemini.defaultModel

    @Option(help: ArgumentHelp("What the model is told before the question; @FILE reads it from a file.", valueName: "text"))
    var system: String?

    @Flag(help: ArgumentHelp(stringLiteral: NamedMedia.fetchHelp))
    var fetch = false

    @Flag(help: "Print the API's answer as JSON, with the tokens of each modality.")
    var json = false

    func run() async throws {
        try await reporting(json: json, advice: "Ask again; a file that is up already is not sent again.") {
            try NamedMedia.checkReadOnce(prompt, attachments)
            let prompt = try prompt == "-" ? StandardInput.text() : prompt
            let system = try AnswerOptions.instruction(system)
            let media = try NamedMedia.read(attachments, fetches: fetch)
            try await Session.with(endpoint, connection) { session in
                let count = try await session.gemini.countTokens(
                    prompt, media, systemInstruction: system.map { Content(role: nil, parts: [.text($0)]) },
                    model: model, options: connection.requestOptions)
                guard (count.json["totalTokens"]?.int ?? -1) >= 0 else {
                    throw GemError(
                        .upstream, "The answer tells no number of tokens (totalTokens), so it is no Gemini API's. Check the base URL.")
                }
                if json { Console.print(count.json) } else { Console.print(String(count.total)) }
            }
        }
    }
}
