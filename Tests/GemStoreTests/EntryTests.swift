import GemCore
import Testing

@testable import GemStore

@Suite struct EntryTests {
    let folder = Folder()

    @Test(arguments: [[], [0], [UInt8](repeating: 9, count: 1990), [UInt8](repeating: 8, count: 300_000)])
    func entryComesBackAsItWasStored(payload: [UInt8]) async throws {
        let store = try folder.open()
        let expires = start.adding(seconds: 60)
        try await store.put(sampleEntry("a", payload, expires: expires), sampleEntry("for ever", payload))
        let isWhole = try store.read { snapshot in
            snapshot.withEntry(key("a"), .developer, canonical: Array("a".utf8)) { view in
                #expect(view.payload.withUnsafeBytes { Array($0) } == payload)
                #expect(view.canonical.withUnsafeBytes { Array($0) } == Array("a".utf8))
                #expect(view.created == start && view.expires == expires && view.payloadCount == payload.count)
                #expect(view.operation == "generateContent" && view.model == "gemini-2.5-flash")
                #expect(view.key == key("a") && view.variant == .developer)
                return true
            }
        }
        #expect(isWhole == true)
        #expect(try store.read { $0.withEntry(key("for ever"), .developer) { $0.expires == nil } } == true)
        #expect(try store.payload("unknown") == nil)
    }

    @Test func payloadLiesAtAMultipleOfSixteenBytesOfItsRow() {
        let row = sampleEntry("odd name", [0xAB]).row(blob: nil)
        #expect(row.count % 16 == 1 && row.last == 0xAB)
    }

    @Test func entrySurvivesReopening() async throws {
        var store = try folder.open()
        try await store.put(sampleEntry("a", [7]))
        store.close()
        store = try folder.open()
        #expect(try store.payload("a") == [7])
    }

    @Test func otherCanonicalFormIsAMiss() async throws {
        let store = try folder.open()
        try await store.put(sampleEntry("a"))
        let found = try store.read { $0.withEntry(key("a"), .developer, canonical: Array("b".utf8)) { _ in true } }
        #expect(found == nil)
        #expect(try store.stats().counters["damaged"] == nil)
    }

    @Test func variantsOfOneKeyAreKeptApart() async throws {
        let store = try folder.open()
        try await store.put(sampleEntry("a", [1], variant: .developer))
        #expect(try store.payload("a", .vertex) == nil)
        try await store.put(sampleEntry("a", [2], variant: .vertex))
        #expect(try store.payload("a", .developer) == [1])
        #expect(try store.payload("a", .vertex) == [2])
    }

    @Test func laterAnswerReplacesTheEarlierOne() async throws {
        let store = try folder.open()
        try await store.put(sampleEntry("a", [1]))
        let size = try store.stats().bytes
        try await store.put(sampleEntry("a", [2]))
        #expect(try store.payload("a") == [2])
        let stats = try store.stats()
        #expect(stats.entries == 1 && stats.bytes == size)
    }

    @Test(arguments: [0, 1, 3, 5, 9, 17, 25, 33, 41, 49, 85, 100, -1])
    func flippedByteIsAMissAndCounted(offset: Int) async throws {
        var store = try folder.open()
        try await store.put(sampleEntry("a", [UInt8](repeating: 5, count: 40)))
        store.close()
        try RawStore.rewrite(folder.store, "entries") { $0[offset < 0 ? $0.count + offset : offset] ^= 0x10 }
        store = try folder.open()
        #expect(try store.payload("a") == nil)
        #expect(try store.stats().counters["damaged"] == 1)
        store.close()
        store = try folder.open()
        #expect(try store.stats().counters["damaged"] == 1, "The count is on disk.")
        try await store.put(sampleEntry("a", [6]))
        #expect(try store.payload("a") == [6])
    }

    @Test(arguments: [0, 1, 15, 16, 79, 90])
    func truncatedRowIsAMiss(length: Int) async throws {
        var store = try folder.open()
        try await store.put(sampleEntry("a"))
        store.close()
        try RawStore.rewrite(folder.store, "entries") { $0 = Array($0.prefix(length)) }
        store = try folder.open()
        #expect(try store.payload("a") == nil)
        try await store.put(sampleEntry("a", [6]))
        #expect(try store.payload("a") == [6])
    }

    @Test func entriesAreVisitedUntilToldToStop() async throws {
        let store = try folder.open()
        try await store.put(sampleEntry("a"), sampleEntry("b"), sampleEntry("c"))
        let visits = try store.read { snapshot in
            var visits = (all: 0, some: 0)
            snapshot.forEachEntry { _ in
                visits.all += 1
                return true
            }
            snapshot.forEachEntry { _ in
                visits.some += 1
                return visits.some < 2
            }
            return visits
        }
        #expect(visits == (3, 2))
    }

    @Test func removingEntriesLeavesTheQueueAlone() async throws {
        let store = try folder.open()
        let ticket = try await store.enqueue(sampleRow("q"))
        try await store.put(sampleEntry("a", [1]), sampleEntry("b", [2]), sampleEntry("c", [1]))
        let removed = try await store.write { (transaction) throws(GemError) in
            try transaction.removeEntries { view in view.payload.withUnsafeBytes { $0[0] == 1 } }
        }
        #expect(removed == 2)
        #expect(try store.payload("a") == nil && store.payload("b") == [2])
        try await store.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("v"))
            _ = try transaction.removeAll()
        }
        let stats = try store.stats()
        #expect(stats.entries == 0 && stats.vectors == 0 && stats.bytes == 0 && stats.outbox.pending == 1)
        #expect(try store.state(ticket) != nil)
    }
}
