import GemCore
import Testing

@testable import GemStore

/// Flipped bytes in what the store notes beside its rows: uses, their order, counters, its own salt and schema.
@Suite struct NoteDamageTests {
    let folder = Folder()
    let time = ManualTime()

    private func fill(_ store: Store) async throws {
        for name in ["a", "b", "c", "d"] {
            time.advance(seconds: 1)
            try await store.put(sampleEntry(name, [UInt8](repeating: 1, count: 1000)))
        }
        try await store.write { (transaction) throws(GemError) in _ = try transaction.pin(key("a")) }
    }

    private func names(_ store: Store) throws -> [String] { try ["a", "b", "c", "d", "e"].filter { try store.payload($0) != nil } }

    private func isPinned(_ store: Store, _ name: String) throws -> Bool { try store.read { $0.isPinned(key(name), .developer) } }

    @Test(arguments: [0, 3, 7, 8, 9, 12, 16]) func aFlippedByteInANoteOfUseUnpinsAndEvictsNothing(byte: Int) async throws {
        var store = try folder.open(time)
        try await fill(store)
        store.close()
        try RawStore.rewrite(folder.store, "usage") { $0[byte] ^= 1 }
        store = try folder.open(time) { $0.maxBytes = 4000 }
        #expect(try store.verify().isSound == false)
        #expect(try isPinned(store, "a") && isPinned(store, "b") == false)
        time.advance(seconds: 1)
        store.touch(key("b"), .developer)
        try await store.put(sampleEntry("e", [UInt8](repeating: 1, count: 1000)))
        #expect(try names(store) == ["a", "b", "e"])
        try await _ = store.repair(store.verify())
        #expect(try store.verify().isSound)
        #expect(try isPinned(store, "a") && isPinned(store, "e") == false)
    }

    @Test func aRowOutOfOrderEvictsNothingThatIsPinnedOrWasUsed() async throws {
        var store = try folder.open(time)
        try await fill(store)
        let ids = [key("a"), key("d")].map { UsageID(.entry(EntryID($0, .developer))) }
        store.close()
        for id in ids { try RawStore.put(folder.store, "recency", RecencyID(Timestamp(microseconds: 1), id).withBytes { Array($0) }, []) }
        store = try folder.open(time) { $0.maxBytes = 4000 }
        time.advance(seconds: 1)
        try await store.put(sampleEntry("e", [UInt8](repeating: 1, count: 1000)))
        #expect(try names(store) == ["a", "d", "e"])
        try await _ = store.repair(store.verify())
        #expect(try store.verify().isSound)
    }

    @Test(arguments: 0..<16) func aFlippedByteInACounterIsLeftOutOrCountedAnew(byte: Int) async throws {
        var store = try folder.open(time)
        try await fill(store)
        let file = try store.adopt(bytes: [1, 2, 3], mimeType: "a/b")
        try await store.write { (transaction) throws(GemError) in
            transaction.add("hits", 5)
            try transaction.putFile(
                FileRecord(
                    scope: .none, digest: file.digest, mimeType: "a/b", length: 3, uri: "", name: "files/local-1",
                    expires: start.adding(seconds: 1e6), state: FileRecord.local))
        }
        let (first, size) = (try await store.enqueue(sampleRow("q")), try store.stats().bytes)
        store.close()
        try RawStore.rewrite(folder.store, "counters") { $0[byte] ^= 0x40 }
        store = try folder.open(time) { $0.maxBytes = 100_000 }
        #expect(try store.stats().bytes == size && store.stats().counters["hits"] == nil)
        let (hasLocalFiles, notes) = try (store.read { $0.hasLocalFiles }, store.verify().wrongNotes)
        #expect(hasLocalFiles && notes.contains { $0.contains(".bytes is damaged") })
        // The next write counts anew, evicts nothing, and gives no ticket twice.
        let second = try await store.enqueue(sampleRow("r"))
        #expect(second > first)
        try await store.put(sampleEntry("e", [UInt8](repeating: 1, count: 1000)))
        #expect(try names(store).count == 5)
        let wrong = try store.verify().wrongNotes
        #expect(!wrong.contains { $0.contains(".bytes") || $0.contains("size") || $0.contains(".ticket") }, "\(wrong)")
        try await _ = store.repair(store.verify())
        #expect(try store.verify().isSound)
        store.count("hits")
        try await store.flush()
        #expect(try store.stats().counters["hits"] == 1)
    }

    @Test(arguments: [("salt", 32), ("both", 56)])
    func aFlippedByteInWhatTheStoreIsCostsNothing(name: String, count: Int) throws {
        let salt = try folder.open(time).salt
        for byte in 0..<count {
            try RawStore.rewrite(folder.store, "meta") { if $0.count == count { $0[byte] ^= 1 << UInt8(byte % 8) } }
            let readOnly = try Store.open(at: folder.store, .readOnly, time: time)
            #expect(readOnly.salt == salt)
            readOnly.close()
            let store = try folder.open(time)
            #expect(store.salt == salt, "byte \(byte)")
            store.close()
        }
        // Set right at each opening: both are sound again.
        var rows: [[UInt8]] = []
        try RawStore.rewrite(folder.store, "meta") { rows.append($0) }
        #expect(rows.contains(salt) && rows.contains([1, 0, 0, 0]) && rows.count == 3)
    }

    @Test func aFlippedByteInTheSchemaIsSetRightOrToldAndWritesNothing() throws {
        let salt = try folder.open(time).salt
        try RawStore.rewrite(folder.store, "meta") { if $0.count == 4 { $0[0] ^= 1 } }
        #expect(try folder.open(time).salt == salt)
        // A larger number might be a newer gemcache's: left alone, and the doubt is told.
        for _ in 0..<2 {
            try RawStore.rewrite(folder.store, "meta") { if $0.count == 4 { $0[2] ^= 1 } }
            let error = #expect(throws: GemError.self) { _ = try folder.open(time) }
            #expect(error?.message.contains("schema 65537") == true && error?.message.contains("says 1") == true)
            try RawStore.rewrite(folder.store, "meta") { if $0.count == 4 { $0[2] ^= 1 } }
            #expect(try folder.open(time).salt == salt)
        }
    }
}
