import GemCore
import Testing

@testable import GemStore

@Suite struct ProcessTests {
    let folder = Folder()

    @Test func manyProcessesReadAndWriteOneStore() async throws {
        let store = try folder.open { $0.mapBytes = 1 << 20 }
        let probes = try [
            Probe(folder, "write", folder.store, "x", "40", "60000"), Probe(folder, "write", folder.store, "y", "40", "60000"),
        ]
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

    /// A second or two: sixteen processes, each with its own commits to the disk.
    @Test func sixteenProcessesAtOnceGiveNoWrongAnswerAndLeaveASoundStore() async throws {
        let store = try folder.open { $0.mapBytes = 1 << 20 }
        let probes = try (0..<16).map { try Probe(folder, "storm", folder.store, "\($0 + 1)", "60") }
        for probe in probes {
            let said = probe.finish()
            #expect(said.hasPrefix("done ") && !said.contains("wrong"), "\(said)")
        }
        let report = try store.verify()
        #expect(report.isSound, "\(report)")
        #expect(try store.stats().bytes <= 3 << 20)
    }

    @Test func theReadersOfAKilledProcessAreGivenBack() async throws {
        try folder.open().close()
        let dead = try Probe(folder, "read", folder.store)
        let alive = try Probe(folder, "read", folder.store)
        #expect(await dead.next() == "inside\n")
        #expect(await alive.next() == "inside\n")
        dead.kill()
        let store = try folder.open()
        #expect(store.core.environment.clearDeadReaders() == 0, "Opening the store clears them.")
        alive.kill()
        #expect(store.core.environment.clearDeadReaders() == 1)
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

    @Test func killedAtAnyPointAProcessLeavesASoundStore() async throws {
        var answered = 0
        for round in 0..<8 {
            let probe = try Probe(folder, "churn", folder.store, "\(round)")
            while await probe.next().split(separator: "\n").count <= round {}
            probe.kill()
            let names = probe.finish().split(separator: "\n")
            let store = try folder.open { $0.blobThreshold = 1000 }
            #expect(try store.verify().isSound)
            for name in names { #expect(try store.read { $0.withEntry(key(String(name)), .developer) { $0.payloadCount } } == 4000) }
            let stats = try store.stats()
            #expect(
                stats.entries >= answered + names.count && stats.counters["answered"] == Int64(stats.entries) && stats.outbox.total <= 1)
            answered = stats.entries
            store.close()
        }
        #expect(answered >= 36)
    }

    @Test(.enabled(if: Probe.canMount)) func fullDiskIsAClearErrorAndPasses() throws {
        let said = try Probe(
            folder, onDiskOf: "1500k", script: "$probe write . x 100 60000; $probe write . y 1 2000000; rm blobs/* ; $probe stats ."
        ).finish()
        let lines = said.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains("the disk is full") == true && lines.dropFirst().first?.contains("the disk is full") == true)
        #expect(lines.last?.hasPrefix("entries ") == true && lines.last != "entries 0")
    }

    @Test(.enabled(if: Probe.canMount)) func diskThatIsFullFromTheStartIsAClearError() throws {
        let said = try Probe(folder, onDiskOf: "200k", script: "head -c 1000000 /dev/zero > fill 2>&-; $probe write . x 1 1").finish()
        #expect(said.contains("the disk is full"))
    }
}
