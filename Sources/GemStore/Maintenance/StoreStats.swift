package import GemCore

/// What a store holds.
package struct StoreStats: Sendable {
    /// Stored answers.
    package var entries = 0
    /// Stored embeddings.
    package var vectors = 0
    /// Known uploads.
    package var files = 0
    /// The queue.
    package var outbox = OutboxCounts()
    /// The persistent counters, with what still waits in memory.
    package var counters: [String: Int64] = [:]
    /// The size of all answers and embeddings, their blobs included.
    package var bytes: Int64 = 0
    /// What data file and blobs take on disk.
    package var diskBytes: Int64 = 0
}

extension Store {
    /// Counts what the store holds; reads the queue and the names of the blobs, not the entries.
    package func stats() throws(GemError) -> StoreStats {
        var stats = try read { (snapshot) throws(GemError) in
            var stats = StoreStats()
            stats.entries = snapshot.count(snapshot.tables.entries)
            stats.vectors = snapshot.count(snapshot.tables.vectors)
            stats.files = snapshot.count(snapshot.tables.files)
            stats.outbox = snapshot.outboxCounts
            stats.counters = snapshot.counters
            stats.bytes = snapshot.storedBytes
            return stats
        }
        stats.counters.merge(core.pending.counts) { $0 &+ $1 }
        stats.diskBytes = core.blobs.files().reduce(BlobFolder.diskBytes(path + "/data.mdb")) { $0 + $1.length }
        return stats
    }
}
