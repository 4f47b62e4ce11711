import GemCore
import Testing

@testable import GemStore

@Suite struct DoneTests {
    let folder = Folder()
    let time = ManualTime()

    @Test func anAnsweredRowIsRememberedByItsTicketAndADroppedOneIsNot() async throws {
        let store = try folder.open(time)
        let row = sampleRow("q")
        let ticket = try await store.enqueue(row)
        let other = try await store.enqueue(sampleRow("other"))
        #expect(try store.read { $0.done(ticket) } == nil)
        time.set(start.adding(seconds: 60))
        try await store.write { transaction throws(GemError) in
            try transaction.complete(ticket)
            try transaction.remove(other)
        }
        let done = try #require(try store.read { $0.done(ticket) })
        #expect(done == DoneRow(key: row.key, api: row.api, method: row.method, path: row.path, answered: start.adding(seconds: 60)))
        #expect(try store.read { $0.done(other) } == nil)
        #expect(try store.verify().isSound)
    }

    @Test func onlySoManyAreRemembered() async throws {
        let store = try folder.open(time)
        var tickets: [String] = []
        for number in 0..<3 { tickets.append(try await store.enqueue(sampleRow("q\(number)"))) }
        let last = tickets
        try await store.write { transaction throws(GemError) in
            try transaction.noteDone(last[0])
            for number in 1..<DoneRow.most {
                let row = DoneRow(key: sampleRow("x").key, api: .developer, method: "POST", path: "/", answered: start)
                try transaction.put(transaction.tables.outboxDone, "x\(number)", row.bytes)
            }
            try transaction.complete(last[1])
        }
        #expect(try store.read { $0.count($0.tables.outboxDone) } == DoneRow.most)
        #expect(try store.read { $0.done(last[0]) } == nil)
        #expect(try store.read { $0.done(last[1]) } != nil)
    }

    @Test func namesComeInOrderAndBothAnswersToAQuestionTogether() async throws {
        let store = try folder.open(time)
        try await store.write { transaction throws(GemError) in
            for name in ["a", "b", "c"] {
                for variant in [Route.API.developer, .vertex] { try transaction.putEntry(sampleEntry(name, variant: variant)) }
            }
        }
        var (seen, last) = ([RequestKey](), RequestKey?.none)
        for _ in 0..<3 {
            let page = try store.read { $0.entryNames(after: last, limit: 1) }
            #expect(page.map(\.variant) == [.developer, .vertex] && page.first?.key == page.last?.key)
            last = page.last?.key
            if let last { seen.append(last) }
        }
        #expect(Set(seen).count == 3 && seen.map(\.description) == seen.map(\.description).sorted())
        #expect(try store.read { $0.entryNames(after: last, limit: 9).isEmpty })
        #expect(try store.read { $0.entryNames(limit: 9).count } == 6)
    }
}
