import GemCache
import GemCore
import HTTPTypes
import Testing

@Suite struct AnswerJudgeTests {
    static func question(_ path: String = "/v1beta/models/m:generateContent", _ body: String = #"{"contents":"x"}"#) throws -> Question {
        try #require(try Question.read(method: .post, path: path, body: Array(body.utf8)))
    }

    static func answer(_ texts: String..., shape: Route.Shape = .unary) -> Answer {
        Answer(shape: shape, frames: texts.map { .init(json: Array($0.utf8)) })
    }

    @Test(arguments: ["STOP", "MAX_TOKENS"]) func aFinishedAnswerIsKeptForEver(reason: String) throws {
        let answer = Self.answer(#"{"candidates":[{"finishReason":"\#(reason)"}]}"#)
        #expect(AnswerJudge.judge(answer, to: try Self.question()) == .keep(lifetime: nil))
    }

    @Test(arguments: [
        #"{"candidates":[{"finishReason":"SAFETY"}]}"#, #"{"candidates":[{"content":{}}]}"#,
        #"{"promptFeedback":{"blockReason":"SAFETY"}}"#,
        #"{"candidates":[]}"#, "{", "[]", #"{"error":{"code":499}}"#,
        #"{"candidates":[{"finishReason":"STOP"},{"index":1}]}"#,
    ])
    func othersAreNot(text: String) throws {
        guard case .refuse = AnswerJudge.judge(Self.answer(text), to: try Self.question()) else {
            Issue.record("\(text) was kept")
            return
        }
    }

    @Test func anInteractionThatCallsFunctionsIsAnAnswer() throws {
        let question = try Self.question("/v1beta/interactions", #"{"model":"m","input":"x"}"#)
        for status in ["completed", "requires_action"] {
            #expect(AnswerJudge.judge(Self.answer(#"{"status":"\#(status)"}"#), to: question) == .keep(lifetime: nil))
        }
        for status in ["in_progress", "failed", "cancelled", "incomplete", "budget_exceeded", "queued"] {
            #expect(AnswerJudge.judge(Self.answer(#"{"status":"\#(status)"}"#), to: question) == .refuse("status \(status)"))
        }
    }

    @Test func theLastChunkOfEachCandidateMustFinish() throws {
        let question = try Self.question("/v1beta/models/m:streamGenerateContent?alt=sse")
        let codeExecution = Self.answer(
            #"{"candidates":[{"finishReason":"STOP"}]}"#, #"{"candidates":[{"content":{}}]}"#, shape: .events)
        #expect(AnswerJudge.judge(codeExecution, to: question) == .refuse("no final finish reason"))
        let usageLast = Self.answer(#"{"candidates":[{"finishReason":"STOP"}]}"#, #"{"usageMetadata":{}}"#, shape: .events)
        #expect(AnswerJudge.judge(usageLast, to: question) == .keep(lifetime: nil))
    }
}
