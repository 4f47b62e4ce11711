import Foundation
import GemCore
import Testing

@testable import GemStore

@Suite struct ExportTests {
    let folder = Folder()
    let other = Folder()
    let time = ManualTime()
    private var file: String { folder.path + "/export" }

    private func filled(_ folder: Folder, reversed: Bool = false) async throws -> Store {
        let store = try folder.open(time) { $0.blobThreshold = 1000 }
        let names = (0..<30).map { "entry \($0)" }
        for name in reversed ? names.reversed() : names {
            try await store.put(sampleEntry(name, Array(name.utf8), expires: name.hasSuffix("7") ? start.adding(seconds: 9) : nil))
        }
        try await store.put(
            sampleEntry("large", (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }), sampleEntry("entry 1", [9], variant: .vertex)
        )
        try await store.write { (transaction) throws(GemError) in
            for number in 0..<20 {
                var vector = sampleVector("vector \(number)", number * 7)
                vector.promptTokens = number % 2 == 0 ? nil : Int32(number)
                try transaction.putVector(vector)
            }
            try transaction.putMedia(Digest(of: [1]), mimeType: "a/b", length: 1)
            try transaction.putCachedContent("cachedContents/x", canonical: [1, 2])
            try transaction.putFile(
                FileRecord(
                    scope: CredentialScope("secret scope"), digest: Digest(of: [3]), mimeType: "video/mp4", length: 1,
                    uri: "gs://bucket/clip",
                    name: "files/abc", sha256: [UInt8](repeating: 4, count: 32)))
        }
        return store
    }

    private func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

    @Test func equalContentGivesEqualBytes() async throws {
        let first = try await filled(folder)
        let second = try await filled(other, reversed: true)
        _ = try await second.enqueue(sampleRow("queued"))
        second.touch(key("entry 3"), .developer)
        try await second.write { (transaction) throws(GemError) in _ = try transaction.pin(key("entry 4")) }
        let exported = try first.export(to: file)
        time.advance(seconds: 1000)
        #expect(try second.export(to: file + "2") == exported)
        #expect(try bytes(file) == bytes(file + "2"))
        #expect(exported.counts == ExportCounts(entries: 32, vectors: 20, names: 5) && exported.damaged == 0)
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(data.range(of: Data("entry 3".utf8)) != nil)
        #expect(data.range(of: Data("secret scope".utf8)) == nil && data.range(of: Data(first.salt)) == nil)
    }

    @Test func anExportOfAnImportIsTheSameFile() async throws {
        let exported = try await filled(folder).export(to: file)
        let store = try other.open(time) { $0.blobThreshold = 500_000 }
        let imported = try store.importing(file)
        #expect(imported.added == exported.counts && imported.kept.total == 0)
        #expect(try store.verify().isSound)
        #expect(try store.payload("large")?.count == 2_500_000)
        #expect(store.content(ofFile: "files/abc")?.identity == .digest(Digest(of: [3])))
        #expect(store.content(ofFile: "gs://bucket/clip")?.mimeType == "video/mp4")
        #expect(try store.export(to: file + "2") == exported)
        #expect(try bytes(file) == bytes(file + "2"))
        let again = try store.importing(file + "2")
        #expect(again.added.total == 0 && again.kept == exported.counts)
    }

    @Test func newerAnswersStayUnlessReplaced() async throws {
        let source = try folder.open(time)
        var (old, new) = (sampleEntry("a", [1]), sampleEntry("b", [2]))
        old.created = start.adding(seconds: -10)
        new.created = start.adding(seconds: 10)
        try await source.put(old, new)
        _ = try source.export(to: file)
        let store = try other.open(time)
        try await store.put(sampleEntry("a", [7]), sampleEntry("b", [8]))
        let imported = try store.importing(file)
        #expect(imported.added.entries == 1 && imported.kept.entries == 1)
        #expect(try store.payload("a") == [7] && store.payload("b") == [2])
        #expect(try store.importing(file, replacing: true).added.entries == 2)
        #expect(try store.payload("a") == [1])
    }

