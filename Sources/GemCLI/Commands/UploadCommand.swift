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
              gemcache upload film.mp4 --timeout 10m
            """)

    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "The files; ;type=audio/mpeg behind one says what it is.", completion: .file()) var files: [String]
    @Option(
        help: ArgumentHelp(
            "Give up where the files are not all up after this, such as 30s or 10m. Ends with 76; those that are up stay up.",
            valueName: "time"))
    var timeout: Age?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if timeout?.seconds == 0 { throw ValidationError("--timeout takes a time to wait, such as 30s or 10m.") }
    }

    func run() async throws {
        try await reporting(json: json, advice: "Run it again; a file that is up already is not sent again.") {
            let printer = ProgressPrinter(isQuiet: endpoint.quiet || json)
            try await Session.with(endpoint, needsStore: false) { session in
                defer { printer.clear() }
                try session.gemini.needsDeveloperAPI("Uploading files")
                var rows: [JSON] = []
                let patience = TimeBudget(timeout?.seconds, SystemTime())
                for file in files {
                    let (path, type) = NamedMedia.typed(file)
                    let attachment = try Attachment.describing(
                        path: path, mimeType: type, atMost: session.gemini.mediaLimits.fileBytes)
                    let (uri, wasLive) = try await session.stack.upload(
                        attachment, credential: session.credential, timeLimit: patience.left, onProgress: { printer.show($0) })
                    printer.clear()
                    if !json { Console.print(uri) }
                    rows.append(
                        .members([
                            "file": .string(path), "uri": .string(uri), "mimeType": .string(attachment.mimeType),
                            "bytes": .int(attachment.length), "reused": .bool(wasLive),
                        ]))
                }
                if json { Console.print(.members(["files": .array(rows)])) }
            }
        }
    }
}
