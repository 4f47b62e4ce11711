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

    private static let cut = #"{"candidates":[{"content":{"parts":[{"text":"{\"half"}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}]}"#

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
}
