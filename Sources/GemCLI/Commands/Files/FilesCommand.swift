import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache files`: what is up.
struct FilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List, show, download and delete the files that upstream holds for your key.",
        discussion: """
              gemcache files
              gemcache files show files/abc-123
              gemcache files download files/batch-9k2 answers.jsonl
              gemcache files delete files/abc-123

            Upstream forgets a file after 48 hours. Only what it made itself can be downloaded, such as the answers of a batch.
            """,
        subcommands: [List.self, Show.self, Download.self, Delete.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the files, newest first.", aliases: ["ls"])
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in
                    let files = try await session.gemini.files()
                    if json { return Console.print(.members(["files": .array(files.map(\.raw))])) }
                    if files.isEmpty { Console.note("Upstream holds no files for this key.") }
                    for file in files { Console.print(FilesCommand.line(file)) }
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Print what upstream says of a file, as JSON.")
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The file's name: files/ID, or ID.") var name: String
        @Flag(help: "Print JSON, errors too.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in Console.print(try await session.gemini.file(name).raw) }
            }
        }
    }

    struct Download: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "download", abstract: "Write the bytes of a file that upstream made, such as a batch's answers.")
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The file's name: files/ID, or ID.") var name: String
        @Argument(help: "Where it goes; - is standard output.", completion: .file()) var path: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json, advice: "Run it again; what came so far is removed.", finishes: true) {
                if path != "-" { try FileName.refuseFolder(path, "what is downloaded") }
                let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
                try await Session.with(endpoint) { session in
                    defer { printer.clear() }
                    let bytes = try await untilInterrupted { [gemini = session.gemini, name, path] in
                        try await Self.download(name, path, gemini, printer)
                    }
                    if json, path != "-" { Console.print(.members(["file": .string(path), "bytes": .int(bytes)])) }
                }
            }
        }

        private static func download(_ name: String, _ path: String, _ gemini: Gemini, _ printer: ProgressPrinter) async throws -> Int64 {
            guard path != "-" else {
                for try await piece in try await gemini.download(name).pieces {
                    Console.write(piece)
                    try Console.check()
                }
                return 0
            }
            let total = try await gemini.file(name).sizeBytes
            return try await gemini.download(name, to: path) { printer.show("downloading \(name)", bytes: $0, of: max($0, total)) }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete files upstream.", aliases: ["rm"])
        @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
        @Argument(help: "The files' names: files/ID, or ID.") var names: [String]
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try await Session.with(endpoint) { session in
                    for name in names { try await session.gemini.deleteFile(name) }
                    if json { Console.print(.members(["deleted": .array(names.map { .string($0) })])) }
                }
            }
        }
    }

    /// Name, state, type, length, when it ends, and the name for people.
    private static func line(_ file: UploadedFile) -> String {
        let length = ProgressPrinter.bytes(file.sizeBytes)
        let reason = file.failure.map { ": \($0)" } ?? ""
        return [
            file.name, file.state.rawValue + reason, file.mimeType, length, file.expires.map { "until \($0.minute)" } ?? "",
            file.displayName,
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

extension Timestamp {
    /// `2026-07-28T02:24Z`.
    var minute: String { String(description.prefix(16)) + "Z" }
}
