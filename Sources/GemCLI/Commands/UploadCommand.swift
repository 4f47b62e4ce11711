import ArgumentParser
import GemCache
import GemCore
import Gemini

/// `gemcache upload`: files to the API, each content once while it lives.
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Upload files and print their URIs; a content that is up already is not sent again.",
        discussion: """
              gemcache upload film.mp4 talk.wav
              gemcache upload film.mp4 --json
            """)

    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The files.", completion: .file()) var files: [String]
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json, advice: "Run it again; a file that is up already is not sent again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            try await Session.with(endpoint, needsStore: false) { session in
                defer { printer.clear() }
                try session.gemini.needsDeveloperAPI("Uploading files")
                var rows: [JSON] = []
                for file in files {
                    let attachment = try Attachment.describing(path: file)
                    let (uri, wasLive) = try await session.stack.upload(
                        attachment, credential: session.credential, onProgress: { printer.show($0) })
                    printer.clear()
                    if !json { Console.print(uri) }
                    rows.append(
                        .members([
                            "file": .string(file), "uri": .string(uri), "mimeType": .string(attachment.mimeType),
                            "bytes": .int(attachment.length), "reused": .bool(wasLive),
                        ]))
                }
                if json { Console.print(.members(["files": .array(rows)])) }
            }
        }
    }
}
