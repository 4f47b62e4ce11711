import Foundation
import GemCore

@testable import GemStore

/// A folder of its own for one test, gone when the test is.
final class Folder: Sendable {
    let path: String

    /// Makes the folder; in memory, where the system has such a place, for a test of very many commits whose durability is not the point.
    init(inMemory: Bool = false) {
        let memory = "/dev/shm/"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        path = (isThere ? memory : NSTemporaryDirectory()) + "gemstore-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of the store in it.
    var store: String { path + "/store" }

    /// Opens the store in it.
    func open(_ time: any TimeSource = ManualTime(), _ change: (inout Store.Options) -> Void = { _ in }) throws -> Store {
        var options = Store.Options()
        change(&options)
        return try Store.open(at: store, options, time: time)
    }

    /// Writes a file beside the store.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The names of the blobs.
    var blobs: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: store + "/blobs")) ?? []).sorted() }
}

let start = Timestamp(microseconds: 1_790_000_000_000_000)

func key(_ name: String) -> RequestKey { RequestKey(Digest(of: Array(name.utf8))) }

func sampleEntry(_ name: String, _ payload: [UInt8] = [1, 2, 3], variant: Route.API = .developer, expires: Timestamp? = nil) -> EntryRecord
{
    EntryRecord(
        key: key(name), variant: variant, canonical: Array(name.utf8), payload: payload, operation: "generateContent",
        model: "gemini-2.5-flash", created: start, expires: expires)
}

func sampleVector(_ name: String, _ count: Int = 8) -> VectorRecord {
    VectorRecord(
        key: key(name), canonical: Array(name.utf8), values: (0..<count).map { Float($0) / 3 }, model: "gemini-embedding-001",
        created: start)
}

func sampleRow(_ name: String, scope: CredentialScope = .none, body: [UInt8] = [123, 125], attachments: [Attachment] = []) -> OutboxRow {
    OutboxRow(
        key: key(name), path: "/v1beta/models/m:generateContent", body: body, attachments: attachments, scope: scope, created: start)
}

extension Store {
    /// The payload of an entry, copied.
    func payload(_ name: String, _ variant: Route.API = .developer) throws(GemError) -> [UInt8]? {
        try read { (snapshot) throws(GemError) in
            snapshot.withEntry(key(name), variant, canonical: Array(name.utf8)) { view in view.payload.withUnsafeBytes { Array($0) } }
        }
    }

    /// Whether a row waits in the queue.
    func state(_ ticket: String) throws(GemError) -> OutboxState? {
        try read { (snapshot) throws(GemError) in snapshot.row(ticket)?.state }
    }

    func put(_ records: EntryRecord...) async throws(GemError) {
        try await write { (transaction) throws(GemError) in
            for record in records { try transaction.putEntry(record) }
        }
    }

    func enqueue(_ row: OutboxRow) async throws(GemError) -> String {
        try await write { (transaction) throws(GemError) in try transaction.enqueue(row) }
    }

    func lease(_ now: Timestamp, _ seconds: Double = 60, limit: Int = 10, scope: CredentialScope? = nil) async throws(GemError) -> [String]
    {
        try await write { (transaction) throws(GemError) in
            try transaction.lease(now: now, for: seconds, limit: limit, scope: scope).map(\.ticket)
        }
    }
}
