import GemCore
import GemMock
import Testing

@Suite struct LatencyTests {
    private static let events = "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"

    @Test func itIsReadFromText() throws {
        #expect(try Latency("200ms") == Latency(milliseconds: 200))
        #expect(try Latency("ttft=0.3s, tps=80, jitter=0.2") == Latency(milliseconds: 300, tokensPerSecond: 80, jitter: 0.2))
    }

    @Test(arguments: ["", "soon", "tps=0", "tps=inf", "jitter=2", "ttft", "speed=1", "tps=80,,", "ttft=-1s"])
    func whatIsNoneIsRefused(text: String) {
        let error = #expect(throws: GemError.self) { try Latency(text) }
        #expect(error?.message.contains("ttft=300ms,tps=80,jitter=0.2") == true)
    }

    /// How many milliseconds an answer takes, to its head and to its end.
    private static func spans(_ latency: Latency, _ path: String, _ text: String, seed: UInt64 = 0) async throws -> (Int64, Int64, JSON?) {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make {
            $0.time = time
            $0.latency = latency
            $0.seed = seed
        }
        let response = try await mock.post(path, prompt(text))
        let first = time.now.microseconds / 1000
        let bytes = try await response.bytes()
        return (first, time.now.microseconds / 1000, try? JSON(parsing: bytes))
    }

    @Test func aMessageTakesAllItsTokensTime() async throws {
        let path = "/v1beta/models/gemini-2.5-flash:generateContent"
        let (first, end, json) = try await Self.spans(Latency(milliseconds: 300, tokensPerSecond: 10), path, "[[tokens 50]]")
        let usage = try #require(json)
        let tokens = Int64(usage.usage("candidatesTokenCount") + usage.usage("thoughtsTokenCount"))
        #expect(tokens > 40)
        #expect(first == end)
        #expect(abs(end - 300 - tokens * 100) <= 200)
    }

    @Test func aStreamIsPaced() async throws {
        let (first, end, _) = try await Self.spans(Latency(milliseconds: 300, tokensPerSecond: 10), Self.events, "[[tokens 50]]")
        #expect(first >= 300)
        #expect(end > first + 2000)
    }

    @Test func thinkingTakesTime() async throws {
        let path = "/v1beta/models/gemini-2.5-pro:generateContent"
        let (_, end, json) = try await Self.spans(Latency(tokensPerSecond: 1000), path, "Think about this.")
        let usage = try #require(json)
        #expect(usage.usage("thoughtsTokenCount") > 0)
        #expect(end >= Int64(usage.usage("thoughtsTokenCount")))
    }

    @Test func chanceIsTheSameForTheSameSeed() async throws {
        let latency = Latency(milliseconds: 1000, jitter: 0.5)
        let spans = [
            try await Self.spans(latency, Self.events, "x", seed: 1).1, try await Self.spans(latency, Self.events, "x", seed: 1).1,
            try await Self.spans(latency, Self.events, "x", seed: 2).1,
        ]
        #expect(spans[0] == spans[1])
        #expect(spans[0] != spans[2])
        #expect(spans.allSatisfy { (500...1500).contains($0) })
    }
}
