import Foundation
import GemCore
import Testing

@testable import GemStore

/// No flipped byte gives a wrong answer, loses a question silently, or outlives a repair.
@Suite struct DamageTests {
    let folder = Folder()
    let time = ManualTime()

    /// The open store's data file, in which bytes are flipped behind its back: the memory map shows them at once.
    private struct DataFile {
        let path: String

        /// Where some bytes lie in it.
        func offset(of bytes: [UInt8]) throws -> Int {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try #require(data.range(of: Data(bytes))).lowerBound
        }

        func flip(_ offset: Int, _ mask: UInt8) {
            let file = open(path, O_RDWR)
            defer { close(file) }
            var byte = UInt8(0)
            pread(file, &byte, 1, off_t(offset))
            byte ^= mask
            pwrite(file, &byte, 1, off_t(offset))
        }

        /// Flips each byte of some in turn, and back.
        func flipEach(of bytes: [UInt8], _ body: (Int) throws -> Void) throws {
            let start = try offset(of: bytes)
            for index in bytes.indices {
                flip(start + index, 1 << UInt8(index % 8))
                try body(index)
                flip(start + index, 1 << UInt8(index % 8))
            }
        }
    }

    private var file: DataFile { DataFile(path: folder.store + "/data.mdb") }

    @Test func aFlippedByteAnywhereInAnAnswerIsAMissAndCounted() async throws {
        let store = try folder.open(time)
        let record = sampleEntry("a", (0..<200).map { UInt8($0) }, expires: start.adding(seconds: 9))
        try await store.put(record)
        var flips = 0
        try file.flipEach(of: record.row(blob: nil)) { (index: Int) throws in
            #expect(try store.payload("a") == nil, "byte \(index)")
            #expect(try store.read { $0.withEntry(key("a"), .developer) { _ in true } } == nil)
            flips += 1
        }
        #expect(flips > 280)
        #expect(try store.payload("a") == record.payload)
        #expect(try store.stats().counters["damaged"] == Int64(2 * flips))
    }

    @Test func anAnswerUnderAnothersKeyIsNobodysAndIsFound() async throws {
        let store = try folder.open(time)
        let record = sampleEntry("a", [1, 2, 3])
        try await store.put(record)
        let id = EntryID(record.key, .developer).withBytes { Array($0) }
        // As long as LMDB's order of keys is kept, a row is found under its changed key.
        let place = try file.offset(of: id + record.row(blob: nil).prefix(8)) + 16
        file.flip(place, 1)
        #expect(try store.read { $0.withEntry(record.key, .vertex, canonical: record.canonical) { _ in true } } == nil)
        #expect(try store.stats().counters["damaged"] == 1)
        let report = try store.verify()
        #expect(report.damagedRows.count == 1)
        _ = try await store.repair(report)
        #expect(try store.verify().isSound)
        #expect(try store.read { $0.withEntry(record.key, .vertex) { _ in true } } == nil)
    }

