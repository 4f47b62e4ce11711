import Foundation
import GemCore
import Synchronization
import Testing

@testable import GemStore

/// What becomes of a store that cannot be used as it should.
@Suite struct LenientTests {
    let folder = Folder()

    private func lenient(_ change: (inout Store.Options) -> Void = { _ in }) throws -> (Store, [String]) {
        var options = Store.Options()
        change(&options)
        let warnings = Mutex<[String]>([])
        options.warn = { text in warnings.withLock { $0.append(text) } }
        let store = try Store.openLeniently(at: folder.store, options, time: ManualTime())
        return (store, warnings.withLock { $0 })
    }

    @Test func aSoundStoreIsOpenedWithoutAWord() throws {
        let (store, warnings) = try lenient()
        #expect(warnings.isEmpty && store.failure == nil)
    }

    @Test func aStoreOfANewerGemcacheIsLeftAloneAndDoneWithout() async throws {
        try folder.open().close()
        try RawStore.rewrite(folder.store, "meta") { if $0.count == 4 { $0[0] = 2 } }
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.store + "/data.mdb"))
        let (store, warnings) = try lenient()
        #expect(warnings.count == 1)
        let warning = try #require(warnings.first)
        #expect(warning.contains("schema 2, this one knows 1") && warning.contains("upgrade gemcache") && warning.contains("not kept"))
        #expect(throws: GemError.self) { try store.stats() }
        let error = await #expect(throws: GemError.self) { try await store.put(sampleEntry("a")) }
        #expect(error?.message.contains("newer gemcache") == true)
        await #expect(throws: GemError.self) { try await store.enqueue(sampleRow("q")) }
        #expect(throws: GemError.self) { try store.adopt(bytes: [1], mimeType: "a/b") }
        store.count("hits")
        store.touch(key("a"), .developer)
        #expect(store.content(ofFile: "files/x") == nil && store.salt.count == 32)
        store.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store + "/data.mdb")) == before)
    }

    @Test func aFolderOnTheNetworkIsRefusedWithARemedy() throws {
        #expect {
            try folder.open { $0.networkName = { _ in "NFS" } }
        } throws: { error in
            let message = (error as? GemError)?.message ?? ""
            return message.contains("network file system (NFS)") && message.contains("--store on a local disk")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.store + "/data.mdb"))
        let (store, warnings) = try lenient { $0.networkName = { _ in "NFS" } }
        #expect(warnings.count == 1 && store.failure?.message.contains("NFS") == true)
        #expect(NetworkFolder.fileSystem(of: folder.path) == nil && NetworkFolder.fileSystem(of: "/nowhere") == nil)
    }

    @Test func aFullDiskAtOpeningIsDoneWithout() throws {
        let (store, warnings) = try lenient { $0.fault = { _ in ENOSPC } }
        #expect(warnings.first?.contains("the disk is full") == true && store.failure != nil)
    }

    @Test func aDamagedStoreIsDoneWithout() throws {
        try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
        try Data(repeating: 0x55, count: 20_000).write(to: URL(fileURLWithPath: folder.store + "/data.mdb"))
        let (store, warnings) = try lenient()
        #expect(warnings.count == 1 && store.failure != nil)
    }

    @Test func aPathThatIsNoFolderIsAnErrorAllTheSame() throws {
        _ = try folder.file("store", [1])
        #expect(throws: GemError.self) { try lenient() }
    }
}
