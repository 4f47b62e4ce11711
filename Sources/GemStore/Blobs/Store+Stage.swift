package import GemCore

/// A content that lies in a blob already, before any row names it.
package struct StagedBlob: Sendable, Hashable {
    let digest: Digest
    let length: Int64
}

extension Store {
    /// Puts a large payload on disk ahead of its row, off the writer's thread, so that small writes do not wait for it; a small one comes back as it is.
    ///
    /// The row is stored by `putEntry` as any other. One that never is leaves a file for the next sweep.
    package func staged(_ record: EntryRecord) async throws(GemError) -> EntryRecord {
        var record = record
        record.staged = try await stage(record.payload)
        return record
    }

    /// The same for a question that is to be queued, and its body.
    package func staged(_ row: OutboxRow) async throws(GemError) -> OutboxRow {
        var row = row
        row.staged = try await stage(row.body)
        return row
    }

    /// Copies a local file into the store as `adopt` does, off the caller's thread.
    package func adoptAside(_ attachment: Attachment) async throws(GemError) -> Attachment {
        try await Aside.run { () throws(GemError) in try self.adopt(attachment) }
    }

    private func stage(_ bytes: [UInt8]) async throws(GemError) -> StagedBlob? {
        guard bytes.count > core.options.blobThreshold, !core.options.readOnly else { return nil }
        let blobs = core.blobs
        return try await Aside.run { () throws(GemError) in
            StagedBlob(digest: try blobs.keep(bytes), length: Int64(bytes.count))
        }
    }
}

extension Transaction {
    /// The blob of some bytes: the one that was staged, where it is still there; else it is written now.
    func blob(of bytes: [UInt8], _ staged: StagedBlob?) throws(GemError) -> Digest {
        // Within a write transaction nobody removes it any more.
        if let staged, core.blobs.holds(staged.digest, length: staged.length) { return staged.digest }
        if let staged, bytes.isEmpty {
            throw GemError(.store, "The content \(staged.digest) was removed from the store before its row was written; do it again.")
        }
        return try core.blobs.keep(bytes)
    }
}
