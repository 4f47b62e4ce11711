import ArgumentParser
import Foundation
import GemCore
import Gemini
import Testing

@testable import GemCLI

/// What `ask` and `chat` are told of the answer, and what becomes of it in the request.
@Suite struct AnswerOptionsTests {
    private func config(_ arguments: [String]) throws -> JSON {
        let command = try #require(try GemcacheCommand.parseAsRoot(["ask", "hi"] + arguments) as? AskCommand)
        return try command.answer.options(system: nil).config.json
    }

    @Test(arguments: [
        ([], "{}"), (["--thinking", "-1"], #"{"thinkingConfig":{"thinkingBudget":-1}}"#),
        (["--thinking", "high", "--thoughts"], #"{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"HIGH"}}"#),
        (["--thoughts"], #"{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":-1}}"#),
        (["--temperature", "0.5", "--top-p", "1", "--top-k", "3"], #"{"temperature":0.5,"topP":1,"topK":3}"#),
        (["--max-tokens", "9", "--seed", "7", "--stop", "a", "--stop", "b"], #"{"maxOutputTokens":9,"seed":7,"stopSequences":["a","b"]}"#),
        (["--seed", "-7"], #"{"seed":-7}"#),
        (["--presence-penalty", "-1", "--frequency-penalty", "2"], #"{"presencePenalty":-1,"frequencyPenalty":2}"#),
        (["--modality", "text", "--modality", "image"], #"{"responseModalities":["TEXT","IMAGE"]}"#),
        (["--resolution", "low"], #"{"mediaResolution":"MEDIA_RESOLUTION_LOW"}"#),
    ])
    func optionsBecomeTheRequests(arguments: [String], json: String) throws { #expect(try config(arguments).text() == json) }

    @Test(arguments: [
        ["--temperature", "3"], ["--temperature", "nan"], ["--top-p", "1.5"], ["--top-k", "0"], ["--max-tokens", "0"],
        ["--thinking", "lots"],
        ["--thinking", "-2"], ["--voice", "Kore"], ["--safety", "rude=none"], ["--safety", "hate"],
    ])
    func whatIsOutOfRangeIsRefused(arguments: [String]) { #expect(throws: (any Error).self) { try config(arguments) } }

    @Test(arguments: ["--temperature", "--top-p", "--top-k", "--max-tokens"])
    func aNumberBelowZeroIsToldItsRange(option: String) {
        let error = #expect(throws: (any Error).self) { try config([option, "-1"]) }
        #expect(error.map { GemcacheCommand.message(for: $0).contains("\(option) takes a number from") } == true)
    }

    @Test func safetyIsTakenInShortAndInTheAPIsNames() {
        #expect(SafetyChoice(argument: "hate=none")?.json == ["category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"])
        let own = SafetyChoice(argument: "HARM_CATEGORY_NEW=BLOCK_NEW")?.json
        #expect(own == ["category": "HARM_CATEGORY_NEW", "threshold": "BLOCK_NEW"])
    }

    @Test func furtherPicturesAreNumbered() {
        #expect(AnswerFile.numbered("a.b/c.png", 0) == "a.b/c.png" && AnswerFile.numbered("a.b/c.png", 1) == "a.b/c-2.png")
        #expect(AnswerFile.numbered("a.b/c", 2) == "a.b/c-3" && AnswerFile.numbered("a/.c", 1) == "a/.c-2")
    }

    @Test func bareSamplesBecomeAWaveFile() {
        let wave = AnswerFile.wave([1, 2, 3, 4], "audio/L16;codec=pcm;rate=16000")
        #expect(wave.count == 48 && Array(wave[..<4]) == Array("RIFF".utf8) && wave[4] == 40 && wave[40] == 4)
        #expect(wave[24] == 0x80 && wave[25] == 0x3E)
    }

    @Test func anAnswerHasTheFormOfItsSchemaAndIsKept() async throws {
        try await Program.with { program in
            let (schema, kept) = (program.folder + "/s.json", program.folder + "/out.json")
            try Data(#"{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}"#.utf8).write(
                to: URL(fileURLWithPath: schema))
            let end = try await program.run(["ask", "A number.", "--schema", schema, "--save", kept])
            #expect(end.code == 0)
            #expect(try JSON(parsing: end.out)["n"]?.int != nil)
            #expect(try String(contentsOfFile: kept, encoding: .utf8) == end.out)
            #expect(try await program.run(["ask", "x", "--schema", "/nonexistent"]).code == 65)
            #expect(try await program.run(["ask", "x", "--save", program.folder + "/none/out.json"]).code == 74)
        }
    }

    @Test func aPictureIsKeptInItsFileAndWantsOne() async throws {
        try await Program.with { program in
            let question = ["ask", "Draw a boat.", "--model", "gemini-2.5-flash-image", "--modality", "image"]
            let kept = program.folder + "/boat.png"
            let bare = try await program.run(question)
            #expect(bare.code == 1 && bare.err.contains("--save"))
            let end = try await program.run(question + ["--save", kept, "--stats"])
            #expect(end.code == 0 && end.err.contains("hit"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: kept)).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func aPipeIsTheQuestionOrWhatIsLookedAt() async throws {
        try await Program.with { (program: Program) async throws in
            #expect(try await program.run(["ask", "What is this?", "-"], input: "a text").code == 0)
            #expect(try await program.run(["ask", "-", "-"], input: "a text").code == 65)
            #expect(try await program.run(["ask", "What is this?", "-"]).code == 65)
        }
    }

    @Test func aSearchedAnswerNamesItsSources() async throws {
        try await Program.with { program in
            let end = try await program.run(["ask", "Who won?", "--search"])
            #expect(end.code == 0 && end.out.contains("\n[1] "))
        }
    }

    @Test func theWholeAnswerIsInTheJSON() async throws {
        try await Program.with { program in
            let json = try await program.run(["ask", "hello", "--json"]).json
            #expect(json?["response"]?["candidates"]?[0]?["content"]?["parts"]?[0]?["text"] == json?["text"])
        }
    }
}
