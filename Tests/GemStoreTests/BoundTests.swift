import GemCore
import Testing

@testable import GemStore

/// The size a store keeps within, what is pinned, and what outlives its lifetime.
@Suite struct BoundTests {
    let folder = Folder()
    let time = ManualTime()

    private func fill(_ store: Store, _ names: [String], _ count: Int = 1000) async throws {
        for name in names {
            time.advance(seconds: 1)
            try await store.put(sampleEntry(name, [UInt8](repeating: 1, count: count)))
        }
    }

    private func names(_ store: Store, _ names: [String]) throws -> [String] { try names.filter { try store.payload($0) != nil } }

    @Test func theOrderOfUseSurvivesReopening() async throws {
        var store = try folder.open(time)
        try await fill(store, ["a", "b", "c", "d"])
        time.advance(seconds: 1)
        store.touch(key("a"), .developer)
        store.close()
        store = try folder.open(time) { $0.maxBytes = 3500 }
        try await fill(store, ["e"])
        #expect(try names(store, ["a", "b", "c", "d", "e"]) == ["a", "e"])
        #expect(try store.verify().isSound)
    }

    @Test func aStoreThatIsFarTooLargeIsBroughtWithinItsSizeByOneWrite() async throws {
        var store = try folder.open(time)
        let records = (0..<9000).map { sampleVector("v\($0)", 4) }
        for start in stride(from: 0, to: records.count, by: 1000) {
            try await store.write { (transaction) throws(GemError) in
                for record in records[start..<start + 1000] { try transaction.putVector(record) }
            }
        }
        store.close()
        store = try folder.open(time) { $0.maxBytes = 20_000 }
        try await store.flush()
        store.close()
        store = try folder.open(time)
        #expect(try store.stats().bytes <= 20_000 && store.stats().vectors > 50)
        #expect(try store.verify().isSound)
    }

    @Test func blobsCountAndGoWithTheirAnswers() async throws {
        let store = try folder.open(time) {
            $0.blobThreshold = 1000
            $0.maxBytes = 20_000
        }
        for name in ["a", "b", "c", "d"] {
            time.advance(seconds: 1)
            try await store.put(sampleEntry(name, Array(name.utf8) + [UInt8](repeating: 1, count: 8000)))
        }
        #expect(try names(store, ["a", "b", "c", "d"]) == ["c", "d"])
        #expect(folder.blobs.count == 2)
    }

    @Test func anAnswerThatIsLargerThanTheStoreMayBeEvictsNothing() async throws {
        let store = try folder.open(time) { $0.maxBytes = 5000 }
        try await fill(store, ["a", "b"])
        let error = await #expect(throws: GemError.self) { try await store.put(sampleEntry("large", [UInt8](repeating: 1, count: 6000))) }
        #expect(error?.message.contains("--max-size") == true)
        #expect(try names(store, ["a", "b", "large"]) == ["a", "b"])
    }

    @Test func whatAQueuedQuestionNeedsIsNeverEvicted() async throws {
        let store = try folder.open(time) {
            $0.blobThreshold = 1000
            $0.maxBytes = 3000
        }
        let bytes = [UInt8](repeating: 9, count: 5000)
        let attachment = try store.adopt(bytes: bytes, mimeType: "text/plain")
        let ticket = try await store.enqueue(sampleRow("q", body: bytes + [1], attachments: [attachment]))
        // An answer shares the blob of the attachment, and is evicted.
        await #expect(throws: GemError.self) { try await store.put(sampleEntry("same", bytes)) }
        try await fill(store, ["a", "b", "c", "d", "e", "f"], 900)
        #expect(try store.read { $0.row(ticket) }?.body == bytes + [1])
        #expect(folder.blobs.count == 2)
        #expect(try store.verify().isSound)
    }

    @Test func whatIsPinnedSurvivesEvictionSweepsAndClearing() async throws {
        var store = try folder.open(time) { $0.maxBytes = 6000 }
        try await store.put(sampleEntry("pinned", [UInt8](repeating: 2, count: 1000), expires: start.adding(seconds: 5)))
        try await store.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("vector", 100))
            #expect(try transaction.pin(key("pinned")) == 1)
            #expect(try transaction.pin(key("vector")) == 1)
            #expect(try transaction.pin(key("unknown")) == 0)
        }
        try await fill(store, (0..<20).map { "\($0)" })
        #expect(try store.payload("pinned") != nil && store.stats().vectors == 1)
        #expect(try store.stats().bytes <= 6000)
        time.advance(seconds: 1000)
        #expect(try await store.removeExpired(time.now) == Swept())
        store.close()
        store = try folder.open(time)
        #expect(try store.read { $0.isPinned(key("pinned"), .developer) && $0.isPinned(vector: key("vector")) })
        // A new answer to the question stays pinned.
        try await store.put(sampleEntry("pinned", [7]))
        #expect(try await store.write { (transaction) throws(GemError) in try transaction.removeAll() } > 0)
        #expect(try store.payload("pinned") == [7] && store.stats().entries == 1 && store.stats().vectors == 1)
        #expect(try store.verify().isSound)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.pin(key("vector"), false) }
        #expect(try await store.write { (transaction) throws(GemError) in try transaction.removeAll() } == 1)
        #expect(try await store.write { (transaction) throws(GemError) in try transaction.removeAll(evenPinned: true) } == 1)
        #expect(try store.stats().entries == 0 && store.stats().bytes == 0)
        #expect(try store.verify().isSound)
    }

    @Test func moreThanTheSizeMayBePinned() async throws {
        let store = try folder.open(time) { $0.maxBytes = 2500 }
        for name in ["a", "b"] {
            try await fill(store, [name])
            try await store.write { (transaction) throws(GemError) in _ = try transaction.pin(key(name)) }
        }
        try await fill(store, ["c", "d"])
        #expect(try names(store, ["a", "b"]) == ["a", "b"])
        #expect(try store.verify().isSound)
    }

    @Test func keysAreFoundByTheirFirstDigits() async throws {
        let store = try folder.open(time)
        try await store.put(sampleEntry("a"), sampleEntry("b"), sampleEntry("a", variant: .vertex))
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) }
        let prefix = String(key("v").description.prefix(6))
        #expect(try store.read { $0.keys(prefix: prefix, limit: 2) } == [key("v")])
        #expect(try store.read { $0.keys(prefix: key("a").description, limit: 2) } == [key("a")])
        #expect(try store.read { $0.keys(prefix: "", limit: 9) }.count == 3)
        #expect(try store.read { $0.keys(prefix: "ffffffffff", limit: 2) } == [])
    }
}
