import GemCore
import Testing

@testable import GemStore

@Suite struct ProcessTests {
    let folder = Folder()

    @Test func manyProcessesReadAndWriteOneStore() async throws {
        let store = try folder.open { $0.mapBytes = 1 << 20 }
        let probes = try [Probe(folder, "write", folder.store, "x", "40", "60000"), Probe(folder, "write", folder.store, "y", "40", "60000")]
        for number in 0..<40 {
            try await store.put(sampleEntry("z\(number)", [UInt8](repeating: 7, count: 60_000)))
            if let seen = try store.payload("x\(number)") { #expect(seen.count == 60_000) }
        }
        for probe in probes { #expect(probe.finish() == "done\n") }
        for name in ["x", "y", "z"] {
            for number in 0..<40 { #expect(try store.payload("\(name)\(number)")?.count == 60_000) }
        }
        let stats = try store.stats()
        #expect(stats.entries == 120 && stats.counters["written"] == 80)
        #expect(try store.verify().isSound)
    }

    @Test func processKilledInsideAWriteLeavesNothingAndBlocksNobody() async throws {
        let store = try folder.open()
        let probe = try Probe(folder, "hang", folder.store)
        #expect(await probe.next() == "inside\n")
        #expect(try store.payload("hanging") == nil)
        probe.kill()
        try await store.put(sampleEntry("after"))
        #expect(try store.payload("hanging") == nil && store.payload("large") == nil && store.payload("after") != nil)
        let report = try store.verify()
        #expect(report.isSound && report.strayBlobs.count == 1)
    }
}