    @Test func noFlippedOrLostByteGoesUnnoticedAndNothingIsChangedThen() async throws {
        let source = try folder.open(time) { $0.blobThreshold = 1000 }
        try await source.put(sampleEntry("a", [1, 2, 3]), sampleEntry("large", [UInt8](repeating: 1, count: 3000)))
        try await source.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("v"))
            try transaction.putMedia(Digest(of: [1]), mimeType: "a/b", length: 1)
        }
        _ = try source.export(to: file)
        let whole = try bytes(file)
        let store = try other.open(time)
        func refusal(_ bytes: [UInt8]) throws -> GemError? {
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            do throws(GemError) {
                _ = try store.importing(file)
                return nil
            } catch {
                return error
            }
        }
        for index in whole.indices where index < 900 || index % 61 == 0 || index > whole.count - 120 {
            var bytes = whole
            bytes[index] ^= 1 << UInt8(index % 8)
            #expect(try refusal(bytes)?.code == .badInput, "byte \(index)")
        }
        for length in stride(from: 0, to: whole.count, by: 37) { #expect(try refusal(Array(whole.prefix(length)))?.code == .badInput) }
        #expect(try refusal(whole + [0])?.code == .badInput)
        #expect(try refusal(whole + whole)?.code == .badInput)
        #expect(try store.stats().entries == 0 && store.stats().vectors == 0 && store.verify().strayBlobs.isEmpty)
        #expect(try refusal(whole) == nil)
    }

    @Test func anExportOfANewerGemcacheIsRefused() async throws {
        var head = ByteWriter(.exportHead)
        head.put(UInt32(2))
        head.put(ExportForm.keys)
        head.put("more")
        try Data(ExportForm.magic + head.sealed()).write(to: URL(fileURLWithPath: file))
        let store = try folder.open(time)
        let error = #expect(throws: GemError.self) { try store.importing(file) }
        #expect(error?.message.contains("newer gemcache") == true && error?.message.contains("upgrade") == true)
    }

    @Test func keysOfAnotherVersionAreRefused() async throws {
        var head = ByteWriter(.exportHead)
        head.put(ExportForm.version)
        head.put("0")
        try Data(ExportForm.magic + head.sealed()).write(to: URL(fileURLWithPath: file))
        let store = try folder.open(time)
        let error = #expect(throws: GemError.self) { try store.importing(file) }
        #expect(error?.message.contains("keys of version 0") == true)
    }

    @Test(arguments: ["/nowhere/export", "."])
    func whatIsNoFileIsNamed(path: String) throws {
        let store = try folder.open(time)
        #expect { try store.importing(path) } throws: { ($0 as? GemError)?.message.contains(path) == true }
    }

    @Test func aDamagedRowIsLeftOutAndCounted() async throws {
        var store = try folder.open(time)
        try await store.put(sampleEntry("a"), sampleEntry("b"))
        store.close()
        var isFirst = true
        try RawStore.rewrite(folder.store, "entries") {
            if isFirst { $0[30] ^= 1 }
            isFirst = false
        }
        store = try folder.open(time)
        let exported = try store.export(to: file)
        #expect(exported.counts.entries == 1 && exported.damaged == 1)
    }

    @Test func anExportThatFailsLeavesTheOldFileAndNoOther() async throws {
        let full = Folder()
        let store = try full.open(time) { $0.fault = { $0 == .syncFile ? ENOSPC : 0 } }
        try await store.put(sampleEntry("a"))
        let old = try full.file("export", [1])
        let error = #expect(throws: GemError.self) { try store.export(to: old) }
        #expect(error?.message.contains("the disk is full") == true)
        #expect(try bytes(old) == [1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: full.path).sorted() == ["export", "store"])
    }
}
