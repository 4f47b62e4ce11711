import GemCore
import Gemini
import Testing

@testable import GemCLI

/// `--clip` and `--fps`, which videos they mean, and what becomes of them in the request.
@Suite struct ClipTests {
    @Test(
        arguments: [
            ("60-90", 60, 90), ("1:00-1:30", 60, 90), ("1:02:03.5-", 3723.5, nil), ("-90s", nil, 90), ("0-0.5", 0, 0.5),
        ] as [(String, Double?, Double?)])
    func aStretchIsReadAsOneWritesIt(text: String, from: Double?, to: Double?) throws {
        let clip = try #require(Clip(argument: text))
        #expect(clip.from == from && clip.to == to)
    }

    @Test(arguments: ["", "-", "60", "a-b", "1-2-3", "1:99-2", "1::2-3", "1e3-", "nan-inf", "--5", "0x1-2", "1.2.3-4"])
    func whatIsNoStretchIsRefused(text: String) { #expect(Clip(argument: text) == nil) }

    @Test func onlyVideosAreClipped() throws {
        let media: [Media] = ["a.png", "film.MP4", "https://youtu.be/1x3k0V2IITo", "https://a.b/c.mov?x=1", "https://a.b/page"]
        let seen = try media.looked(at: Clip(argument: "1-2"), fps: 5)
        #expect(seen == [media[0]] + media[1...3].map { $0.clip(from: 1, to: 2, fps: 5) } + [media[4]])
        #expect(try media.looked(at: nil, fps: nil) == media)
    }

    @Test func theStretchIsPartOfTheQuestion() async throws {
        try await Program.with { program in
            let question = ["ask", "What is said?", "https://youtu.be/1x3k0V2IITo", "--json"]
            #expect(try await program.run(question).json?["cache"] == "miss")
            let clipped = try await program.run(question + ["--clip", "1:00-1:30", "--fps", "2"])
            #expect(clipped.json?["cache"] == "miss" && clipped.code == 0, "\(clipped)")
            #expect(try await program.run(question + ["--clip", "60-90", "--fps", "2"]).json?["cache"] == "hit")
        }
    }

    @Test(
        arguments: [(["--clip", "9-3"], 65), (["--fps", "25"], 65), (["--fps", "0"], 65), (["--clip", "x"], 64)] as [([String], Int32)])
    func whatMakesNoSenseIsNotSent(arguments: [String], code: Int32) async throws {
        let end = try await Program.offline { try await $0.run(["ask", "What?", "https://youtu.be/1x3k0V2IITo"] + arguments) }
        #expect(end.code == code && !end.err.isEmpty, "\(end)")
    }

    @Test func withoutAVideoThereIsNothingToClip() async throws {
        let end = try await Program.offline { try await $0.run(["ask", "What?", "--clip", "1-2"]) }
        #expect(end.code == 65 && end.err.contains("--clip"))
    }
}
