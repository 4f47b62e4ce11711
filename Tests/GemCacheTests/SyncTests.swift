import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

@Suite struct SyncTests {
    /// An upstream that can be switched off, and answers with the prompt's own text.
    final class Upstream: Transport {
        let isDown = Mutex(false)
        let status = Mutex(200)
        let asked = Mutex<[String]>([])

        func send(_ request: Request) async throws(GemError) -> Response {
            if isDown.withLock({ $0 }) { throw GemError(.unreachable, "Connection refused.") }
            let body = try await request.body.collect(upTo: 1 << 20)
            let prompt = (try? JSON(parsing: body))?["contents"]?["parts"]?["text"]?.string ?? ""
            asked.withLock { $0.append(prompt) }
            let status = status.withLock { $0 }
            guard status == 200 else {
                return .json(.init(code: status), Array(#"{"error":{"code":\#(status),"message":"no","status":"BAD"}}"#.utf8))
            }
            let answer: JSON = [
                "candidates": [["content": ["parts": [["text": .string("re " + prompt)]], "role": "model"], "finishReason": "STOP"]]
            ]
            return .json(.ok, answer.bytes(.pretty))
        }
    }

    static func ask(_ prompt: String, _ policy: OfflinePolicy = .queue) -> Request {
        var request = CacheLayerTests.ask(prompt)
        request.options.offline = policy
        return request
    }

    static func ticket(_ stack: Stack, _ request: Request) async throws -> String {
        do throws(GemError) {
            _ = try await stack.send(request)
        } catch {
            return try #require(error.ticket)
        }
        throw GemError(.internal, "The request was answered.")
    }

    @Test func aQuestionAskedOfflineIsAnsweredBySyncAndThenAHit() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            let ticket = try await Self.ticket(stack, Self.ask("why"))
            #expect(try await Self.ticket(stack, Self.ask("why")) == ticket)
            upstream.isDown.withLock { $0 = false }
            let summary = try await stack.sync.run(credential: nil)
            #expect((summary.due, summary.answered, summary.stopped == nil) == (1, 1, true))
            let response = try await stack.send(Self.ask("why", .fail))
            #expect(response.cacheStatus?.outcome == .hit)
            #expect(try await CacheLayerTests.text(response).contains("re why"))
            let stats = try store.stats()
            #expect(stats.outbox.total == 0)
            #expect(upstream.asked.withLock { $0 } == ["why"])
        }
    }

