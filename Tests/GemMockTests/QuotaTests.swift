import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct QuotaTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"

    private static func mock(_ quota: String) throws -> MockGemini {
        let quota = try Quota(quota)
        return try MockGemini.make {
            $0.clock = .frozen(at: Timestamp(microseconds: 1_800_000_000_000_000))
            $0.quotas = [quota]
        }
    }

    @Test func itIsReadFromText() throws {
        #expect(
            try Quota("rpm=10, tpm=1000,rpd=5,model=models/gemini-2.5-pro")
                == Quota(requestsPerMinute: 10, tokensPerMinute: 1000, requestsPerDay: 5, model: "gemini-2.5-pro"))
    }

    @Test(arguments: ["", "rpm", "rpm=x", "rpm=-1", "rph=1", "model=gemini-2.5-pro"])
    func whatIsNoneIsRefused(text: String) {
        #expect(throws: GemError.self) { try Quota(text) }
    }

    @Test func requestsOfAMinuteRunOutAndComeBack() async throws {
        let mock = try Self.mock("rpm=2")
        for _ in 0..<2 { #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok) }
        mock.clock.advance(seconds: 20.5)
        let refused = try await mock.post(Self.path, prompt("x"))
        #expect(refused.head.status.code == 429)
        let error = try #require(try await refused.json()["error"])
        #expect(error["message"]?.string?.hasSuffix("model: gemini-2.5-flash\nPlease retry in 39.500s.") == true)
        let violation = error["details"]?[1]?["violations"]?[0]
        #expect(violation?["quotaId"] == "GenerateRequestsPerMinutePerProjectPerModel-FreeTier")
        #expect(violation?["quotaMetric"] == "generativelanguage.googleapis.com/generate_content_free_tier_requests")
        #expect(violation?["quotaValue"] == "2")
        #expect(error["details"]?[2]?["retryDelay"] == "40s")
        mock.clock.advance(seconds: 39.5)
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
    }

    @Test func eachKeyAndModelHasItsOwn() async throws {
        let mock = try Self.mock("rpm=1")
        #expect(try await mock.post(Self.path, prompt("x"), key: "a").head.status == .ok)
        #expect(try await mock.post(Self.path, prompt("x"), key: "a").head.status.code == 429)
        #expect(try await mock.post(Self.path, prompt("x"), key: "b").head.status == .ok)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-pro:generateContent", prompt("x"), key: "a").head.status == .ok)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:countTokens", prompt("x"), key: "a").head.status == .ok)
    }

    @Test func aModelsQuotaIsForThatModel() async throws {
        let mock = try Self.mock("rpm=0,model=gemini-2.5-pro")
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", prompt("x")).head.status.code == 429)
    }

    @Test func theDialectsCountToo() async throws {
        let mock = try Self.mock("rpm=1,model=gemini-2.5-flash")
        let (path, body) = ("/v1beta/openai/chat/completions", #"{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"hi"}]}"#)
        #expect(try await mock.post(path, body).head.status == .ok)
        #expect(try await mock.post(Self.path, prompt("x")).head.status.code == 429)
        #expect(try await mock.post(path, body).head.status.code == 429)
    }

    @Test func tokensRunOut() async throws {
        let mock = try Self.mock("tpm=1000")
        let long = prompt(String(repeating: "many words ", count: 400))
        #expect(try await mock.post(Self.path, long).head.status == .ok)
        let refused = try await mock.post(Self.path, long)
        #expect(refused.head.status.code == 429)
        #expect(
            try await refused.json()["error"]?["details"]?[1]?["violations"]?[0]?["quotaId"]
                == "GenerateContentInputTokensPerModelPerMinute-FreeTier")
        mock.clock.advance(seconds: 60)
        #expect(try await mock.post(Self.path, long).head.status == .ok)
    }

    @Test func aDayEndsAtMidnightOnThePacificCoast() async throws {
        let mock = try Self.mock("rpd=1")
        mock.clock.set(try #require(Timestamp("2026-03-01T07:59:00Z")))
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
        let refused = try await mock.post(Self.path, prompt("x")).json()
        #expect(refused["error"]?["details"]?[1]?["violations"]?[0]?["quotaId"] == "GenerateRequestsPerDayPerProjectPerModel-FreeTier")
        #expect(refused["error"]?["details"]?[2]?["retryDelay"] == "60s")
        mock.clock.advance(seconds: 60)
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
    }

    @Test func aRefusedRequestCountsForNothingAndAResetForgets() async throws {
        let mock = try Self.mock("rpm=1,rpd=2")
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
        for _ in 0..<3 { #expect(try await mock.post(Self.path, prompt("x")).head.status.code == 429) }
        mock.clock.advance(seconds: 61)
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
        mock.reset()
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
    }

    @Test func vertexSaysItInItsOwnWords() async throws {
        let mock = try Self.mock("rpm=0")
        let path = "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent"
        let error = try #require(try await mock.post(path, prompt("x")).json()["error"])
        #expect(error["status"] == "RESOURCE_EXHAUSTED")
        #expect(error["message"]?.string?.contains("with base model: gemini-2.5-flash") == true)
    }
}