    @Test func aFlippedByteAnywhereInAVectorIsAMissAndCounted() async throws {
        let store = try folder.open(time)
        let record = sampleVector("v", 40)
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(record) }
        var flips = 0
        try file.flipEach(of: record.row()) { (index: Int) throws in
            #expect(try store.read { $0.withVector(key("v")) { _ in true } } == nil, "byte \(index)")
            flips += 1
        }
        #expect(try store.stats().counters["damaged"] == Int64(flips))
    }

    @Test func aFlippedByteAnywhereInAQueuedQuestionIsToldAndNothingElseIsSent() async throws {
        let store = try folder.open(time)
        let row = sampleRow("q", scope: CredentialScope("me"), body: Array("{\"contents\":[]}".utf8))
        let ticket = try await store.enqueue(row)
        try file.flipEach(of: OutboxRecord(row, bodyBlob: nil).bytes()) { (index: Int) throws in
            let found = try store.read { $0.row(ticket) }
            #expect(found?.ticket == ticket && found?.body == [], "byte \(index)")
            guard case .dead(_, let error) = found?.state else {
                Issue.record("byte \(index) went unnoticed")
                return
            }
            #expect(error.message.contains("damaged"))
        }
        #expect(try store.read { $0.row(ticket) }?.body == row.body)
    }

    @Test func aFlippedByteAnywhereInAQueuedQuestionsStateLosesNothing() async throws {
        let store = try folder.open(time)
        let row = sampleRow("q", scope: CredentialScope("me"))
        let ticket = try await store.enqueue(row)
        try file.flipEach(of: OutboxStateRecord(row.state, row.scope).bytes()) { (index: Int) throws in
            let found = try store.read { $0.row(ticket) }
            #expect(found?.state == .pending(attempts: 0, notBefore: row.created) && found?.body == row.body, "byte \(index)")
            #expect(try store.read { $0.due(at: time.now, scope: row.scope) } == 1)
        }
    }

    @Test func anIndexThatNamesAnotherQuestionDoesNotSwallowOne() async throws {
        var store = try folder.open(time)
        let first = try await store.enqueue(sampleRow("first"))
        let second = try await store.enqueue(sampleRow("second"))
        store.close()
        try RawStore.rewrite(folder.store, "outbox-keys") { $0 = Array(first.utf8) }
        store = try folder.open(time)
        let again = try await store.enqueue(sampleRow("second"))
        #expect(again != first)
        let waiting = try store.read { $0.rows() }
        #expect(waiting.contains { $0.ticket == again && $0.key == key("second") } && waiting.contains { $0.ticket == second })
    }

    @Test func aBlobWhoseCountIsDamagedIsNotSwept() async throws {
        var store = try folder.open(time)
        let attachment = try store.adopt(bytes: [1, 2, 3], mimeType: "text/plain")
        let ticket = try await store.enqueue(sampleRow("q", attachments: [attachment]))
        store.close()
        try RawStore.rewrite(folder.store, "blobs") { $0[17] ^= 1 }
        time.advance(seconds: 1e6)
        store = try folder.open(time)
        #expect(try await store.removeExpired(time.now).blobs == 0)
        #expect(folder.blobs.count == 1)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.complete(ticket) }
        #expect(folder.blobs.isEmpty)
    }

    @Test func aDamagedBlobIsReplacedWhenItsContentComesAgain() async throws {
        let store = try folder.open(time) { $0.blobThreshold = 1000 }
        let large = [UInt8](repeating: 5, count: 3000)
        try await store.put(sampleEntry("a", large))
        DataFile(path: folder.store + "/blobs/" + folder.blobs[0]).flip(1234, 4)
        #expect(try store.payload("a") == nil)
        try await store.put(sampleEntry("a", large))
        let isWhole = try store.payload("a") == large
        #expect(isWhole)
        #expect(try store.verify().isSound)
    }

    @Test func aRepairLeavesASoundStoreAndTellsWhatIsLost() async throws {
        var store = try folder.open(time) { $0.blobThreshold = 1000 }
        try await store.put(sampleEntry("a"), sampleEntry("large", [UInt8](repeating: 3, count: 5000)))
        try await store.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("v"))
            try transaction.putMedia(Digest(of: [1]), mimeType: "a/b", length: 1)
        }
        let lost = try await store.enqueue(sampleRow("lost", body: [UInt8](repeating: 4, count: 2000)))
        let kept = try await store.enqueue(sampleRow("kept"))
        store.close()
        for table in ["entries", "vectors", "media", "outbox-states", "blobs"] {
            var isFirst = true
            try RawStore.rewrite(folder.store, table) {
                if isFirst { $0[$0.count - 1] ^= 1 }
                isFirst = false
            }
        }
        let body = Digest(of: [UInt8](repeating: 4, count: 2000)).description
        try FileManager.default.removeItem(atPath: folder.store + "/blobs/" + body)
        try RawStore.put(folder.store, "counters", Array(".bytes".utf8), [7, 7, 7, 7, 0, 0, 0, 0])
        store = try folder.open(time) { $0.blobThreshold = 1000 }
        let report = try store.verify()
        #expect(!report.isSound && report.damaged.count == 5 && report.damagedBlobs == [body] && !report.wrongNotes.isEmpty)
        let repaired = try await store.repair(report)
        #expect(repaired.rows == 5 && repaired.lost == 1)
        let after = try store.verify()
        #expect(after.isSound, "\(after)")
        guard case .dead = try store.state(lost) else {
            Issue.record("The lost question is not told.")
            return
        }
        #expect(try store.state(kept) == .pending(attempts: 0, notBefore: start))
        #expect(try await store.repair(after) == Repaired())
        // The store is in working order.
        try await store.put(sampleEntry("a", [8]))
        #expect(try store.payload("a") == [8])
        #expect(try store.verify().isSound)
    }

    @Test func aSweepRemovesDamagedAnswers() async throws {
        var store = try folder.open(time)
        try await store.put(sampleEntry("a"), sampleEntry("b"))
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) }
        store.close()
        try RawStore.rewrite(folder.store, "entries") { $0[20] ^= 1 }
        store = try folder.open(time)
        #expect(try await store.removeExpired(time.now) == Swept(damaged: 2))
        #expect(try store.stats().entries == 0 && store.stats().vectors == 1)
        #expect(try store.verify().isSound)
    }
}