    @Test func offlineWithoutTheQueueIsAClearError() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            let error = await #expect(throws: GemError.self) { _ = try await stack.send(Self.ask("why", .fail)) }
            #expect(error?.code == .offline)
            #expect(error?.message.contains("--offline=queue") == true)
            let stats = try store.stats()
            #expect(stats.outbox.total == 0)
        }
    }

    @Test func aRefusedQuestionGoesToTheDeadLettersWithItsError() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            let ticket = try await Self.ticket(stack, Self.ask("why"))
            upstream.isDown.withLock { $0 = false }
            upstream.status.withLock { $0 = 404 }
            let summary = try await stack.sync.run(credential: nil)
            #expect(summary.dead == 1)
            let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(ticket) }
            guard case .dead(_, let failure) = row?.state else {
                Issue.record("not dead")
                return
            }
            #expect(failure.message == "no" && failure.httpStatus == 404)
        }
    }

    @Test func aSyncThatFindsNobodyGivesEveryRowBack() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            for prompt in ["a", "b", "c"] { _ = try await Self.ticket(stack, Self.ask(prompt)) }
            let first = try await stack.sync.run(credential: nil)
            #expect(first.stopped?.code == .unreachable)
            let stats = try store.stats()
            #expect(stats.outbox.pending == 3)
            let attempts = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows().map(\.state.attempts) }
            #expect(attempts == [0, 0, 0])
            upstream.isDown.withLock { $0 = false }
            let second = try await stack.sync.run(credential: nil)
            #expect(second.answered == 3)
        }
    }

    @Test func rowsOfAnotherCredentialAreLeftAlone() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            var request = Self.ask("why")
            request.credential = .apiKey("one")
            _ = try await Self.ticket(stack, request)
            upstream.isDown.withLock { $0 = false }
            #expect(try await stack.sync.run(credential: .apiKey("two")).due == 0)
            #expect(try await stack.sync.run(credential: .apiKey("two"), anyCredential: true).answered == 1)
        }
    }

    @Test func noCredentialIsWrittenToTheStore() async throws {
        try await TemporaryFolder.with { folder in
            let secret = "AIza-planted-secret-0123456789"
            let store = try Store.open(at: folder + "/store", time: ManualTime())
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            var request = Self.ask("why")
            request.credential = .apiKey(secret)
            _ = try await Self.ticket(stack, request)
            upstream.isDown.withLock { $0 = false }
            _ = try await stack.sync.run(credential: .apiKey(secret))
            store.close()
            let found = try FileSearch.contains(secret, under: folder)
            #expect(!found)
        }
    }

    @Test func aPostponedRowWaitsForItsTime() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            upstream.isDown.withLock { $0 = true }
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await Self.ticket(stack, Self.ask("why"))
            upstream.isDown.withLock { $0 = false }
            upstream.status.withLock { $0 = 503 }
            let first = try await stack.sync.run(credential: nil)
            #expect(first.postponed == 1 && first.dead == 0)
            let stats = try store.stats()
            #expect(stats.outbox.pending == 1)
        }
    }

    @Test func aStreamThatWasCutWaitsForAnotherAttempt() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                Response(HTTPResponse(status: .ok), body: .bytes(Array("data: {\"candidates\":[{\"content\":{}}]}\r\n\r\n".utf8)))
            }
            let offline = CacheLayerTests.stack(store, Down())
            var request = CacheLayerTests.ask("why", verb: "streamGenerateContent?alt=sse")
            request.options.offline = .queue
            _ = try await Self.ticket(offline, request)
            let summary = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil)
            #expect(summary.postponed == 1 && summary.dead == 0)
        }
    }

    @Test func aBlockedAnswerIsKeptWithTheReason() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(#"{"promptFeedback":{"blockReason":"SAFETY"}}"#.utf8)) }
            let ticket = try await Self.ticket(CacheLayerTests.stack(store, Down()), Self.ask("why"))
            let summary = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil)
            #expect(summary.dead == 1)
            let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(ticket) }
            guard case .dead(_, let failure) = row?.state else {
                Issue.record("not dead")
                return
            }
            #expect(failure.message.contains("the prompt was blocked (SAFETY)"))
        }
    }

    @Test func anAnswerToAFreshQuestionReplacesTheStoredOne() async throws {
        try await TemporaryStore.with { store in
            let upstream = Upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(Self.ask("why"))
            upstream.isDown.withLock { $0 = true }
            var fresh = Self.ask("why")
            fresh.options.cache = .refresh
            _ = try await Self.ticket(stack, fresh)
            upstream.isDown.withLock { $0 = false }
            #expect(try await stack.sync.run(credential: nil).answered == 1)
            #expect(upstream.asked.withLock { $0 } == ["why", "why"])
        }
    }

    @Test func anErrorThatEchoesTheKeyIsToldAndKeptWithoutIt() async throws {
        try await TemporaryFolder.with { folder in
            let secret = "AIza-echoed-secret-0123456789"
            let store = try Store.open(at: folder + "/store", time: ManualTime())
            let upstream = ScriptedTransport { _ in
                .json(
                    .forbidden,
                    Array(
                        #"{"error":{"code":403,"message":"Consumer 'api_key:\#(secret)' has been suspended.","status":"PERMISSION_DENIED"}}"#
                            .utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            var request = Self.ask("why")
            request.credential = .apiKey(secret)
            _ = try await Self.ticket(CacheLayerTests.stack(store, Down()), request)
            #expect(try await stack.sync.run(credential: .apiKey(secret)).dead == 1)
            let text = try await CacheLayerTests.text(stack.send(request))
            #expect(text.contains("api_key:<redacted>") && !text.contains(secret))
            store.close()
            let found = try FileSearch.contains(secret, under: folder)
            #expect(!found)
        }
    }

    @Test func aQuestionWhoseAnswerTheCacheCannotServeIsNotQueued() async throws {
        try await TemporaryStore.with { store in
            var request = CacheLayerTests.ask("why", verb: "generateContent?fields=candidates")
            request.options.offline = .queue
            let error = await #expect(throws: GemError.self) { _ = try await CacheLayerTests.stack(store, Down()).send(request) }
            #expect(error?.code == .offline)
        }
    }

    @Test func anUploadThatUpstreamCannotTakeNowOnlyPostponesItsQuestion() {
        let failure = UpstreamFailure(httpStatus: 429, status: "RESOURCE_EXHAUSTED", message: "no", retryDelayMilliseconds: 90_000)
        let action = SyncDecision.action(for: .failed(GemError(.upstream, "no", upstream: failure)), attempts: 1)
        #expect(action == .postpone(milliseconds: 90_000))
    }

    @Test func theRetryAfterFieldIsHeeded() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                var response = Response.json(.tooManyRequests, Array("slow down".utf8))
                response.head.headerFields[.retryAfter] = "7200"
                return response
            }
            let ticket = try await Self.ticket(CacheLayerTests.stack(store, Down()), Self.ask("why"))
            let start = store.time.now
            _ = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil)
            #expect(upstream.requests.count == 1)
            let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(ticket) }
            guard case .pending(_, let notBefore) = row?.state else {
                Issue.record("not waiting")
                return
            }
            #expect(notBefore.seconds(since: start) == 7200)
        }
    }

    /// A network that is not there.
    struct Down: Transport {
        func send(_ request: Request) async throws(GemError) -> Response { throw GemError(.unreachable, "Connection refused.") }
    }
}
