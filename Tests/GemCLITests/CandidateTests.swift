import ArgumentParser
import Foundation
import GemCore
import GemTesting
import Gemini
import Testing

@testable import GemCLI

/// Several answers to one question, how likely their tokens were, and settings without an option of their own.
@Suite struct CandidateTests {
    @Test func severalAnswersStandBelowLinesThatTellThemApart() async throws {
        try await Program.with { program in
            let line = ["ask", "Name a boat.", "--candidates", "3"]
            let plain = try await program.run(line)
            let lines = plain.out.split(separator: "\n").map(String.init)
            #expect(plain.code == 0 && lines.filter { $0.hasPrefix("--- ") } == ["--- 1 of 3 ---", "--- 2 of 3 ---", "--- 3 of 3 ---"])
            let json = try #require(try await program.run(line + ["--json"]).json)
            let texts = json["texts"]?.array?.compactMap(\.string) ?? []
            #expect(json["cache"] == "hit" && texts.count == 3 && json["text"]?.string == texts[0])
            let told = texts.enumerated().map { "--- \($0 + 1) of 3 ---\n\($1)\($1.hasSuffix("\n") ? "" : "\n")" }.joined()
            #expect(plain.out == told)
            let kept = program.folder + "/boats.txt"
            #expect(try await program.run(line + ["--save", kept]).code == 0)
            #expect(try String(contentsOfFile: kept, encoding: .utf8) == told)
            // One answer is an answer as ever.
            let one = try await program.run(["ask", "Name a boat.", "--candidates", "1", "--json"]).json
            #expect(one?["texts"] == nil && one?["text"]?.string?.isEmpty == false)
        }
    }

    @Test func anAnswerThatWasStoppedIsToldAndTheOthersAreShown() async throws {
        func candidate(_ index: Int, _ text: String, _ reason: String) -> String {
            #"{"index":\#(index),"content":{"parts":[{"text":"\#(text)"}],"role":"model"},"finishReason":"\#(reason)"}"#
        }
        func answer(_ reasons: [String]) -> String {
            let all = reasons.enumerated().map { candidate($0, "text \($0)", $1) }.joined(separator: ",")
            return RawUpstream.json(#"{"candidates":[\#(all)]}"#)
        }
        try await TemporaryFolder.with { folder in
            for (reasons, code, out) in [
                (["SAFETY", "STOP"], 0, "--- 2 of 2 ---\ntext 1\n"), (["SAFETY", "RECITATION"], 1, ""),
                (["STOP"], 0, "--- 1 of 1 ---\ntext 0\n"),
            ] as [([String], Int32, String)] {
                let whole = answer(reasons)
                try await RawUpstream.with({ _ in whole }) { upstream in
                    let program = Program(folder: folder, base: upstream.url)
                    let end = try await program.run(["ask", "x", "--candidates", "2", "--no-store"])
                    #expect(end.code == code && end.out == out, "\(reasons): \(end)")
                    #expect(reasons[0] == "STOP" || end.err.contains("1 of 2: The model's answer was stopped: SAFETY"), "\(end.err)")
                    #expect(reasons.count == 2 || end.err.contains("1 of the 2"), "\(end.err)")
                    let json = try await program.run(["ask", "x", "--candidates", "2", "--no-store", "--json"])
                    #expect(json.code == code, "\(json)")
                    if reasons == ["SAFETY", "STOP"] { #expect(json.json?["texts"] == [.null, "text 1"]) }
                }
            }
        }
    }

    @Test func howLikelyTokensWereIsToldBesideTheAnswer() async throws {
        try await Program.with { program in
            let line = ["ask", "Name a boat.", "--logprobs", "2"]
            let end = try await program.run(line)
            let bare = try await program.run(line + ["--json"])
            let result = bare.json?["response"]?["candidates"]?[0]?["logprobsResult"]
            let chosen = try #require(result?["chosenCandidates"]?.array)
            let lines = end.err.split(separator: "\n")
            #expect(end.code == 0 && end.out == (bare.json?["text"]?.string ?? "") + "\n" && lines.count == chosen.count, "\(end)")
            #expect(lines[0].contains(chosen[0]["token"]?.text() ?? "none"))
            #expect(bare.err.isEmpty)
        }
    }

    @Test func hugeLogarithmsAreToldAsTheyAre() throws {
        let json = try JSON(
            parsing: Array(#"{"chosenCandidates":[{"token":"a","logProbability":-3e38},{"token":"b","logProbability":-0.25}]}"#.utf8))
        #expect(LogprobsResult(json: json).lines == [#"-3e+38 "a""#, #"-0.2500 "b""#])
    }

    @Test(arguments: [
        (["--candidates", "2"], #"{"candidateCount":2}"#), (["--logprobs", "0"], #"{"responseLogprobs":true}"#),
        (["--logprobs", "5"], #"{"responseLogprobs":true,"logprobs":5}"#),
        (
            ["--config", #"{"imageConfig":{"aspectRatio":"16:9"},"topK":1}"#, "--top-k", "3"],
            #"{"imageConfig":{"aspectRatio":"16:9"},"topK":3}"#
        ),
        (["--thoughts", "--config", #"{"thinkingConfig":{"thinkingBudget":9}}"#], #"{"thinkingConfig":{"thinkingBudget":9}}"#),
    ])
    func settingsBecomeTheRequests(arguments: [String], json: String) throws {
        let command = try #require(try GemcacheCommand.parseAsRoot(["ask", "hi"] + arguments) as? AskCommand)
        var config = try command.answer.options(system: nil).config
        command.tell(&config)
        #expect(config.json.text() == json)
    }

    @Test(
        arguments: [
            (["--candidates", "0"], 64), (["--candidates", "9"], 64), (["--logprobs", "21"], 64), (["--logprobs", "-1"], 64),
            (["--config", "{"], 65), (["--config", "[]"], 65), (["--config", "@/nonexistent"], 65),
        ] as [([String], Int32)])
    func whatIsOutOfRangeIsRefused(arguments: [String], code: Int32) async throws {
        let end = try await Program.offline { try await $0.run(["ask", "hi"] + arguments) }
        #expect(end.code == code && end.out.isEmpty, "\(end)")
    }
}
