import Foundation
import GemCore
import Testing

@testable import GemStore

@Suite struct MaintenanceTests {
    let folder = Folder()
    let time = ManualTime()

    @Test func countersAddUpInMemoryAndOnDisk() async throws {
        var store = try folder.open(time)
        store.count("hits")
        store.count("hits", 4)
        #expect(try store.stats().counters == ["hits": 5])
        #expect(try store.read { $0.counters } == [:])
        try await store.flush()
        #expect(try store.read { $0.counters } == ["hits": 5])
        try await store.write { $0.add("hits", 1) }
        store.count("misses")
        store.close()
        store = try folder.open(time)
        #expect(try store.stats().counters == ["hits": 6, "misses": 1])
    }

    @Test func leastRecentlyUsedEntriesAreEvictedAndTheQueueIsNot() async throws {
        let store = try folder.open(time) { $0.maxBytes = 20_000 }
        let ticket = try await store.enqueue(sampleRow("queued", body: [UInt8](repeating: 1, count: 50_000)))
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("vector", 100)) }
        for number in 0..<15 {
            time.advance(seconds: 1)
            try await store.put(sampleEntry("\(number)", [UInt8](repeating: 1, count: 1000)))
        }
        time.advance(seconds: 1)
        store.touch(key("0"), .developer)
        for number in 15..<40 {
            time.advance(seconds: 1)
            try await store.put(sampleEntry("\(number)", [UInt8](repeating: 1, count: 1000)))
            store.touch(key("0"), .developer)
        }
        let stats = try store.stats()
        #expect(stats.bytes <= 20_000 && stats.bytes > 10_000)
        #expect(try store.payload("0") != nil && store.payload("39") != nil)
        #expect(try store.payload("1") == nil && store.payload("14") == nil)
        #expect(stats.vectors == 0 && (stats.counters["evicted"] ?? 0) > 10)
        #expect(try store.state(ticket) != nil)
        #expect(try store.verify().isSound)
    }

    @Test func touchOfAnUnknownEntryIsHarmless() async throws {
        let store = try folder.open(time)
        store.touch(key("never stored"), .vertex)
        store.touchVector(key("never stored"))
        try await store.flush()
        #expect(try store.stats().entries == 0)
    }

    @Test func expiredAnswersAreSwept() async throws {
        let store = try folder.open(time)
        try await store.put(
            sampleEntry("old", expires: start.adding(seconds: 10)), sampleEntry("new", expires: start.adding(seconds: 11)),
            sampleEntry("for ever"))
        #expect(try await store.removeExpired(start.adding(seconds: 10)) == Swept(entries: 1))
        #expect(try store.payload("old") == nil && store.payload("new") != nil && store.payload("for ever") != nil)
    }

    @Test func verifyNamesWhatIsDamaged() async throws {
        var store = try folder.open(time)
        try await store.put(sampleEntry("a"))
        try await store.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("v"))
            try transaction.putMedia(Digest(of: [1]), mimeType: "a/b", length: 1)
            _ = try transaction.enqueue(sampleRow("q"))
        }
        #expect(try store.verify().isSound && store.verify().rows == 5)
        store.close()
        try RawStore.rewrite(folder.store, "vectors") { $0[50] ^= 1 }
        store = try folder.open(time)
        #expect(try store.verify().damaged == ["vectors " + key("v").description])
    }

    @Test func compactedCopyIsAStore() async throws {
        let store = try folder.open(time) { $0.blobThreshold = 1000 }
        try await store.put(sampleEntry("a", [7]), sampleEntry("b", [UInt8](repeating: 8, count: 5000)))
        try store.compact(to: folder.path + "/copy")
        let copy = try Store.open(at: folder.path + "/copy")
        #expect(try copy.payload("a") == [7])
        #expect(try copy.payload("b")?.count == 5000)
        #expect(copy.salt == store.salt)
        #expect(try copy.verify().isSound)
    }

    @Test func statsCountWhatIsThere() async throws {
        let store = try folder.open(time)
        try await store.put(sampleEntry("a"), sampleEntry("b"))
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) }
        let stats = try store.stats()
        #expect(stats.entries == 2 && stats.vectors == 1 && stats.files == 0)
        #expect(stats.bytes == Int64(sampleEntry("a").row(blob: nil).count * 2 + sampleVector("v").row().count))
        #expect(stats.diskBytes > 4096)
    }
}
