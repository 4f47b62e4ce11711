import CLMDB
import GemCore
import Synchronization
import Testing

@testable import GemStore

@Suite struct WriterTests {
    let folder = Folder()

    /// Holds the writer's thread inside a change until all of `count` other changes wait.
    private func together(_ store: Store, _ count: Int, _ change: @escaping @Sendable (Int, inout Transaction) throws(GemError) -> Void)
        async -> [GemError?]
    {
        let waiting = Counter()
        let gate = Mailbox<Bool>()
        async let first: Void? = try? store.write { _ in _ = gate.takeAll(within: nil) }
        let errors = await withTaskGroup(of: (Int, GemError?).self) { group in
            for number in 0..<count {
                group.addTask {
                    do throws(GemError) {
                        _ = waiting.next()
                        try await store.write { (transaction) throws(GemError) in try change(number, &transaction) }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            while waiting.current < count { await Task.yield() }
            _ = gate.close()
            var errors = [GemError?](repeating: nil, count: count)
            for await (number, error) in group { errors[number] = error }
            return errors
        }
        _ = await first
        return errors
    }

    @Test func changesThatWaitTogetherShareATransaction() async throws {
        let store = try folder.open()
        let transactions = Mutex<Set<Int>>([])
        _ = await together(store, 64) { number, transaction throws(GemError) in
            try transaction.putEntry(sampleEntry("\(number)"))
            let id = Int(mdb_txn_id(transaction.snapshot.txn))
            transactions.withLock { _ = $0.insert(id) }
        }
        #expect(try store.stats().entries == 64)
        #expect(transactions.withLock { $0.count } < 16)
    }

    @Test func throwingChangeSpoilsNoOther() async throws {
        let store = try folder.open()
        let errors = await together(store, 60) { number, transaction throws(GemError) in
            try transaction.putEntry(sampleEntry("\(number)", [UInt8(number)]))
            transaction.add("done", 1)
            if number % 3 == 0 { throw GemError(.badInput, "No \(number).") }
        }
        for number in 0..<60 {
            #expect((errors[number]?.message == "No \(number).") == (number % 3 == 0))
            #expect(try store.payload("\(number)") == (number % 3 == 0 ? nil : [UInt8(number)]))
        }
        let stats = try store.stats()
        #expect(stats.entries == 40 && stats.counters["done"] == 40)
        #expect(try store.verify().isSound)
    }

    @Test func changeThatThrowsBeforeItWritesCostsNoRepetition() async throws {
        let store = try folder.open()
        let runs = Counter()
        let errors = await together(store, 20) { number, transaction throws(GemError) in
            _ = runs.next()
            if number == 7 { throw GemError(.badInput, "No.") }
            transaction.add("done", 1)
        }
        #expect(runs.current == 20 && errors.compactMap { $0 }.count == 1)
    }

    @Test func swallowedWriteErrorStillFailsTheChange() async throws {
        let store = try folder.open {
            $0.mapBytes = 1 << 20; $0.mapLimit = 1 << 20
        }
        await #expect(throws: GemError.self) {
            try await store.write { transaction in
                try? transaction.putEntry(sampleEntry("a", [UInt8](repeating: 1, count: 900_000)))
                try? transaction.putEntry(sampleEntry("b", [UInt8](repeating: 1, count: 900_000)))
            }
        }
        #expect(try store.stats().entries == 0)
    }

    @Test func resultIsReturned() async throws {
        let store = try folder.open()
        #expect(try await store.write { _ in 7 } == 7)
        #expect(try store.writeAndWait { _ in "seven" } == "seven")
    }

    @Test func acceptedChangeRunsThoughItsTaskIsCancelled() async throws {
        let store = try folder.open()
        let task = Task { try await store.put(sampleEntry("a", [1])) }
        task.cancel()
        _ = await task.result
        #expect(try store.payload("a") == [1])
    }

    @Test func fullMapGrows() async throws {
        let store = try folder.open { $0.mapBytes = 1 << 20 }
        let reader = Task {
            var misses = 0
            while !Task.isCancelled {
                if try store.payload("0") == nil { misses += 1 }
                await Task.yield()
            }
            return misses
        }
        for number in 0..<40 { try await store.put(sampleEntry("\(number)", [UInt8](repeating: UInt8(number), count: 400_000))) }
        reader.cancel()
        _ = try await reader.value
        for number in 0..<40 { #expect(try store.payload("\(number)")?.last == UInt8(number)) }
        #expect(store.core.environment.extent.map >= 16 << 20)
    }

    @Test func fullMapAtItsLimitIsAClearErrorAndPasses() async throws {
        let store = try folder.open {
            $0.mapBytes = 1 << 20; $0.mapLimit = 2 << 20
        }
        let error = await #expect(throws: GemError.self) {
            for number in 0..<9 { try await store.put(sampleEntry("\(number)", [UInt8](repeating: 1, count: 400_000))) }
        }
        #expect(error?.code == .store && error?.message.contains("size limit") == true)
        #expect(try store.payload("0")?.count == 400_000)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.removeAll() }
        try await store.put(sampleEntry("again"))
        #expect(try store.payload("again") != nil)
    }

    @Test func changeMayHoldTheLastReferenceToTheStore() async throws {
        let ended = Counter()
        try {
            let store = try folder.open()
            Task { [store] in
                try await store.write { _ in
                    _ = store; _ = ended.next()
                }
            }
        }()
        while ended.current == 0 { await Task.yield() }
        while true {
            if let store = try? folder.open() { store.close(); break }
            await Task.yield()
        }
    }

    @Test func readInsideAReadSeesTheSameStore() async throws {
        let store = try folder.open()
        try await store.put(sampleEntry("a", [1]))
        let inner = try store.read { (_) throws(GemError) in try store.payload("a") }
        #expect(inner == [1])
    }
}
