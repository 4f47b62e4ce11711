import ArgumentParser
import GemCore
import Gemini

/// `gemcache batch`: many questions, answered within a day at half the price.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Hand in many questions at once, to be answered within a day at half the price.",
        discussion: """
              gemcache batch create questions.txt
              gemcache batch wait batches/abc
              gemcache batch results batches/abc --input questions.txt
              gemcache batch create requests.jsonl --model gemini-2.5-pro --wait

            A file holds one prompt a line, or JSON lines {"key": …, "request": {…}} as the API wants them. On Vertex AI both file and answers are in Cloud Storage:

              gemcache batch create gs://bucket/requests.jsonl --output gs://bucket/answers --vertex --project my-project
            """,
        subcommands: [
            BatchCreate.self, BatchList.self, BatchShow.self, BatchWait.self, BatchResults.self, BatchCancel.self, BatchDelete.self,
        ],
        defaultSubcommand: BatchList.self)

    /// Name, state, model, how many are done, and the name for people.
    static func line(_ batch: Batch) -> String {
        let stats = batch.stats.map { "\($0.successful + $0.failed)/\($0.total)\($0.failed > 0 ? ", \($0.failed) failed" : "")" } ?? ""
        let reason = batch.failure.map { ": \($0.message)" } ?? ""
        return [batch.name, batch.phase + reason, Route.shortModel(batch.model), stats, batch.displayName]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Waits until a batch is over, showing how it goes.
    static func wait(_ name: String, _ session: Session, _ printer: ProgressPrinter, deadline: Double) async throws(GemError) -> Batch {
        let batch = try await session.gemini.wait(forBatch: name, deadline: deadline) { printer.show($0) }
        printer.clear()
        return batch
    }

    /// What a batch that is over ends a command with: nothing where it has answers, else upstream's reason.
    static func check(_ batch: Batch) throws(GemError) {
        guard !batch.hasAnswers else { return }
        let reason = batch.failure.map { ": \($0.message)" } ?? ""
        throw GemError(
            .upstream,
            "\(batch.name) has no answers; it is \(batch.phase)\(reason). `gemcache batch show \(batch.name)` tells all about it.")
    }
}

struct BatchList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the batches, newest first.", aliases: ["ls"])
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint) { session in
                let batches = try await session.gemini.batches()
                if json { return Console.print(.members(["batches": .array(batches.map(\.json))])) }
                if batches.isEmpty { Console.note("There are no batches.") }
                for batch in batches { Console.print(BatchCommand.line(batch)) }
            }
        }
    }
}

struct BatchShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print how a batch goes, as JSON.")
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The batch's name: batches/ID, or ID.") var name: String
    @Flag(help: "Print JSON, errors too.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint) { session in Console.print(try await session.gemini.batch(name).json) }
        }
    }
}

struct BatchWait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until a batch is over; ends with 76 where it has no answers.")
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The batch's name: batches/ID, or ID.") var name: String
    @Option(help: ArgumentHelp("Give up after this: 90s, 15m, 12h, 2d.", valueName: "time")) var deadline: Age?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json, advice: "The batch goes on; `gemcache batch wait \(name)` waits again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            try await Session.with(endpoint) { session in
                defer { printer.clear() }
                let batch = try await BatchCommand.wait(name, session, printer, deadline: deadline?.seconds ?? 172_800)
                try BatchCommand.check(batch)
                if json { Console.print(batch.json) } else { Console.print(BatchCommand.line(batch)) }
            }
        }
    }
}

struct BatchCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: "End batches; what was answered by then is lost.")
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The batches' names: batches/ID, or ID.") var names: [String]
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint) { session in
                for name in names { try await session.gemini.cancelBatch(name) }
                if json { Console.print(.members(["cancelled": .array(names.map { .string($0) })])) }
            }
        }
    }
}

struct BatchDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete batches with their answers.", aliases: ["rm"])
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The batches' names: batches/ID, or ID.") var names: [String]
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint) { session in
                for name in names { try await session.gemini.deleteBatch(name) }
                if json { Console.print(.members(["deleted": .array(names.map { .string($0) })])) }
            }
        }
    }
}
