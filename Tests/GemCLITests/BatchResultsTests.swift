import Foundation
import GemCore
import GemServer
import GemTesting
import HTTPTypes
import Testing

/// What `batch results` says of answers that are missing, blocked or errors.
@Suite struct BatchResultsTests {
    private static func answer(_ key: String) -> String {
        #"{"response":{"candidates":[{"content":{"parts":[{"text":"fine"}]},"finishReason":"STOP"}]},"metadata":{"key":"\#(key)"}}"#
    }
    private static let blocked = #"{"response":{"promptFeedback":{"blockReason":"SAFETY"}},"metadata":{"key":"2"}}"#

    /// Runs the command before an API whose batch of `asked` questions has these answers.
    private static func results(_ answers: [String], asked: Int, _ arguments: [String] = []) async throws -> Program.Outcome {
        let output = #"{"inlinedResponses":{"inlinedResponses":[\#(answers.joined(separator: ","))]}}"#
        let batch =
            #"{"name":"batches/b","done":true,"metadata":{"name":"batches/b","model":"models/gemini-2.5-flash","state":"BATCH_STATE_SUCCEEDED","#
            + #""output":\#(output),"batchStats":{"requestCount":"\#(asked)"}}}"#
        let api = ScriptedTransport { _ in .json(.ok, Array(batch.utf8)) }
        return try await TemporaryFolder.with { folder in
            try Data("one\ntwo\n\nthree\n".utf8).write(to: URL(fileURLWithPath: folder + "/questions.txt"))
            return try await HTTPServer(transport: api).withServer { base in
                try await Program(folder: folder, base: base).run(
                    ["batch", "results", "b"] + arguments.map { $0 == "FILE" ? folder + "/questions.txt" : $0 })
            }
        }
    }

    @Test func allAnswersAreASuccess() async throws {
        let end = try await Self.results([Self.answer("1"), Self.answer("2")], asked: 2)
        #expect(end.code == 0 && end.err.isEmpty)
    }

    @Test(arguments: [[], ["--json"]])
    func aBlockedAnswerIsCounted(arguments: [String]) async throws {
        let end = try await Self.results([Self.answer("1"), Self.blocked], asked: 2, arguments)
        #expect(end.code == 76 && end.err.contains("1 of 2 questions have no answer"), "\(end)")
    }

    @Test func whatUpstreamLeftOutIsCounted() async throws {
        let end = try await Self.results([Self.answer("1")], asked: 3)
        #expect(end.code == 76 && end.err.contains("2 of 3 questions have no answer"), "\(end)")
    }

    @Test func whatUpstreamLeftOutHasAnErrorInItsPlace() async throws {
        let end = try await Self.results([Self.answer("4"), Self.answer("1")], asked: 3, ["--input", "FILE"])
        let lines = try end.out.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        #expect(lines.map { $0["key"]?.string } == ["1", "2", "4"])
        #expect(lines.map { $0["error"] != nil } == [false, true, false])
        #expect(end.code == 76 && end.err.contains("1 of 3 questions have no answer"), "\(end)")
    }
}
