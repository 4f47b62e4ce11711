import GemCore
import Testing

@testable import GemStore

@Suite struct OutboxTests {
    let folder = Folder()
    let time = ManualTime()

    @Test func rowComesBackAsItWasQueued() async throws {
        let store = try folder.open(time)
        var row = sampleRow("q", scope: CredentialScope("abc"))
        row.options.sample = 3
        row.options.namespace = "team"
        row.options.offline = .queue
        row.options.cache = .refresh
        row.api = .vertex
        let ticket = try await store.enqueue(row)
        let found = try #require(try store.read { $0.row(ticket) })
        #expect(found.ticket == ticket && ticket.utf8.count == 16)
        #expect(found.key == row.key && found.method == "POST" && found.path == row.path && found.contentType == "application/json")
        #expect(found.body == row.body && found.options == row.options && found.api == .vertex && found.scope == row.scope)
        #expect(found.created == start && found.state == .pending(attempts: 0, notBefore: start))
        #expect(try store.read { $0.row("0000000000000000")?.ticket } == nil)
    }

    @Test func ticketsSortInTheOrderOfQueueing() async throws {
        let store = try folder.open(time)
        var tickets: [String] = []
        for name in ["a", "b", "c"] { tickets.append(try await store.enqueue(sampleRow(name))) }
        time.set(start.adding(seconds: -1000))
        tickets.append(try await store.enqueue(sampleRow("d")))
        #expect(tickets == tickets.sorted() && Set(tickets).count == 4)
        #expect(try store.read { $0.rows().map(\.ticket) } == tickets)
        #expect(try store.read { $0.rows(limit: 2).map(\.ticket) } == Array(tickets.prefix(2)))
        #expect(try store.read { $0.rows(limit: 0).count } == 0)
    }

    @Test func ticketOfARemovedRowIsNeverGivenAgain() async throws {
        let store = try folder.open(time)
        let first = try await store.enqueue(sampleRow("a"))
        try await store.write { (transaction) throws(GemError) in _ = try transaction.remove(first) }
        #expect(try await store.enqueue(sampleRow("a")) > first)
    }

    @Test func sameQuestionWaitsOnce() async throws {
        let store = try folder.open(time)
        let scope = CredentialScope("one")
        let ticket = try await store.enqueue(sampleRow("q", scope: scope))
        #expect(try await store.enqueue(sampleRow("q", scope: scope)) == ticket)
        #expect(try await store.lease(start) == [ticket])
        #expect(try await store.enqueue(sampleRow("q", scope: scope)) == ticket)
        #expect(try await store.enqueue(sampleRow("q", scope: CredentialScope("two"))) != ticket)
        var vertex = sampleRow("q", scope: scope)
        vertex.api = .vertex
        #expect(try await store.enqueue(vertex) != ticket)
        #expect(try store.stats().outbox.total == 3)
    }

    @Test func deadRowDoesNotAnswerForANewOne() async throws {
        let store = try folder.open(time)
        let dead = try await store.enqueue(sampleRow("q"))
        try await store.write { (transaction) throws(GemError) in
            _ = try transaction.bury(dead, OutboxFailure(code: "upstream", message: "400"))
        }
        let fresh = try await store.enqueue(sampleRow("q"))
        #expect(fresh != dead)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.remove(dead) }
        #expect(try await store.enqueue(sampleRow("q")) == fresh)
    }

    @Test func rowIsLeasedOnceAndOldestFirst() async throws {
        let store = try folder.open(time)
        let a = try await store.enqueue(sampleRow("a"))
        let b = try await store.enqueue(sampleRow("b"))
        #expect(try await store.lease(start, limit: 1) == [a])
        #expect(try await store.lease(start) == [b])
        #expect(try await store.lease(start) == [])
        #expect(try store.state(a) == .leased(until: start.adding(seconds: 60), attempts: 1))
        #expect(try store.stats().outbox == OutboxCounts(pending: 0, leased: 2, dead: 0))
    }

    @Test func expiredLeaseIsTakenAgain() async throws {
        let store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        #expect(try await store.lease(start, 30) == [ticket])
        #expect(try await store.lease(start.adding(seconds: 29.9)) == [])
        #expect(try await store.lease(start.adding(seconds: 30)) == [ticket])
        #expect(try store.state(ticket)?.attempts == 2)
    }

