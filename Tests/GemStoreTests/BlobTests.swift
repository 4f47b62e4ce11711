import Foundation
import GemCore
import Testing

@testable import GemStore

@Suite struct BlobTests {
    let folder = Folder()
    let large = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    private func open(_ time: any TimeSource = ManualTime()) throws -> Store { try folder.open(time) { $0.blobThreshold = 1000 } }

    @Test func largePayloadIsAFileNamedByItsHash() async throws {
        let store = try open()
        try await store.put(sampleEntry("a", large))
        #expect(folder.blobs == [Digest(of: large).description])
        #expect(try store.payload("a") == large)
        #expect(try store.stats().bytes > 3000)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.store + "/blobs/" + folder.blobs[0])[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func fileGoesWithTheLastRowThatNamesIt() async throws {
        let store = try open()
        try await store.put(sampleEntry("a", large), sampleEntry("b", large))
        #expect(folder.blobs.count == 1)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.removeEntry(key("a"), .developer) }
        #expect(try store.payload("b") == large)
        try await store.put(sampleEntry("b", [1]))
        #expect(folder.blobs.isEmpty)
        #expect(try store.payload("b") == [1])
    }

    @Test func fileOfAFailedWriteIsSweptLaterOnly() async throws {
        let time = ManualTime()
        let store = try open(time)
        await #expect(throws: GemError.self) {
            try await store.write { [large] (transaction) throws(GemError) in
                try transaction.putEntry(sampleEntry("a", large))
                throw GemError(.internal, "no")
            }
        }
        #expect(folder.blobs.count == 1)
        #expect(try store.payload("a") == nil)
        #expect(try store.verify().strayBlobs == folder.blobs)
        #expect(try await store.removeExpired(time.now).blobs == 0)
        time.advance(seconds: 3700)
        #expect(try await store.removeExpired(time.now).blobs == 1)
        #expect(folder.blobs.isEmpty)
    }

    @Test func rowNeverCommitsBeforeItsFileIsThere() async throws {
        let store = try open()
        try FileManager.default.removeItem(atPath: folder.store + "/blobs")
        await #expect(throws: GemError.self) { try await store.put(sampleEntry("a", large)) }
        #expect(try store.stats().entries == 0)
    }

    @Test func damagedFileIsAMissAndCounted() async throws {
        let store = try open()
        try await store.put(sampleEntry("a", large))
        var bytes = large
        bytes[1500] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: folder.store + "/blobs/" + folder.blobs[0]))
        #expect(try store.payload("a") == nil)
        #expect(try store.stats().counters["damaged"] == 1)
        #expect(try store.verify().damagedBlobs == folder.blobs)
        try FileManager.default.removeItem(atPath: folder.store + "/blobs/" + folder.blobs[0])
        #expect(try store.payload("a") == nil)
        #expect(try store.verify().isSound == false)
    }

    @Test func attachmentSurvivesTheRemovalOfTheOriginal() async throws {
        let store = try open()
        let original = try folder.file("note.txt", large)
        let attachment = Attachment(mimeType: "text/plain", length: 3000, digest: Digest(of: large), path: original, displayName: "note")
        let adopted = try store.adopt(attachment)
        try FileManager.default.removeItem(atPath: original)
        let ticket = try await store.enqueue(sampleRow("q", attachments: [adopted]))
        store.close()
        let again = try open()
        let row = try again.read { $0.row(ticket) }
        let kept = try #require(row?.attachments.first)
        #expect(kept == adopted && kept.path.hasPrefix(again.path + "/blobs/"))
        #expect(try FileSlice(path: kept.path, length: kept.length).read() == large)
        try await again.write { (transaction) throws(GemError) in _ = try transaction.complete(ticket) }
        #expect(folder.blobs.isEmpty)
    }

    @Test func attachmentThatChangedSinceItWasHashedIsRefused() throws {
        let store = try open()
        let original = try folder.file("note.txt", [1, 2, 3])
        let attachment = Attachment(mimeType: "text/plain", length: 3, digest: Digest(of: [1, 2, 4]), path: original)
        #expect { try store.adopt(attachment) } throws: { ($0 as? GemError)?.code == .badInput }
        #expect(folder.blobs.isEmpty)
    }

    @Test func rowWithAnAttachmentThatWasNotAdoptedIsRefused() async throws {
        let store = try open()
        let attachment = Attachment(mimeType: "text/plain", length: 3, digest: Digest(of: [1, 2, 3]), path: "/nowhere")
        await #expect(throws: GemError.self) { try await store.enqueue(sampleRow("q", attachments: [attachment])) }
        #expect(try store.stats().outbox.total == 0)
    }

    @Test func sweepSparesWhatAQueuedRequestNames() async throws {
        let time = ManualTime()
        let store = try open(time)
        let attachment = try store.adopt(bytes: large, mimeType: "text/plain")
        _ = try await store.enqueue(sampleRow("q", body: large + large, attachments: [attachment]))
        #expect(folder.blobs.count == 2)
        time.advance(seconds: 1e6)
        #expect(try await store.removeExpired(time.now) == Swept())
        #expect(try store.read { $0.rows() }.first?.body == large + large)
        #expect(try store.verify().isSound)
    }
}
