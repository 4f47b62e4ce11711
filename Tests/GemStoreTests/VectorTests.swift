import GemCore
import Testing

@testable import GemStore

@Suite struct VectorTests {
    let folder = Folder()

    @Test(arguments: [0, 1, 2, 3, 5, 128, 255, 768, 3072])
    func vectorComesBackAligned(count: Int) async throws {
        let store = try folder.open()
        try await store.write { (transaction) throws(GemError) in
            // Odd neighbours push the rows to every address LMDB may choose.
            for number in 0..<8 {
                var record = sampleVector("v\(number)" + String(repeating: "x", count: number), count)
                record.promptTokens = number == 0 ? nil : Int32(number)
                try transaction.putVector(record)
            }
        }
        for number in 0..<8 {
            let name = "v\(number)" + String(repeating: "x", count: number)
            let values = try store.read { snapshot in
                snapshot.withVector(key(name), canonical: Array(name.utf8)) { view in
                    #expect(view.model == "gemini-embedding-001" && view.created == start)
                    #expect(view.promptTokens == (number == 0 ? nil : Int32(number)))
                    let span = view.values
                    return span.indices.map { span[$0] }
                }
            }
            #expect(values == sampleVector(name, count).values)
        }
    }

    @Test func otherCanonicalFormIsAMiss() async throws {
        let store = try folder.open()
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) }
        #expect(try store.read { $0.withVector(key("v"), canonical: [1]) { _ in true } } == nil)
    }

    @Test(arguments: [0, 15, 40, 60])
    func truncatedVectorIsAMiss(length: Int) async throws {
        var store = try folder.open()
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(sampleVector("v")) }
        store.close()
        try RawStore.rewrite(folder.store, "vectors") { $0 = Array($0.prefix(length)) }
        store = try folder.open()
        #expect(try store.read { $0.withVector(key("v")) { _ in true } } == nil)
        #expect(try store.stats().counters["damaged"] == 1)
    }

    @Test func sizeFollowsWhatIsStored() async throws {
        let store = try folder.open()
        try await store.write { (transaction) throws(GemError) in
            try transaction.putVector(sampleVector("v", 100))
            try transaction.putVector(sampleVector("v", 10))
        }
        let size = try store.stats().bytes
        #expect(size == Int64(sampleVector("v", 10).row().count))
        try await store.write { (transaction) throws(GemError) in _ = try transaction.removeVector(key("v")) }
        #expect(try store.stats().bytes == 0)
    }
}
