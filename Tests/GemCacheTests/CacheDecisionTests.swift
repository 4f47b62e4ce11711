import GemCache
import GemCore
import HTTPTypes
import Testing

/// What the cache decides, as a value: no store, no clock, no network.
@Suite struct CacheDecisionTests {
    private static let hour = 3600.0

    private static func decision(_ control: String, _ change: (inout Freshness) -> Void = { _ in }) throws -> CacheDecision {
        var freshness = Freshness()
        change(&freshness)
        var decision = CacheDecision(try RequestOptions(fields: control.isEmpty ? [:] : [.cacheControl: control]), freshness)
        _ = decision.on(.asked(try AnswerJudgeTests.question()))
        return decision
    }

    @Test(
        arguments: [
            // control, age, left, what is done
            ("", 10, nil, .serve(refreshes: false)), ("", 10, 1, .serve(refreshes: false)), ("", 10, 0, .fly(.stale)),
            ("", 10, -5, .fly(.stale)),
            ("max-age=10", 10, nil, .serve(refreshes: false)), ("max-age=9", 10, nil, .fly(.stale)), ("max-age=0", 0, nil, .fly(.stale)),
            ("max-age=20", 10, -5, .fly(.stale)), ("max-stale", 10, -5, .serve(refreshes: false)),
            ("max-stale=5", 10, -5, .serve(refreshes: false)),
            ("max-stale=4", 10, -5, .fly(.stale)), ("max-stale, max-age=9", 10, -5, .fly(.stale)),
            ("max-stale, max-age=10", 10, -5, .serve(refreshes: false)),
            ("min-fresh=5", 10, 5, .serve(refreshes: false)), ("min-fresh=6", 10, 5, .fly(.stale)),
            ("min-fresh=6", 10, nil, .serve(refreshes: false)),
            ("min-fresh=1, max-stale", 10, -5, .fly(.stale)), ("only-if-cached", 10, nil, .serve(refreshes: false)),
            ("only-if-cached", 10, -5, .refuse),
            ("only-if-cached, max-stale=9", 10, -5, .serve(refreshes: false)), ("only-if-cached, max-age=9", 10, nil, .refuse),
            ("only-if-cached, no-cache", 0, nil, .refuse), ("no-cache, stale-if-error=9", 10, nil, .fly(.request)),
        ] as [(String, Double, Double?, CacheDecision.Action)])
    func whatIsFoundIsServedWhereItIsFreshEnough(control: String, age: Double, left: Double?, action: CacheDecision.Action) throws {
        var decision = try Self.decision(control)
        #expect(decision.on(.found(age: age, left: left)) == action)
    }

    @Test(arguments: [
        ("", CacheDecision.Action.fly(.miss)), ("only-if-cached", .refuse), ("no-cache, stale-if-error=5", .fly(.request)),
        ("max-age=1", .fly(.miss)),
    ])
    func whatIsNotFoundIsFetchedUnlessForbidden(control: String, action: CacheDecision.Action) throws {
        var decision = try Self.decision(control)
        #expect(decision.on(.missed) == action)
    }

    @Test(
        arguments: [
            // control, how late, within the window, beyond it
            ("", -59, .serve(refreshes: true)), ("", -60, .fly(.stale)), ("max-age=1000", -59, .fly(.stale)),
            ("min-fresh=1", -59, .fly(.stale)),
            ("only-if-cached", -59, .serve(refreshes: false)), ("only-if-cached", -60, .refuse),
            ("max-stale=59", -59, .serve(refreshes: true)), ("max-stale=58", -59, .fly(.stale)), ("max-stale=0", -1, .fly(.stale)),
            ("max-stale", -59, .serve(refreshes: true)), ("max-stale", -60, .serve(refreshes: false)),
            ("only-if-cached, max-stale=58", -59, .refuse),
        ] as [(String, Double, CacheDecision.Action)])
    func withinItsWindowAStaleAnswerIsServedAndRefreshed(control: String, left: Double, action: CacheDecision.Action) throws {
        var decision = try Self.decision(control) { $0.whileRevalidating = 60 }
        #expect(decision.on(.found(age: 100, left: left)) == action)
    }

