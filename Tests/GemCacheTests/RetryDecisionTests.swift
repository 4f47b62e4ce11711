import GemCache
import GemCore
import HTTPTypes
import Testing

@Suite struct RetryDecisionTests {
    @Test func pausesDoubleWithJitterAndEnd() {
        var decision = RetryDecision(jitter: { 0 })
        #expect(decision.on(.answered(status: 503, delay: nil)) == .retry(afterMilliseconds: 250))
        #expect(decision.on(.answered(status: 503, delay: nil)) == .retry(afterMilliseconds: 500))
        #expect(decision.on(.answered(status: 503, delay: nil)) == .retry(afterMilliseconds: 1000))
        #expect(decision.on(.answered(status: 503, delay: nil)) == .accept)
    }

    @Test func thePauseUpstreamAsksForIsKept() {
        var decision = RetryDecision(jitter: { 0.5 })
        #expect(decision.on(.answered(status: 429, delay: 48_000)) == .retry(afterMilliseconds: 48_000))
        #expect(decision.on(.answered(status: 429, delay: 65_000_000)) == .accept)
    }

    @Test(arguments: [0, -5_000, 1, 249])
    func aPauseThatIsNoneIsTheUsualOne(delay: Int64) {
        var decision = RetryDecision(jitter: { 0 })
        #expect(decision.on(.answered(status: 429, delay: delay)) == .retry(afterMilliseconds: 250))
        #expect(decision.on(.answered(status: 429, delay: delay)) == .retry(afterMilliseconds: 500))
        let failure = UpstreamFailure(httpStatus: 429, status: "", message: "Wait", retryDelayMilliseconds: min(delay, 0))
        #expect(GemError.answered(failure, to: "ask").message.hasSuffix("Wait. Try again later."))
    }

    @Test(arguments: [
        (400, "It is not specified\n", "It is not specified."), (408, "Slow", "Slow. Try again later."), (501, "No", "No."),
        (503, "Busy! ", "Busy! Try again later."),
    ])
    func whatUpstreamSaidEndsWithOneFullStop(status: Int, said: String, words: String) {
        let failure = UpstreamFailure(httpStatus: status, status: "", message: said)
        #expect(GemError.answered(failure, to: "ask").message == "Could not ask: upstream answered HTTP \(status): \(words)")
    }

    @Test func whereARedirectionLeadsIsToldWithoutItsQuery() async {
        let head = HTTPResponse(status: .found, headerFields: [.location: "http://portal.example/login?key=abc#x"])
        let message = await GemError.answered(Response(head), to: "ask").message
        #expect(message.contains("HTTP 302 leads to http://portal.example/login, which is not followed.") && !message.contains("abc"))
    }

    @Test(arguments: [200, 400, 401, 403, 404, 409, 499])
    func otherStatusesAreTakenAsTheyAre(status: Int) {
        var decision = RetryDecision()
        #expect(decision.on(.answered(status: status, delay: nil)) == .accept)
    }

    @Test func onlyACutIsRepeated() {
        var decision = RetryDecision(jitter: { 0 })
        #expect(decision.on(.failed(GemError(.unreachable, "no route"))) == .accept)
        #expect(decision.on(.failed(GemError(.cut, "lost"))) == .retry(afterMilliseconds: 500))
    }
}
