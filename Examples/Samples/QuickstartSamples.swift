import GemCore
import Gemini

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The client from its first call to its last setting.
enum QuickstartSamples {
    static let all = [
        Sample("models", "which models there are", models),
        Sample("candidates", "an answer with all that comes with it", candidates),
        Sample("chunks", "a stream's chunks, and the whole they make", chunks),
        Sample("picture-and-text", "a picture alone, and with a prompt", pictureAndText),
        Sample("chat", "a conversation with its history, whole and streamed", chat),
        Sample("turns", "a conversation as a list of turns", turns),
        Sample("count", "how many tokens a question and a conversation have", count),
        Sample("messages", "messages made part by part", messages),
        Sample("config", "how an answer is made", config),
        Sample("safety", "what is let through", safety),
        Sample("blocked", "why there is no answer", isKept: false, blocked),
        Sample("embed-one", "the vector of a document with its title", embedOne),
        Sample("embed-many", "vectors of many texts in one call", embedMany),
        Sample("embed-messages", "vectors of an answer and of a conversation", embedMessages),
    ]

    static func models(_ gemini: Gemini, _ page: Page) async throws {
        for model in try await gemini.models() where model.methods.contains("generateContent") { page.print(model.name) }
    }

    static func candidates(_ gemini: Gemini, _ page: Page) async throws {
        let response = try await gemini.generate("What makes a question a good one?")
        page.print(try response.text)
        for candidate in response.candidates {
            page.print("\(candidate.index): \(candidate.finishReason?.rawValue ?? "") \(candidate.content.text.count)")
        }
        page.print(response.promptFeedback?.blockReason.map { "blocked: \($0)" } ?? "not blocked")
        page.print("\(response.usage?.totalTokens ?? 0) tokens")
    }

    static func chunks(_ gemini: Gemini, _ page: Page) async throws {
        let question = GenerateContentRequest(contents: [.user("What makes a question a good one? At length.")])
        let stream = try await gemini.stream(question)
        do { _ = try stream.response() } catch { page.print("before its end: \(error.message)") }
        for try await chunk in stream {
            page.print(chunk.partialText)
            page.print("----")
        }
        let whole = try stream.response()
        page.print("\(try whole.text.count) characters, \(whole.usage?.totalTokens ?? 0) tokens")
    }

    static func pictureAndText(_ gemini: Gemini, _ page: Page) async throws {
        let drawing = Media.file(Sample.media("drawing.png"))
        page.print(try await gemini.gem("", drawing))
        for try await piece in try await gemini.gemStream("Write a short, lively note about this picture.", drawing) {
            page.print(piece, terminator: "")
        }
        page.print("")
    }

    static func chat(_ gemini: Gemini, _ page: Page) async throws {
        let chat = gemini.chat()
        page.print(try await chat.send("How does a lighthouse work? One sentence, for a child.").text)
        for try await piece in try await chat.stream("And for an engineer?") { page.print(piece, terminator: "") }
        page.print("")
        for turn in chat.history { page.print("\(turn.role ?? ""): \(turn.text)") }
        // The history may be edited; here the last question is taken back.
        chat.rewind()
        page.print(try await chat.send("And for a poet?").text)
    }

    static func turns(_ gemini: Gemini, _ page: Page) async throws {
        var turns: [Content] = [.user("How does a computer work? One sentence, for a child.")]
        let first = try await gemini.generate(turns)
        page.print(try first.text)
        if let answer = first.candidates.first?.content { turns.append(answer) }
        turns.append(.user("And for a student?"))
        page.print(try await gemini.generate(turns).text)
    }

    static func count(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.countTokens("What makes a question a good one?").total)
        page.print(try await gemini.countTokens("What is this?", .file(Sample.media("drawing.png"))).total)
        let chat = gemini.chat(history: [.user("Name a sea."), .model("The Baltic.")])
        page.print(try await chat.countTokens().total)
    }

    static func messages(_ gemini: Gemini, _ page: Page) async throws {
        let picture = try Data(contentsOf: URL(filePath: Sample.media("drawing.png")))
        let message = Content(
            role: "user",
            parts: [.text("Write a note about this picture."), .inlineData(Array(picture), mimeType: "image/png")])
        for try await chunk in try await gemini.stream(GenerateContentRequest(contents: [message])) {
            page.print(chunk.partialText, terminator: "")
        }
        page.print("")
    }

    static func config(_ gemini: Gemini, _ page: Page) async throws {
        var options = GenerateOptions()
        options.systemInstruction = .user("You are a lighthouse keeper.")
        options.config.candidateCount = 1
        options.config.stopSequences = ["THE END"]
        options.config.maxOutputTokens = 200
        options.config.temperature = 1
        page.print(try await gemini.gem("Tell a very short story.", thinking: 0, options: options))
    }

    static func safety(_ gemini: Gemini, _ page: Page) async throws {
        var options = GenerateOptions()
        options.safetySettings = [
            SafetySetting(.harassment, .onlyHigh), SafetySetting(.dangerousContent, .none),
        ]
        page.print(try await gemini.gem("Which knots hold a ship that pulls at its mooring?", options: options))
    }

    static func blocked(_ gemini: Gemini, _ page: Page) async throws {
        // The mock blocks a prompt that says [[block]].
        let response = try await gemini.generate("[[block]] What may not be asked?")
        page.print(response.promptFeedback?.blockReason?.description ?? "not blocked")
        do throws(GemError) {
            page.print(try response.text)
        } catch {
            page.print("\(error.noAnswer?.blockReason?.description ?? "no reason"): \(error.message)")
        }
    }

    static func embedOne(_ gemini: Gemini, _ page: Page) async throws {
        let vector = try await gemini.embed(
            "What is the meaning of light?", model: "gemini-embedding-001", task: .retrievalDocument(title: "About light"))
        page.print("\(vector.count) numbers: \(vector.prefix(3))")
    }

    static func embedMany(_ gemini: Gemini, _ page: Page) async throws {
        let texts = ["What is the meaning of light?", "How much oil burns a lamp?", "How does one sail at night?"]
        let vectors = try await gemini.embed(texts, model: "gemini-embedding-001", task: .retrievalDocument(title: "Three questions"))
        for vector in vectors { page.print("\(vector.count) numbers: \(vector.prefix(3))") }
    }

    static func embedMessages(_ gemini: Gemini, _ page: Page) async throws {
        let chat = gemini.chat()
        let answer = try await chat.send("Where does the sun set?")
        let content = answer.candidates.map(\.content)
        for vector in try await gemini.embed(contents: content, model: "gemini-embedding-001").vectors { page.print("\(vector.prefix(3))") }
        for vector in try await gemini.embed(chat, model: "gemini-embedding-001").vectors { page.print("\(vector.prefix(3))") }
    }
}
