import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// How a sync keeps the pace that upstream asks for, and its leases.
@Suite struct SyncPaceTests {
    private func ask(_ prompt: String, model: String) -> Request {
        var request = SyncTests.ask(prompt)
        request.head.path = "/v1beta/models/\(model):generateContent"
        return request
    }

    private func states(_ store: Store) throws -> [OutboxState] {
        try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows().map(\.state) }
    }

    @Test func anExhaustedModelPausesAndOthersGoOn() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { request in
                guard request.path.contains("pro") else {
                    return .json(.ok, Array(#"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}"#.utf8))
                }
                var response = Response.json(.tooManyRequests, Array("slow down".utf8))
                response.head.headerFields[.retryAfter] = "7200"
                return response
            }
            let offline = CacheLayerTests.stack(store, SyncTests.Down())
            for number in 0..<6 { _ = try await SyncTests.ticket(offline, ask("p\(number)", model: "gemini-pro")) }
            for number in 0..<3 { _ = try await SyncTests.ticket(offline, ask("f\(number)", model: "gemini-flash")) }
            let start = store.time.now
            let summary = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil, parallel: 1)
            #expect(summary.answered == 3 && summary.postponed == 6 && summary.stopped == nil)
            #expect(upstream.requests.filter { $0.path.contains("pro") }.count == 1)
            let waiting = try states(store)
            #expect(waiting.map(\.attempts).sorted() == [0, 0, 0, 0, 0, 1])
            for case .pending(_, let notBefore) in waiting { #expect(notBefore.seconds(since: start) == 7200) }
        }
    }

    @Test(arguments: [
        "Sat, 21 Nov 2026 12:00:30 GMT", "Saturday, 21-Nov-26 12:00:30 GMT", "Sat Nov 21 12:00:30 2026",
    ])
    func aDateToRetryAfterIsHeeded(date: String) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in
                var response = Response.json(.tooManyRequests, Array("slow down".utf8))
                response.head.headerFields[.retryAfter] = date
                response.head.headerFields[.date] = "Sat, 21 Nov 2026 11:00:00 GMT"
                return response
            }
            _ = try await SyncTests.ticket(CacheLayerTests.stack(store, SyncTests.Down()), ask("q", model: "gemini-pro"))
            let start = store.time.now
            _ = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil)
            #expect(upstream.requests.count == 1)
            guard case .pending(_, let notBefore)? = try states(store).first else {
                Issue.record("not waiting")
                return
            }
            #expect(notBefore.seconds(since: start) == 3630)
        }
    }

    @Test func aLeaseIsProlongedWhileAnUploadGoesOn() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let seen = Mutex<[Double]>([])
            let upstream = ScriptedTransport { (request) async throws(GemError) in
                for _ in 0..<5 {
                    time.advance(seconds: 1500)
                    request.onProgress?(.uploading(name: "film.mp4", sent: 1, total: 2))
                    let state = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows().first?.state }
                    if case .leased(let until, _) = state { seen.withLock { $0.append(until.seconds(since: time.now)) } }
                }
                return .json(.ok, Array(#"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}"#.utf8))
            }
            _ = try await SyncTests.ticket(CacheLayerTests.stack(store, SyncTests.Down()), ask("q", model: "gemini-pro"))
            let summary = try await CacheLayerTests.stack(store, upstream).sync.run(credential: nil)
            #expect(summary.answered == 1)
            #expect(seen.withLock { $0 } == [3600, 3600, 3600, 3600, 3600])
        }
    }
}
