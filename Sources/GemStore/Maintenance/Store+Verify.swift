package import GemCore

/// What `verify` found.
package struct StoreReport: Sendable {
    /// How many rows were read.
    package var rows = 0
    /// Rows whose checksum or form is wrong: `table KEY`.
    package var damaged: [String] = []
    /// How many blobs rows name.
    package var blobs = 0
    /// Blobs that rows name and that are missing, of another length or of other content.
    package var damagedBlobs: [String] = []
    /// Files in the blobs folder that no row names; the sweep removes them.
    package var strayBlobs: [String] = []

    /// Whether everything that rows promise is there; strays do no harm.
    package var isSound: Bool { damaged.isEmpty && damagedBlobs.isEmpty }
}

extension Store {
    /// Reads every row and every blob and compares them with their checksums; other processes may go on meanwhile.
    package func verify() throws(GemError) -> StoreReport {
        var report = StoreReport()
        let named = try read { (snapshot) throws(GemError) in snapshot.verify(&report) }
        report.blobs = named.count
        for (digest, length) in named.sorted(by: { $0.key.description < $1.key.description })
        where core.blobs.map(digest, length: length) == nil {
            // A row removed meanwhile takes its blob along.
            let isNamed = try read { (snapshot) throws(GemError) in snapshot.references(to: digest) != nil }
            if isNamed { report.damagedBlobs.append(digest.description) }
        }
        report.strayBlobs = core.blobs.files().map(\.name).filter { name in Digest(name).map { named[$0] == nil } ?? true }.sorted()
        return report
    }
}

extension Snapshot {
    /// Checks every row; answers the blobs that rows name, with their lengths.
    fileprivate func verify(_ report: inout StoreReport) -> [Digest: Int64] {
        let kinds: [(String, UInt32, RecordKind)] = [
            ("entries", tables.entries, .entry), ("vectors", tables.vectors, .vector), ("files", tables.files, .file),
            ("file-names", tables.fileNames, .fileName), ("media", tables.media, .media), ("aliases", tables.aliases, .alias),
            ("cached-contents", tables.cachedContents, .cachedContent), ("outbox", tables.outbox, .outboxRow),
            ("outbox-states", tables.outboxStates, .outboxState), ("outbox-done", tables.outboxDone, .outboxDone), ("blobs", tables.blobs, .blob),
        ]
        var named: [Digest: Int64] = [:]
        for (name, table, kind) in kinds {
            forEachRow(table) { key, row in
                report.rows += 1
                if kind.isSound(row) {
                    for (digest, length) in blobs(key, row, kind) { named[digest] = length }
                } else {
                    report.damaged.append(name + " " + Hex.string(key))
                }
                return true
            }
        }
        return named
    }

    private func blobs(_ key: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer, _ kind: RecordKind) -> [(Digest, Int64)] {
        switch kind {
        case .entry:
            guard let layout = EntryLayout(row), let blob = layout.blob else { return [] }
            return [(blob, Int64(layout.payloadCount))]
        case .outboxRow:
            let ticket = String(decoding: key, as: UTF8.self)
            return outboxState(ticket).flatMap { outboxRecord(ticket, $0.state) }?.blobs ?? []
        case .file:
            let record = decode(row, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
            return record.flatMap { $0.isLocal ? [($0.digest, $0.length)] : nil } ?? []
        default:
            return []
        }
    }
}
