import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

@testable import GemCache

/// Callers who show an `Authorization` of another scheme than `Bearer`, as `Basic`.
@Suite struct OtherAuthorizationTests {
    private static func ask(_ authorization: String?) -> Request {
        var request = CacheLayerTests.ask("hi")
        request.head.headerFields[.authorization] = authorization
        return request
    }

    private static let callers = ["Basic YTpodW50ZXIy", "Basic YjpodW50ZXIy", "Bearer YTpodW50ZXIy", "Digest username=\"a\"", nil]

    @Test func itGoesUpAsItCameInAFlightOfItsOwn() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                await gate.wait()
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in Self.callers + Self.callers { group.addTask { _ = try await stack.send(Self.ask(caller)) } }
                while stack.deck.joined < Self.callers.count { await Task.yield() }
                gate.raise()
                try await group.waitForAll()
            }
            let seen = upstream.requests.map { $0.head.headerFields[.authorization] ?? "none" }
            #expect(seen.sorted() == Self.callers.map { $0 ?? "none" }.sorted())
        }
    }

    @Test func whereScopedItHasACacheOfItsOwn() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            var settings = Stack.Settings(store: store)
            settings.time = store.time
            settings.isScoped = true
            let stack = Stack(upstream, settings)
            for outcome in [CacheStatus.Outcome.miss, .hit] {
                for caller in Self.callers {
                    let status = try await stack.send(Self.ask(caller)).cacheStatus
                    #expect(status?.outcome == outcome, "\(caller ?? "")")
                }
            }
        }
    }

    @Test func itIsWrittenNowhereAndTakenOutOfErrors() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { request in
                let shown = request.head.headerFields[.authorization] ?? ""
                return .json(.forbidden, Array(#"{"error":{"message":"no such user: \#(shown)"}}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let response = try await stack.send(Self.ask("Basic YTpodW50ZXIy"))
            let told = try await CacheLayerTests.text(response)
            #expect(told.contains("no such user: Basic") && !told.contains("YTpodW50ZXIy"))
            var request = Self.ask("Basic YTpodW50ZXIy")
            request.liftCredential()
            #expect(!"\(request)".contains("YTpodW50ZXIy") && request.head.headerFields[.authorization] == nil)
        }
    }
}
