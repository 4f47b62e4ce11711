import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// A stack whose store cannot be used answers from upstream all the same.
@Suite struct WithoutStoreTests {
    private let store = Store(unusable: "/nowhere", because: GemError(.store, "The store is made by a newer gemcache."), time: ManualTime())

    @Test func answersComeFromUpstreamEachTime() async throws {
        let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
        let stack = CacheLayerTests.stack(store, upstream)
        for _ in 0..<2 {
            let response = try await stack.send(CacheLayerTests.ask("why"))
            #expect(response.cacheStatus?.outcome == .miss && response.cacheStatus?.stored != true)
            #expect(try await CacheLayerTests.text(response) == CacheLayerTests.answer)
        }
        #expect(upstream.requests.count == 2)
        await stack.drain()
    }

    @Test func nothingIsSaidToBeQueued() async throws {
        let stack = CacheLayerTests.stack(store, SyncTests.Down())
        let error = await #expect(throws: GemError.self) { _ = try await stack.send(SyncTests.ask("why")) }
        #expect(error?.code != .queued && error?.ticket == nil)
    }

    @Test func aSyncSaysWhyItCannot() async throws {
        let stack = CacheLayerTests.stack(store, SyncTests.Down())
        let error = await #expect(throws: GemError.self) { _ = try await stack.sync.run(credential: nil) }
        #expect(error?.code == .store)
    }

    @Test func aStoreThatTakesNoMoreIsToldOnceInAWhile() async throws {
        let time = ManualTime()
        try await TemporaryFolder.with { folder in
            let said = Mutex<[String]>([])
            var options = Store.Options()
            options.maxBytes = 10
            options.warn = { text in said.withLock { $0.append(text) } }
            let store = try Store.open(at: folder + "/store", options, time: time)
            defer { store.close() }
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            for prompt in ["a", "b", "c"] { _ = try await CacheLayerTests.text(stack.send(CacheLayerTests.ask(prompt))) }
            #expect(said.withLock { $0.count } == 1)
            time.advance(seconds: 400)
            _ = try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("d")))
            let told = said.withLock { $0 }
            #expect(told.count == 2 && told.allSatisfy { $0.contains("not kept") })
        }
    }
}
