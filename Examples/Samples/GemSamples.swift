import GemCache
import GemCore
import Gemini

/// One function for text, files, videos, addresses and searches.
enum GemSamples {
    static let all = [
        Sample("text", "a prompt and its answer", text),
        Sample("model", "another model", model),
        Sample("thinking", "no thought, and much of it", thinking),
        Sample("stream", "the answer as it comes", stream),
        Sample("at-once", "several questions at the same time", atOnce),
        Sample("image", "a picture", image),
        Sample("pdf", "a document", pdf),
        Sample("text-files", "txt, vtt and md files", textFiles),
        Sample("video", "a local film, uploaded once", video),
        Sample("audio", "a local recording", audio),
        Sample("youtube", "a YouTube video, whole and streamed", youTube),
        Sample("several", "several attachments, in their order", several),
        Sample("search", "an answer grounded in Google Search", search),
        Sample("value", "an answer as a Swift value", value),
        Sample("functions", "Swift closures the model calls", functions),
        Sample("upload", "a file uploaded by hand, with its progress", isKept: false, upload),
    ]

    static func text(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("Write a haiku about a lighthouse."))
    }

    static func model(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("Who kept the first lighthouse?", model: "gemini-2.5-pro"))
    }

    static func thinking(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("How much is 17 times 23?", thinking: 0))
        page.print(try await gemini.gem("Prove that there is no largest prime.", thinking: 2048))
    }

    static func stream(_ gemini: Gemini, _ page: Page) async throws {
        for try await piece in try await gemini.gemStream("Tell a story of a lighthouse in ten sentences.") {
            page.print(piece, terminator: "")
        }
        page.print("")
    }

    static func atOnce(_ gemini: Gemini, _ page: Page) async throws {
        async let sea = gemini.gem("Name a sea.")
        async let river = gemini.gem("Name a river.")
        let answers = try await [sea, river]
        for answer in answers { page.print(answer) }
    }

    static func image(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("What is in this picture?", .file(Sample.media("drawing.png"))))
    }

    static func pdf(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("Sum this report up in three sentences.", .file(Sample.media("report.pdf"))))
    }

    static func textFiles(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("What kind of file is this?", .file(Sample.media("story.txt"))))
        page.print(try await gemini.gem("How many subtitles are in this file?", .file(Sample.media("counting.vtt"))))
        page.print(try await gemini.gem("List the items of this file.", .file(Sample.media("notes.md"))))
    }

    static func video(_ gemini: Gemini, _ page: Page) async throws {
        let film = Media.file(Sample.media("counting.mp4"))
        page.print(try await gemini.gem("Sum this film up in three sentences.", film))
        // The second question needs no second upload.
        page.print(try await gemini.gem("Which numbers are said?", film))
    }

    static func audio(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("Write down what is said.", .file(Sample.media("counting.wav"))))
    }

    static func youTube(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("A five-word summary of this video.", "https://youtu.be/jNQXAC9IVRw"))
        // Of a link, only which video it means counts: this asks about the same one.
        let link: Media = "https://www.youtube.com/watch?v=jNQXAC9IVRw&t=4s"
        for try await piece in try await gemini.gemStream("Describe this video, then list what is in it.", link) {
            page.print(piece, terminator: "")
        }
        page.print("")
    }

    static func several(_ gemini: Gemini, _ page: Page) async throws {
        let (report, film) = (Media.file(Sample.media("report.pdf")), Media.file(Sample.media("counting.mp4")))
        page.print(try await gemini.gem("Are these about the same? Answer yes or no.", "https://youtu.be/jNQXAC9IVRw", report))
        page.print(try await gemini.gem("What do these have in common? One sentence about each.", report, film))
    }

    static func search(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("Who keeps the lighthouse of Alexandria today?", search: true))
        let stream = try await gemini.gemStream("Which lighthouse is the tallest today?", search: true)
        for try await piece in stream { page.print(piece, terminator: "") }
        for source in try stream.response().citedText.sources { page.print("\n[\(source.number)] \(source.title)", terminator: "") }
        page.print("")
    }

    private struct Lighthouse: Decodable {
        var name: String
        var height: Int
        var colours: [String]
    }

    static func value(_ gemini: Gemini, _ page: Page) async throws {
        let lighthouse = try await gemini.gem("Describe a lighthouse.", as: Lighthouse.self)
        page.print("\(lighthouse.name), \(lighthouse.height) m, \(lighthouse.colours.joined(separator: " and "))")
    }

    private struct Place: Decodable {
        var city: String
    }

    static func functions(_ gemini: Gemini, _ page: Page) async throws {
        let weather = FunctionTool("get_weather", "The weather in a city now.") { (place: Place) in
            ["city": place.city, "sky": "clear"]
        }
        page.print(try await gemini.gem("What is the weather in Oslo?", functions: [weather]))
    }

    static func upload(_ gemini: Gemini, _ page: Page) async throws {
        let file = try await gemini.upload(Sample.media("counting.mp4"))
        page.print("\(file.mimeType), \(file.sizeBytes) bytes, \(file.state.rawValue)")
        page.print(try await gemini.gem("What is counted here?", .uploaded(file)))
    }
}
