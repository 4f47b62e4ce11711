import ArgumentParser
import GemCache
import GemCore

/// `gemcache sync`: sends what waits in the queue.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Send the questions that wait in the queue; their answers land in the cache.",
        discussion: """
              gemcache sync
              gemcache sync --parallel 8 --json

            Each answer is stored together with the end of its row: upstream is asked at least once, the cache answered exactly once.
            Ends with 69 when the API cannot be reached, with 76 when questions were given up (see `gemcache queue`).
            """)

    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Option(help: ArgumentHelp("Questions in the air at a time.", valueName: "n"))
    var parallel = 4

    @Flag(help: "Also send questions that were queued with another key.")
    var anyCredential = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel takes 1 to 64.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "What was answered is stored; `gemcache sync` goes on with the rest.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet)
            try await Session.with(endpoint) { session in
                let summary = try await session.stack.sync.run(
                    credential: session.credential, anyCredential: anyCredential, parallel: parallel,
                    onProgress: { done, total in if total > 0 { printer.show("syncing", done: done, of: total) } },
                    onStep: { printer.show($0) })
                printer.clear()
                try finish(summary, session)
            }
        }
    }

    private func finish(_ summary: Sync.Summary, _ session: Session) throws {
        let left = try StoreSummary(session.store).queued
        if json {
            Console.print(
                .members([
                    "due": .int(summary.due), "answered": .int(summary.answered), "known": .int(summary.known), "dead": .int(summary.dead),
                    "postponed": .int(summary.postponed), "left": .int(left), "stopped": summary.stopped.map { .string($0.message) },
                ]))
        } else {
            var parts = ["\(summary.answered) answered"]
            if summary.known > 0 { parts.append("\(summary.known) already known") }
            if summary.postponed > 0 { parts.append("\(summary.postponed) postponed") }
            if summary.dead > 0 { parts.append("\(summary.dead) given up") }
            Console.print(parts.joined(separator: ", ") + "; \(left) left in the queue")
            if summary.due == 0, left > 0 {
                Console.note(
                    "gemcache: none of them is due: see `gemcache queue`, or use --any-credential for questions queued with another key.")
            }
            if summary.dead > 0 {
                Console.note("gemcache: `gemcache queue` tells why a question was given up; `gemcache queue retry` has it sent again.")
            }
        }
        if let error = summary.stopped {
            if !json { report(error, json: false) }
            throw ExitCode(error.code == .unreachable ? 69 : error.code.exitCode)
        }
        if summary.dead > 0 { throw ExitCode(GemError.Code.upstream.exitCode) }
    }
}
