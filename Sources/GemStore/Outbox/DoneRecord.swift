internal import CLMDB
package import GemCore

/// What is remembered of a queued question after its answer has landed, for whoever asks for it by its ticket.
package struct DoneRow: Sendable, Hashable {
    /// The question's key.
    package var key: RequestKey
    /// Which service was asked.
    package var api: Route.API
    /// The HTTP method.
    package var method: String
    /// The path with its query, without any credential.
    package var path: String
    /// When its answer was there.
    package var answered: Timestamp
}

extension DoneRow {
    /// So many are remembered; the oldest are forgotten first.
    static let most = 10_000

    var bytes: [UInt8] {
        var writer = ByteWriter(.outboxDone, capacity: 64 + path.utf8.count)
        writer.put(key.digest)
        writer.put(api)
        writer.put(answered)
        writer.put(method)
        writer.put(path)
        return writer.sealed()
    }

    init(_ reader: inout ByteReader) throws(Truncated) {
        (key, api, answered) = (RequestKey(try reader.digest()), try reader.api(), try reader.timestamp())
        (method, path) = (try reader.string(), try reader.string())
    }
}

extension Snapshot {
    /// What became of a row that was answered; nil where it was not, or long ago.
    package func done(_ ticket: String) -> DoneRow? {
        decode(tables.outboxDone, ticket, .outboxDone) { (reader) throws(Truncated) in try DoneRow(&reader) }
    }
}

extension Transaction {
    /// Remembers a row that is about to go because it was answered, and forgets the oldest such where there are too many.
    mutating func noteDone(_ ticket: String) throws(GemError) {
        guard let state = snapshot.outboxState(ticket), let row = snapshot.outboxRecord(ticket, state.state)?.row else { return }
        let done = DoneRow(key: row.key, api: row.api, method: row.method, path: row.path, answered: now)
        try put(tables.outboxDone, ticket, done.bytes)
        guard snapshot.count(tables.outboxDone) > DoneRow.most else { return }
        var oldest: String?
        snapshot.forEachRow(tables.outboxDone) { ticket, _ in
            oldest = String(decoding: ticket, as: UTF8.self)
            return false
        }
        if let oldest { try delete(tables.outboxDone, oldest) }
    }
}