    @Test func renewedLeaseHolds() async throws {
        let store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        #expect(try await store.lease(start, 30) == [ticket])
        let renewed = try await store.write { (transaction) throws(GemError) in
            try transaction.renew(ticket, until: start.adding(seconds: 90))
        }
        #expect(renewed)
        #expect(try await store.lease(start.adding(seconds: 60)) == [])
        #expect(try store.read { $0.nextDue() } == start.adding(seconds: 90))
    }

    @Test func leaseAsksForOneCredentialOnly() async throws {
        let store = try folder.open(time)
        let mine = try await store.enqueue(sampleRow("a", scope: CredentialScope("me")))
        _ = try await store.enqueue(sampleRow("b", scope: CredentialScope("you")))
        #expect(try await store.lease(start, scope: CredentialScope("me")) == [mine])
    }

    @Test func retriedRowWaitsForItsTime() async throws {
        let store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        _ = try await store.lease(start)
        let later = start.adding(seconds: 10)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.retry(ticket, notBefore: later) }
        #expect(try store.state(ticket) == .pending(attempts: 1, notBefore: later))
        #expect(try await store.lease(start.adding(seconds: 9)) == [])
        #expect(try await store.lease(later) == [ticket])
    }

    @Test func buriedRowKeepsItsErrorUntilRevived() async throws {
        let store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        _ = try await store.lease(start)
        let upstream = UpstreamFailure(httpStatus: 400, status: "INVALID_ARGUMENT", message: "bad")
        let failure = OutboxFailure(GemError(.upstream, "It was refused.", upstream: upstream))
        try await store.write { (transaction) throws(GemError) in _ = try transaction.bury(ticket, failure) }
        #expect(
            try store.state(ticket)
                == .dead(attempts: 1, error: OutboxFailure(code: "upstream", message: "It was refused.", httpStatus: 400)))
        #expect(try await store.lease(start.adding(seconds: 1e6)) == [])
        let retried = try await store.write { (transaction) throws(GemError) in try transaction.retry(ticket, notBefore: start) }
        #expect(!retried)
        let revived = try await store.write { (transaction) throws(GemError) in try transaction.revive(ticket) }
        #expect(revived)
        #expect(try await store.lease(time.now) == [ticket])
        let again = try await store.write { (transaction) throws(GemError) in try transaction.revive(ticket) }
        #expect(!again)
    }

    @Test func answerAndRowChangeTogether() async throws {
        let store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        _ = try await store.lease(start)
        await #expect(throws: GemError.self) {
            try await store.write { (transaction) throws(GemError) in
                try transaction.putEntry(sampleEntry("a"))
                _ = try transaction.complete(ticket)
                throw GemError(.internal, "crash")
            }
        }
        #expect(try store.payload("a") == nil && store.state(ticket) != nil)
        let completed = try await store.write { (transaction) throws(GemError) in
            try transaction.putEntry(sampleEntry("a"))
            return try (transaction.complete(ticket), transaction.complete(ticket))
        }
        #expect(completed == (true, false))
        #expect(try store.payload("a") != nil && store.state(ticket) == nil)
    }

    @Test func largeBodyIsABlobUntilTheRowGoes() async throws {
        let store = try folder.open(time) { $0.blobThreshold = 100 }
        let body = [UInt8](repeating: 65, count: 500)
        let ticket = try await store.enqueue(sampleRow("a", body: body))
        #expect(folder.blobs == [Digest(of: body).description])
        let leased = try await store.write { (transaction) throws(GemError) in try transaction.lease(now: start, for: 1, limit: 1) }
        #expect(leased.first?.body == body)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.remove(ticket) }
        #expect(folder.blobs.isEmpty)
    }

    @Test func damagedRowIsBuriedInsteadOfSent() async throws {
        var store = try folder.open(time)
        let ticket = try await store.enqueue(sampleRow("a"))
        store.close()
        try RawStore.rewrite(folder.store, "outbox") { $0[30] ^= 1 }
        store = try folder.open(time)
        #expect(try await store.lease(start) == [])
        #expect(try store.stats().outbox.dead == 1)
        let removed = try await store.write { (transaction) throws(GemError) in try transaction.remove(ticket) }
        #expect(removed)
        #expect(try store.stats().outbox.total == 0)
    }
}
