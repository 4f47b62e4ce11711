import Foundation
import GemCore
import Testing

@testable import GemStore

@Suite struct CompactTests {
    let folder = Folder()

    private func filled() async throws -> Store {
        let store = try folder.open { $0.blobThreshold = 100_000 }
        for number in 0..<40 { try await store.put(sampleEntry("\(number)", [UInt8](repeating: UInt8(number), count: 20_000))) }
        try await store.put(sampleEntry("large", [UInt8](repeating: 9, count: 200_000)))
        _ = try await store.enqueue(sampleRow("q"))
        try await store.write { (transaction) throws(GemError) in
            for number in 1..<40 { try transaction.removeEntry(key("\(number)"), .developer) }
        }
        return store
    }

    @Test func aCompactedStoreIsSmallerAndTheSame() async throws {
        let salt = try await filled().salt
        let (before, after) = try Store.compact(at: folder.store)
        #expect(after < before / 3 && after > 0)
        for _ in 0..<2 {
            let store = try folder.open()
            #expect(store.salt == salt)
            #expect(try store.payload("0")?.count == 20_000 && store.payload("large")?.count == 200_000)
            #expect(try store.stats().entries == 2 && store.stats().outbox.pending == 1)
            #expect(try store.verify().isSound)
            try await store.put(sampleEntry("after"))
            try await store.write { (transaction) throws(GemError) in _ = try transaction.removeEntry(key("after"), .developer) }
            store.close()
        }
        #expect(!FileManager.default.fileExists(atPath: folder.store + "/.compact"))
    }

    @Test func aStoreInUseIsNotReplaced() async throws {
        let store = try await filled()
        #expect { try Store.compact(at: folder.store) } throws: { ($0 as? GemError)?.message.contains("in use") == true }
        try await store.put(sampleEntry("still"))
        store.close()
        _ = try Store.compact(at: folder.store)
        #expect(try folder.open().payload("still") != nil)
    }

    @Test func aStoreOpenInAnotherProcessIsNotReplaced() async throws {
        try await filled().close()
        let probe = try Probe(folder, "hang", folder.store)
        #expect(await probe.next() == "inside\n")
        #expect { try Store.compact(at: folder.store) } throws: { ($0 as? GemError)?.message.contains("in use") == true }
        probe.kill()
        _ = try Store.compact(at: folder.store)
        #expect(try folder.open().verify().isSound)
    }

    @Test(arguments: [StoreCall.syncFile, .nameFile]) func aCompactionThatFailsLeavesTheStoreAsItWas(call: StoreCall) async throws {
        try await filled().close()
        var options = Store.Options()
        options.fault = { $0 == call ? ENOSPC : 0 }
        #expect { try Store.compact(at: folder.store, options) } throws: { ($0 as? GemError)?.message.contains("the disk is full") == true }
        let store = try folder.open()
        #expect(try store.stats().entries == 2 && store.verify().isSound)
        #expect(!FileManager.default.fileExists(atPath: folder.store + "/.compact"))
    }

    @Test func whereThereIsNoStoreNoneIsMade() {
        #expect(throws: GemError.self) { try Store.compact(at: folder.store) }
        #expect(!FileManager.default.fileExists(atPath: folder.store))
    }
}
