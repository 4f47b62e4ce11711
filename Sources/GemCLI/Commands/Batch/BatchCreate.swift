import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache batch create`: hands questions in.
struct BatchCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Hand in a file of questions; print the batch's name.",
        discussion: """
              gemcache batch create questions.txt --name "evening run"
              gemcache batch create texts.txt --embed --dimensions 768
              gemcache batch create requests.jsonl --wait

            JSON lines are uploaded as a file; prompts, one a line, travel in the request and get their line's number for a key.
            """)

    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "A file with one prompt a line or JSON lines, - for standard input, or gs:// on Vertex AI.", completion: .file())
    var file: String

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model that answers all of them.", valueName: "name"), completion: Completions.models)
    var model: String?

    @Flag(help: "Embed the texts instead of asking them.")
    var embed = false

    @Option(help: ArgumentHelp("The vectors' length, with --embed.", valueName: "n"))
    var dimensions: Int?

    @Option(help: ArgumentHelp("A name for people.", valueName: "name"))
    var name = ""

    @Option(help: ArgumentHelp("Vertex AI: where in Cloud Storage the answers go.", valueName: "gs://…"))
    var output: String?

    @Flag(help: "Wait until the batch is over.")
    var wait = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let dimensions, dimensions < 1 || !embed { throw ValidationError("--dimensions takes a positive number and goes with --embed.") }
        if output != nil, !endpoint.vertex { throw ValidationError("--output goes with --vertex.") }
    }

    /// More bytes than this do not fit into a request.
    private static let inlineLimit = 15_000_000

    func run() async throws {
        let model = model ?? (embed ? Gemini.embeddingModel : Gemini.defaultModel)
        try await reporting(json: json, advice: "See `gemcache batch list` for whether it was handed in.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            let local = file.hasPrefix("gs://") ? nil : try BatchFile(file)
            try await Session.with(endpoint) { session in
                defer { printer.clear() }
                let input = try await input(local, session, printer)
                var batch = try await session.gemini.createBatch(
                    input, embed ? .embedding : .generation, model: model, displayName: name, onProgress: { printer.show($0) })
                printer.clear()
                Interrupted.advice = "The batch goes on; `gemcache batch wait \(batch.name)` waits for it."
                if !json { Console.print(batch.name) }
                if wait {
                    batch = try await BatchCommand.wait(batch.name, session, printer, deadline: 172_800)
                    try BatchCommand.check(batch)
                }
                if json { Console.print(batch.json) }
            }
        }
    }

    private func input(_ local: BatchFile?, _ session: Session, _ printer: ProgressPrinter) async throws(GemError) -> BatchInput {
        guard let local else { return .cloud(file, output: output ?? "") }
        guard local.isJSON else {
            let items = local.prompts(embeds: embed, dimensions: dimensions)
            guard items.reduce(0, { $0 + $1.line.bytes().count }) <= Self.inlineLimit else {
                throw GemError(.badInput, "\(file) is too large for one request; write it as JSON lines, which are uploaded.")
            }
            return .items(items)
        }
        guard file != "-" else { throw GemError(.badInput, "JSON lines are uploaded, and so must be in a file; give its name.") }
        try session.gemini.needsDeveloperAPI("Uploading batches")
        let attachment = try Attachment.describing(path: file, mimeType: "application/jsonl")
        let uri = try await session.stack.upload(attachment, credential: session.credential, onProgress: { printer.show($0) }).uri
        return .file("files/" + (uri.split(separator: "/").last ?? ""))
    }
}
