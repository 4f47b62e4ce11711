package import GemCore

/// What `verify` found.
package struct StoreReport: Sendable {
    /// How many rows were read.
    package var rows = 0
    /// Rows whose checksum or form is wrong: `table KEY`.
    package var damaged: [String] { damagedRows.map(\.description) }
    /// How many blobs rows name.
    package var blobs = 0
    /// Blobs that rows name and that are missing, of another length or of other content.
    package var damagedBlobs: [String] = []
    /// Files in the blobs folder that no row names; the sweep removes them.
    package var strayBlobs: [String] = []
    /// What the store notes beside the rows, such as its size, and that does not agree with them; costs no answer.
    package var wrongNotes: [String] = []

    var damagedRows: [DamagedRow] = []

    /// Whether everything that rows promise is there; strays do no harm.
    package var isSound: Bool { damagedRows.isEmpty && damagedBlobs.isEmpty && wrongNotes.isEmpty }
}

/// A row that cannot be read.
struct DamagedRow: Sendable, CustomStringConvertible {
    var table: String
    var kind: RecordKind
    var key: [UInt8]

    /// The table and the key: in letters where it is a name.
    var description: String {
        let isName = kind == .outboxRow || kind == .outboxState || kind == .fileName || kind == .cachedContent
        return table + " " + (isName ? String(decoding: key, as: UTF8.self) : Hex.string(key))
    }
}

extension Store {
    /// Reads every row and every blob and compares them with their checksums; other processes may go on meanwhile.
    ///
    /// `onProgress` is told the rows and blobs done, and how many there are.
    package func verify(onProgress: (Int, Int) -> Void = { _, _ in }) throws(GemError) -> StoreReport {
        var report = StoreReport()
        let (named, total) = try read { (snapshot) throws(GemError) in
            let total = snapshot.checkedRows
            let named = snapshot.verify(&report) { onProgress($0, total) }
            report.wrongNotes = snapshot.wrongNotes(named)
            return (named, total)
        }
        report.blobs = named.count
        for (index, (digest, blob)) in named.sorted(by: { $0.key.description < $1.key.description }).enumerated() {
            onProgress(min(total, report.rows) + index, total + named.count)
            guard !core.blobs.isWhole(digest, length: blob.length) else { continue }
            // A row removed meanwhile takes its blob along.
            let isNamed = try read { (snapshot) throws(GemError) in snapshot.references(to: digest) != nil }
            if isNamed { report.damagedBlobs.append(digest.description) }
        }
        report.strayBlobs = core.blobs.files().map(\.name).filter { name in Digest(name).map { named[$0] == nil } ?? true }.sorted()
        onProgress(total + named.count, total + named.count)
        return report
    }
}

/// How many rows name a blob, and how long it is.
struct BlobCount: Sendable, Hashable {
    var count: UInt32
    var length: Int64
}

extension Snapshot {
    private var kinds: [(String, UInt32, RecordKind)] {
        [
            ("entries", tables.entries, .entry), ("vectors", tables.vectors, .vector), ("files", tables.files, .file),
            ("file-names", tables.fileNames, .fileName), ("media", tables.media, .media), ("aliases", tables.aliases, .alias),
            ("cached-contents", tables.cachedContents, .cachedContent), ("outbox", tables.outbox, .outboxRow),
            ("outbox-states", tables.outboxStates, .outboxState), ("outbox-done", tables.outboxDone, .outboxDone),
            ("blobs", tables.blobs, .blob),
        ]
    }

    /// How many rows `verify` reads.
    fileprivate var checkedRows: Int { kinds.reduce(0) { $0 + count($1.1) } }

    /// Checks every row; answers the blobs that rows name.
    fileprivate func verify(_ report: inout StoreReport, _ onProgress: (Int) -> Void) -> [Digest: BlobCount] {
        var named: [Digest: BlobCount] = [:]
        for (name, table, kind) in kinds {
            forEachRow(table) { key, row in
                report.rows += 1
                if report.rows % 1024 == 0 { onProgress(report.rows) }
                if isReadable(Array(key), row, kind), !(kind == .outboxRow && isLost(key)) {
                    for (digest, length) in blobs(key, row, kind) { named[digest, default: BlobCount(count: 0, length: length)].count += 1 }
                } else {
                    report.damagedRows.append(DamagedRow(table: name, kind: kind, key: Array(key)))
                }
                return true
            }
        }
        return named
    }

    /// Whether a row is whole, and stands under its own key.
    func isReadable(_ key: [UInt8], _ row: UnsafeRawBufferPointer, _ kind: RecordKind) -> Bool {
        guard kind.isSound(row) else { return false }
        return switch kind {
        case .entry: key.withUnsafeBytes { EntryID($0) }.map { EntryLayout(row)?.isOf($0) == true } ?? false
        case .vector: VectorLayout(row) != nil
        default: true
        }
    }

    /// Whether a queue row has no state any more, and so would never be sent.
    private func isLost(_ ticket: UnsafeRawBufferPointer) -> Bool { row(tables.outboxStates, Array(ticket)) == nil }

    /// How many rows name each blob, counted anew.
    func blobCounts() -> [Digest: BlobCount] {
        var named: [Digest: BlobCount] = [:]
        for (_, table, kind) in kinds where kind != .blob {
            forEachRow(table) { key, row in
                for (digest, length) in blobs(key, row, kind) { named[digest, default: BlobCount(count: 0, length: length)].count += 1 }
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
            return record.flatMap { $0.namesBlob ? [($0.digest, $0.length)] : nil } ?? []
        default:
            return []
        }
    }
}