    @Test(
        arguments: [
            ("", 10, -60, true, true), ("", 10, -61, true, false), ("max-age=1", 10, nil, false, false),
            ("min-fresh=1", 10, -1, false, false),
            ("max-stale=5", 10, -5, true, true), ("max-stale=5", 10, -6, false, false), ("max-stale=0", 10, -1, false, false),
            ("max-stale", 10, -60, true, true), ("max-stale", 10, -61, true, false),
            ("max-stale=5, stale-if-error=60", 10, -60, true, true),
            ("stale-if-error=60", 10, -60, true, true), ("stale-if-error=60", 10, -61, false, false),
            ("stale-if-error=0", 10, -1, false, false),
            ("max-age=5, stale-if-error=5", 10, nil, true, true), ("max-age=5, stale-if-error=4", 10, nil, false, false),
            ("no-cache, stale-if-error=1", 10, nil, true, true), ("no-cache, stale-if-error=1", 10, -2, false, false),
        ] as [(String, Double, Double?, Bool, Bool)])
    func whereUpstreamFailsAStaleAnswerIsServedInTime(control: String, age: Double, left: Double?, unreachable: Bool, error: Bool) throws {
        var decision = try Self.decision(control) { $0.ifError = 60 }
        _ = decision.on(.found(age: age, left: left))
        for code in [GemError.Code.unreachable, .offline] { #expect((decision.on(.failed(code)) == .serveStale) == unreachable) }
        for code in [GemError.Code.cut, .timeout] { #expect((decision.on(.failed(code)) == .serveStale) == error) }
        for status in [429, 500, 502, 503, 504] { #expect((decision.on(.answered(status: status)) == .serveStale) == error) }
        for status in [400, 401, 403, 404] { #expect(decision.on(.answered(status: status)) == .relay) }
        for code in [GemError.Code.cancelled, .badInput, .internal, .store] { #expect(decision.on(.failed(code)) == .relay) }
    }

    @Test func withoutAnAnswerThereIsNoFallback() throws {
        var decision = try Self.decision("stale-if-error=60")
        _ = decision.on(.missed)
        #expect(decision.on(.failed(.unreachable)) == .relay)
        #expect(!decision.hasFallback)
    }

    @Test(
        arguments: [
            ("generate=7d", Freshness.Kind.generate, 604_800), ("embed=forever", .embed, nil), ("grounded=1h", .grounded, 3600),
            ("count=90", .count, 90),
            ("models=1h30m", .models, 5400), ("generate=0", .generate, 0), ("grounded=2w", .grounded, 1_209_600),
        ] as [(String, Freshness.Kind, Double?)])
    func lifetimesAreSetByKind(rule: String, kind: Freshness.Kind, seconds: Double?) throws {
        var freshness = Freshness()
        try freshness.take(rule)
        #expect(freshness[kind] == seconds)
    }

    @Test(arguments: [
        "generate", "=7d", "generate=", "answers=7d", "generate=d", "generate=7x", "generate=-1s", "generate=1.5h",
        "generate=99999999999999999999d",
        "generate=7d3",
    ])
    func otherRulesAreRefusedByName(rule: String) throws {
        var freshness = Freshness()
        let error = #expect(throws: GemError.self) { try freshness.take(rule) }
        #expect(error?.code == .usage)
        let named = rule.hasPrefix("generate=") ? String(rule.dropFirst(9)) : rule
        #expect(error?.message.hasPrefix("\"\(named)\" is no ") == true)
        #expect(freshness == Freshness())
    }

    @Test func eachKindHasItsLifetime() throws {
        func verdict(_ path: String, _ body: String, _ answer: String, _ freshness: Freshness = Freshness()) throws -> AnswerJudge.Verdict {
            AnswerJudge.judge(AnswerJudgeTests.answer(answer), to: try AnswerJudgeTests.question(path, body), freshness)
        }
        let done = #"{"candidates":[{"finishReason":"STOP"}]}"#
        let generate = "/v1beta/models/m:generateContent"
        #expect(try verdict(generate, #"{"contents":"x"}"#, done) == .keep(lifetime: nil))
        #expect(try verdict(generate, #"{"contents":"x","tools":[{"googleSearch":{}}]}"#, done) == .keep(lifetime: 86_400))
        #expect(try verdict("/v1beta/models/m:countTokens", #"{"contents":"x"}"#, #"{"totalTokens":1}"#) == .keep(lifetime: 86_400))
        var freshness = Freshness()
        try freshness.take("generate=1h")
        #expect(try verdict(generate, #"{"contents":"x"}"#, done, freshness) == .keep(lifetime: 3600))
        try freshness.take("generate=0")
        #expect(try verdict(generate, #"{"contents":"x"}"#, done, freshness) == .refuse("answers of its kind are not kept"))
    }
}
