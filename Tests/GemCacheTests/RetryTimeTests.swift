import GemCache
import GemCore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Which failures are repeated, and for how long.
@Suite struct RetryTimeTests {
    private static let answer = #"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}"#

    /// Fails `failures` times, then answers.
    private static func upstream(_ failures: Int, _ failure: @escaping @Sendable () throws(GemError) -> Response) -> ScriptedTransport {
        let place = Counter()
        return ScriptedTransport { _ throws(GemError) in
            if place.next() < failures { return try failure() }
            return .json(.ok, Array(answer.utf8))
        }
    }

    private static func ask(_ upstream: ScriptedTransport, time: ManualTime, limit: Double? = nil) async throws(GemError) -> Int {
        let layer = RetryLayer(time: time, jitter: { 1 })
        var request = Request.json(.post, "/v1beta/models/m:generateContent", Array("{}".utf8))
        request.options.timeLimit = limit
        return try await layer.send(request, next: upstream).head.status.code
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504], [true, false])
    func whatMayPassIsAskedForAgain(status: Int, isStream: Bool) async throws {
        let time = ManualTime()
        let upstream = Self.upstream(2) { () throws(GemError) in Response(HTTPResponse(status: .init(code: status))) }
        let layer = RetryLayer(time: time, jitter: { 1 })
        let verb = isStream ? "streamGenerateContent?alt=sse" : "generateContent"
        let response = try await layer.send(.json(.post, "/v1beta/models/m:\(verb)", Array("{}".utf8)), next: upstream)
        #expect(response.head.status.code == 200)
        #expect(upstream.requests.count == 3)
    }

    @Test func aConnectionCutBeforeTheFirstByteIsAskedForAgain() async throws {
        let upstream = Self.upstream(3) { () throws(GemError) in throw GemError(.cut, "lost") }
        #expect(try await Self.ask(upstream, time: ManualTime()) == 200)
        #expect(upstream.requests.count == 4)
    }

    @Test func noAttemptBeginsAfterTheTimeLimit() async throws {
        let pause = #"{"error":{"code":429,"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"20s"}]}}"#
        for (limit, asked) in [(nil, 4), (70, 4), (45, 3), (20, 2), (19.9, 1), (0, 1), (-1, 1), (.infinity, 4), (.nan, 1)]
            as [(Double?, Int)]
        {
            let time = ManualTime()
            let start = time.now
            let upstream = Self.upstream(9) { () throws(GemError) in .json(.tooManyRequests, Array(pause.utf8)) }
            #expect(try await Self.ask(upstream, time: time, limit: limit) == 429)
            #expect(upstream.requests.count == asked, "\(limit ?? -1)")
            #expect(time.now.seconds(since: start) == Double(asked - 1) * 20)
            // Each attempt has what is left of the time.
            let left = upstream.requests.map { $0.options.timeLimit }
            #expect(left == (0..<asked).map { attempt in limit.map { max(0, min($0.isNaN ? 0 : $0, 1e9) - Double(attempt) * 20) } })
        }
    }
}
