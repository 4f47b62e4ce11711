import Foundation
import GemCore
import Synchronization
import Testing

@testable import GemStore

/// Each call into LMDB and each file call fails once, or from then on: nothing crashes, nothing wrong is answered, nothing is lost or doubled, and the store is sound.
@Suite struct FailureTests {
    /// Counts calls, and lets the n-th fail.
    private final class Trouble: Sendable {
        let count = Counter()
        let failing: Int
        let lasts: Bool
        let calls = Mutex<Set<StoreCall>>([])

        init(at failing: Int, lasts: Bool) { (self.failing, self.lasts) = (failing, lasts) }

        func meet(_ call: StoreCall) -> Int32 {
            calls.withLock { _ = $0.insert(call) }
            let number = count.next()
            return number == failing || (lasts && number > failing) ? ENOSPC : 0
        }
    }

    private let large = [UInt8](repeating: 6, count: 1_000_000)
    private let huge = [UInt8](repeating: 7, count: 1_200_000)

    private func options(_ trouble: Trouble?) -> Store.Options {
        var options = Store.Options()
        options.blobThreshold = 1_100_000
        options.mapBytes = 1 << 20
        if let trouble { options.fault = { trouble.meet($0) } }
        return options
    }

    /// What succeeded of the work.
    private struct Done {
        var stored: [String: [UInt8]] = [:]
        var queued: [String: String] = [:]
        var isReplaced = false
    }

    /// A day in the life of a store.
    private func work(_ store: Store, _ time: ManualTime) async -> Done {
        var done = Done()
        func succeeds(_ body: () async throws -> Void) async -> Bool {
            do {
                try await body()
                return true
            } catch {
                #expect(error is GemError)
                return false
            }
        }
        func put(_ name: String, _ payload: [UInt8]) async {
            if await succeeds({ try await store.put(try await store.staged(sampleEntry(name, payload))) }) { done.stored[name] = payload }
        }
        await put("a", [1])
        await put("large", large)
        await put("huge", huge)
        _ = await succeeds { try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) } }
        for (name, body) in [("q", [123, 125]), ("Q", huge)] {
            _ = await succeeds {
                let attachment = try store.adopt(bytes: Array(name.utf8), mimeType: "text/plain")
                let row = try await store.staged(sampleRow(name, body: body, attachments: [attachment]))
                done.queued[name] = try await store.enqueue(row)
            }
        }
        _ = await succeeds {
            let rows = try await store.write { (transaction) throws(GemError) in try transaction.lease(now: time.now, for: 60, limit: 10) }
            for row in rows {
                let name = row.body.count == 2 ? "q" : "Q"
                _ = await succeeds {
                    try await store.write { (transaction) throws(GemError) in
                        try transaction.putEntry(sampleEntry(name, [5]))
                        try transaction.complete(row.ticket)
                    }
                }
            }
        }
        done.isReplaced = await succeeds { try await store.put(sampleEntry("a", [2])) }
        store.touch(key("a"), .developer)
        store.count("hits")
        time.advance(seconds: 10_000)
        _ = await succeeds { _ = try await store.removeExpired(time.now) }
        _ = await succeeds { try await store.write { (transaction) throws(GemError) in _ = try transaction.pin(key("large")) } }
        _ = await succeeds { try await store.write { (transaction) throws(GemError) in _ = try transaction.evict(to: 1000) } }
        _ = await succeeds { try await store.write { (transaction) throws(GemError) in _ = try transaction.removeEntries { _ in false } } }
        return done
    }

    private func check(_ done: Done, _ folder: Folder, _ time: ManualTime, _ label: String) throws {
        let store = try Store.open(at: folder.store, options(nil), time: time)
        defer { store.close() }
        let report = try store.verify()
        #expect(report.isSound, "\(label): \(report)")
        for (name, payloads) in [("a", [[1], [2]]), ("large", [large]), ("huge", [huge]), ("q", [[5]]), ("Q", [[5]])] {
            let found = try store.payload(name)
            let isRight = found == nil || payloads.contains { $0 == found }
            #expect(isRight, "\(label): \(name)")
        }
        if done.isReplaced { #expect(try store.payload("a") != [1], "\(label)") }
        let rows = try store.read { $0.rows() }
        for name in ["q", "Q"] {
            let waiting = rows.filter { $0.key == key(name) }
            let answered = try store.payload(name) != nil
            #expect(waiting.count <= 1 && !(answered && !waiting.isEmpty), "\(label): \(name) is doubled")
            for row in waiting { #expect(row.body.count == (name == "q" ? 2 : huge.count) && row.attachments.count == 1) }
            // Answers may be evicted; then the row is gone and the answer too, so only what is not evicted tells of a loss.
            let isEvicted = try store.stats().counters["evicted"] != nil
            if done.queued[name] != nil, waiting.isEmpty { #expect(answered || isEvicted, "\(label): \(name) is lost") }
        }
    }

    private func run(_ failing: Int, lasts: Bool) async throws -> Trouble {
        let (folder, time) = (Folder(inMemory: true), ManualTime())
        try Store.open(at: folder.store, options(nil), time: time).close()
        let trouble = Trouble(at: failing, lasts: lasts)
        let store = try Store.open(at: folder.store, options(trouble), time: time)
        let done = await work(store, time)
        store.close()
        try check(done, folder, time, "call \(failing)\(lasts ? " and after" : "")")
        return trouble
    }

    @Test func withoutTroubleEveryKindOfCallIsMade() async throws {
        let trouble = try await run(.max, lasts: false)
        #expect(trouble.calls.withLock { $0 } == Set(StoreCall.allCases).subtracting([.clear]))
        #expect(trouble.count.current > 60)
    }

    /// Slow for its some hundred stores, each with a dozen commits.
    @Test(arguments: [false, true]) func anyCallMayFail(lasts: Bool) async throws {
        let all = try await run(.max, lasts: lasts).count.current
        for failing in 0..<all { _ = try await run(failing, lasts: lasts) }
    }
}
