import Foundation
import GemCore
import GemServer
import GemTesting
import HTTPTypes
import Testing

@testable import GemCLI

/// What is said of answers that are cut, blocked or refused, and of what is looked at through a pipe.
@Suite struct AnswerTests {
    /// Runs the program before an API that answers every question so, as one event where a stream is asked for.
    private static func asking(_ arguments: [String], _ status: HTTPResponse.Status = .ok, answer: String) async throws -> Program.Outcome {
        let api = ScriptedTransport { request in
            guard request.path.contains("alt=sse"), status == .ok else { return .json(status, Array(answer.utf8)) }
            var response = Response.json(.ok, Array("data: \(answer)\r\n\r\n".utf8))
            response.head.headerFields[.contentType] = "text/event-stream"
            return response
        }
        return try await TemporaryFolder.with { folder in
            try Data(#"{"type":"object"}"#.utf8).write(to: URL(fileURLWithPath: folder + "/schema.json"))
            return try await HTTPServer(transport: api).withServer { base in
                try await Program(folder: folder, base: base).run(arguments.map { $0 == "SCHEMA" ? folder + "/schema.json" : $0 })
            }
        }
    }

    private static let cut =
        #"{"candidates":[{"content":{"parts":[{"text":"{\"half"}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}]}"#

    @Test(arguments: [["ask", "hi"], ["ask", "hi", "--no-stream"]])
    func anAnswerThatIsCutIsSaidToBe(arguments: [String]) async throws {
        let end = try await Self.asking(arguments, answer: Self.cut)
        #expect(end.code == 0 && end.out == "{\"half\n" && end.err.contains("MAX_TOKENS") && end.err.contains("--max-tokens"), "\(end)")
    }

    @Test func inJSONItIsAMember() async throws {
        let end = try await Self.asking(["ask", "hi", "--json"], answer: Self.cut)
        #expect(end.code == 0 && end.err.isEmpty && end.json?["truncated"]?.bool == true)
    }

    @Test(arguments: [["ask", "hi", "--schema", "SCHEMA"], ["ask", "hi", "--schema", "SCHEMA", "--json"]])
    func whatIsCutIsNoValueOfASchema(arguments: [String]) async throws {
        let end = try await Self.asking(arguments, answer: Self.cut)
        #expect(end.code == 1 && (end.err + end.out).contains("MAX_TOKENS"), "\(end)")
    }

    @Test func aBlockedPromptIsToldWithItsReasonsAsMembers() async throws {
        let rating = #"{"category":"HARM_CATEGORY_HATE_SPEECH","probability":"HIGH","blocked":true}"#
        let end = try await Self.asking(
            ["ask", "hi", "--json"], answer: #"{"promptFeedback":{"blockReason":"NEW_REASON","safetyRatings":[\#(rating)]}}"#)
        let error = try #require(end.json?["error"])
        #expect(end.code == 1 && error["blockReason"] == "NEW_REASON" && error["safetyRatings"]?[0]?["probability"] == "HIGH")
    }

    @Test func anErrorIsToldWithAllItsDetailsAsMembers() async throws {
        let details =
            #"[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3600s"},"#
            + #"{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"PerDay"}]},{"@type":"x/y.New","z":1}]"#
        let end = try await Self.asking(
            ["ask", "hi", "--json"], .tooManyRequests,
            answer: #"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Too much","details":\#(details)}}"#)
        let error = try #require(end.json?["error"])
        #expect(end.code == 76 && error["retryDelayMs"]?.int == 3_600_000 && error["details"]?.array?.count == 3)
        #expect(error["details"]?[1]?["violations"]?[0]?["quotaId"] == "PerDay" && error["details"]?[2]?["z"]?.int == 1)
    }

    @Test func whatFlowsThroughAPipeIsRead() async throws {
        try await Program.with { program in
            let pipe = "mkfifo \"$HOME/p\"; printf '{\"type\":\"string\"}' > \"$HOME/p\" & "
            for arguments in [
                #"ask hi --schema "$HOME/p""#, #"ask hi --system "@$HOME/p""#, #"count hi "$HOME/p""#, #"embed --file "$HOME/p""#,
            ] {
                let end = try await program.run([], shell: pipe + "\"$0\" \(arguments); code=$?; rm \"$HOME/p\"; exit $code")
                #expect(end.code == 0, "\(arguments): \(end.err)")
            }
            let seen = try await program.run([], shell: pipe + #""$0" ask look "$HOME/p""#)
            #expect(seen.out.contains("Attachment 1 is application/json") || seen.out.contains("Attachment 1 is text/plain"), "\(seen)")
        }
    }

    @Test func bytesNobodyKnowsAreNotSent() async throws {
        try await Program.offline { program in
            let end = try await program.run([], shell: #"printf '\000\001\377\376' | "$0" ask look -"#)
            #expect(end.code == 65 && end.err.contains("standard input do not tell what they are"), "\(end)")
        }
    }

    @Test func anAnswerWhosePictureIsNotKeptSaysSo() async throws {
        let parts = #"[{"text":"Here."},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]"#
        let end = try await Self.asking(
            ["ask", "Draw"], answer: #"{"candidates":[{"content":{"parts":\#(parts)},"finishReason":"STOP","index":0}]}"#)
        #expect(end.code == 0 && end.out == "Here.\n" && end.err.contains("image/png") && end.err.contains("--save"), "\(end)")
    }

    @Test(arguments: ["{}", #"{"totalTokens":-3}"#, "[]"])
    func aCountThatIsNoneIsAnError(answer: String) async throws {
        let end = try await Self.asking(["count", "hi"], answer: answer)
        #expect(end.code == 76 && end.out.isEmpty && end.err.contains("totalTokens"), "\(end)")
    }

    @Test func countReadsAnInstructionFromItsFile() async throws {
        try await Program.with { program in
            let file = program.folder + "/system.txt"
            try Data(String(repeating: "word ", count: 500).utf8).write(to: URL(fileURLWithPath: file))
            let count = try await program.run(["count", "hi", "--system", "@" + file])
            #expect(count.code == 0 && (Int(count.out.dropLast()) ?? 0) > 300, "\(count)")
        }
    }

    @Test func aFileWithoutANameIsRefusedBeforeAnythingIsAsked() async throws {
        try await Program.offline { program in
            let end = try await program.run(["ask", "hi", "--save", ""])
            #expect(end.code == 65 && end.err.contains("--save"))
        }
    }

    @Test func aWrongAmountOfThinkingIsNotToldThatOnlyLevelsAre() async throws {
        let end = try await Program.offline { try await $0.run(["ask", "hi", "--thinking", "2000000"]) }
        #expect(end.code == 64 && !end.err.contains("Please provide one of") && end.err.contains("Tokens to think with"), "\(end)")
    }

    @Test func aQuestionQueuedForVertexWantsNoAPIKey() async throws {
        try await Program.offline { program in
            var program = program
            program.key = nil
            let end = try await program.run(
                ["ask", "hi", "--vertex", "--project", "p"],
                environment: ["GOOGLE_VERTEX_BASE_URL": Program.nowhere, "GCE_METADATA_HOST": "127.0.0.1:9"])
            #expect(end.code == 75 && !end.err.contains("API key"), "\(end)")
        }
    }

    @Test(arguments: [
        ("plain ü ✓ «x»\n\ttab", "plain ü ✓ «x»\n\ttab"), ("\u{1B}[2Jgone", "␛[2Jgone"), ("a\r\nb\u{7}", "a\nb␇"),
        ("\u{9B}31m\u{7F}", "\u{FFFD}31m␡"),
    ])
    func aTerminalGetsNoControlCharacters(text: String, shown: String) { #expect(text.printable == shown) }
}
