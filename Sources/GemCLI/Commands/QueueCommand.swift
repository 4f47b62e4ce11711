import ArgumentParser
import GemCache
import GemCore
import GemStore

/// `gemcache queue`: what waits to be sent.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Show, drop or retry the questions that wait to be sent.",
        discussion: """
              gemcache queue
              gemcache queue show 000660c8cda5f23f
              gemcache queue drop 000660c8cda5f23f
            """,
        subcommands: [List.self, Show.self, Drop.self, Retry.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the queue, oldest first.", aliases: ["list"])
        @OptionGroup(title: OptionSection.store) var storage: Storage
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try withStore(storage, isReading: true) { store in
                    let rows = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows() }
                    if json { return Console.print(.members(["rows": .array(rows.map(\.json))])) }
                    if rows.isEmpty { return Console.note("The queue is empty.") }
                    for row in rows {
                        let json = row.json
                        let error = json["error"]?.string.map { "  \($0)" } ?? ""
                        Console.print(
                            "\(row.ticket)  \(json["state"]?.string ?? "")  \(json["operation"]?.string ?? "")  \(json["model"]?.string ?? "")\(error)"
                        )
                    }
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one queued question with its body.")
        @OptionGroup(title: OptionSection.store) var storage: Storage
        @Argument(help: "The ticket.", completion: Completions.tickets) var ticket: String

        func run() async throws {
            try await reporting {
                try withStore(storage, isReading: true) { store in
                    let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(ticket) }
                    guard let row else { throw unknown(ticket) }
                    var json = row.json
                    json["path"] = .string(row.path)
                    json["body"] = (try? JSON(parsing: row.body, .lenient)) ?? .string(String(decoding: row.body, as: UTF8.self))
                    Console.print(json)
                }
            }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Remove questions from the queue without sending them.", aliases: ["rm"])
        @OptionGroup(title: OptionSection.store) var storage: Storage
        @Argument(help: "The tickets.", completion: Completions.tickets) var tickets: [String]

        func run() async throws {
            try await change(storage, tickets) { (transaction: inout Transaction, ticket) throws(GemError) in try transaction.remove(ticket)
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Let questions that were given up, or wait for a later attempt, be sent by the next sync.")
        @OptionGroup(title: OptionSection.store) var storage: Storage
        @Argument(help: "The tickets.", completion: Completions.tickets) var tickets: [String]

        func run() async throws {
            try await change(storage, tickets) { (transaction: inout Transaction, ticket) throws(GemError) in
                if try transaction.revive(ticket) { return true }
                return try transaction.retry(ticket, notBefore: transaction.now)
            }
        }
    }
}

private func unknown(_ ticket: String) -> GemError {
    GemError(.badInput, "No queued question has the ticket \(ticket); `gemcache queue ls` lists them.")
}

/// Applies a change to each ticket; all of them or none.
private func change(
    _ storage: Storage, _ tickets: [String], _ body: @escaping @Sendable (inout Transaction, String) throws(GemError) -> Bool
) async throws {
    try await reporting {
        try withStore(storage, isChanging: true) { store in
            try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                for ticket in tickets {
                    guard try body(&transaction, ticket) else { throw unknown(ticket) }
                }
            }
        }
    }
}
