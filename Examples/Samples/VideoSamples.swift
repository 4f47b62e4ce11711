import GemCore
import Gemini

/// Videos in Cloud Storage, asked about over Vertex AI.
enum VideoSamples {
    static let all = [
        Sample("vertex-video", "what a video shows", onVertex(pictures)),
        Sample("vertex-video-stream", "the same as it comes", onVertex(picturesStreamed)),
        Sample("vertex-audio", "what is said in a video, with times", onVertex(sound)),
        Sample("vertex-audio-stream", "the same as it comes", onVertex(soundStreamed)),
        Sample("vertex-clip", "a stretch of a video", onVertex(clip)),
    ]

    /// The same client, asking Vertex AI; really with the token of a service account or of gcloud.
    private static func onVertex(
        _ sample: @escaping @Sendable (Gemini, Page) async throws -> Void
    ) -> @Sendable (Gemini, Page) async throws -> Void {
        { gemini, page in
            let vertex = Gemini(
                transport: gemini.transport, credential: .bearer("an access token"),
                api: .vertex(project: "my-project", location: "us-central1"))
            try await sample(vertex, page)
        }
    }

    private static let harbour: Media = .url("gs://my-bucket/harbour.mp4", mimeType: "video/mp4")
    private static let talk: Media = .url("gs://my-bucket/talk.mp4", mimeType: "video/mp4")

    @Sendable static func pictures(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("What is in this video?", harbour))
    }

    @Sendable static func picturesStreamed(_ gemini: Gemini, _ page: Page) async throws {
        for try await piece in try await gemini.gemStream("What is in this video, scene by scene?", harbour) {
            page.print(piece, terminator: "")
        }
        page.print("")
    }

    @Sendable static func sound(_ gemini: Gemini, _ page: Page) async throws {
        let prompt = "Describe the video, with everything important people say in it, in chapters with times as MM:SS."
        page.print(try await gemini.gem(prompt, talk))
    }

    @Sendable static func soundStreamed(_ gemini: Gemini, _ page: Page) async throws {
        for try await piece in try await gemini.gemStream("Write down what is said, with times as MM:SS.", talk) {
            page.print(piece, terminator: "")
        }
        page.print("")
    }

    @Sendable static func clip(_ gemini: Gemini, _ page: Page) async throws {
        page.print(try await gemini.gem("What happens in this half minute?", talk.clip(from: 60, to: 90, fps: 2)))
    }
}
