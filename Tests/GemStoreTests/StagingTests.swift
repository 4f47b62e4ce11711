import Foundation
import GemCore
import Synchronization
import Testing

@testable import GemStore

/// Large contents are on disk before their rows, and hold nobody up.
@Suite struct StagingTests {
    let folder = Folder()
    let large = [UInt8](repeating: 3, count: 5000)

    @Test func aLargePayloadIsWrittenOffTheWritersThread() async throws {
        let isSlow = Mailbox<Bool>()
        let reached = Counter()
        let store = try folder.open {
            $0.blobThreshold = 1000
            $0.fault = { call in
                // The disk takes its time over the blob.
                if call == .syncFile {
                    _ = reached.next()
                    _ = isSlow.takeAll(within: nil)
                }
                return 0
            }
        }
        async let staging = store.staged(sampleEntry("large", large))
        while reached.current == 0 { await Task.yield() }
        try await store.put(sampleEntry("small"))
        #expect(try store.payload("small") != nil)
        _ = isSlow.close()
        let record = try await staging
        #expect(record.staged != nil)
        try await store.put(record)
        #expect(try store.payload("large") == large)
    }

    @Test func aSmallPayloadIsLeftAlone() async throws {
        let store = try folder.open()
        #expect(try await store.staged(sampleEntry("a", large)).staged == nil)
        #expect(try await store.staged(sampleRow("a")).staged == nil)
        #expect(folder.blobs.isEmpty)
    }

    @Test func aStagedBlobThatIsGoneIsWrittenAgainWithItsRow() async throws {
        let store = try folder.open { $0.blobThreshold = 1000 }
        let record = try await store.staged(sampleEntry("a", large))
        // The same content was an answer's, and goes with it.
        try await store.put(sampleEntry("b", large))
        try await store.write { (transaction) throws(GemError) in _ = try transaction.removeEntry(key("b"), .developer) }
        #expect(folder.blobs.isEmpty)
        try await store.put(record)
        #expect(try store.payload("a") == large)
        #expect(try store.verify().isSound)
    }

    @Test func aQueuedBodyIsStagedToo() async throws {
        let store = try folder.open { $0.blobThreshold = 1000 }
        let row = try await store.staged(sampleRow("q", body: large))
        #expect(folder.blobs.count == 1)
        let ticket = try await store.enqueue(row)
        #expect(try store.read { $0.row(ticket) }?.body == large)
    }

    @Test func aReadOnlyStoreStagesNothing() async throws {
        try folder.open().close()
        let store = try Store.open(at: folder.store, .readOnly)
        #expect(try await store.staged(sampleEntry("a", [UInt8](repeating: 1, count: 2 << 20))).staged == nil)
        #expect(folder.blobs.isEmpty)
    }
}
