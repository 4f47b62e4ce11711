package import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Store {
    /// Writes all answers, embeddings and what names of files stand for into one file; no credential, no scope, no queue, no upload, no use, no pin.
    ///
    /// Equal content gives equal bytes. The file is whole and on disk when this returns, or not there; memory stays bounded whatever the store holds.
    /// `onProgress` is told the rows done, and how many there are.
    package func export(to path: String, onProgress: (Int, Int) -> Void = { _, _ in }) throws(GemError) -> Exported {
        var writer = try ExportWriter(try NewFile(path: path + ".new-\(getpid())", core.options.fault))
        var exported = Exported()
        try read { (snapshot) throws(GemError) in
            let total = snapshot.exportedRows
            func step() { if exported.counts.total % 256 == 0 { onProgress(exported.counts.total, total) } }
            try snapshot.forEachExportedName { (name) throws(GemError) in
                guard let name else { return exported.damaged += 1 }
                try writer.put(name.bytes())
                exported.counts.names += 1
                step()
            }
            let entries = snapshot.count(snapshot.tables.entries)
            try snapshot.forEachEntry { (view) throws(GemError) in
                try writer.put(view)
                exported.counts.entries += 1
                step()
                return true
            }
            exported.damaged += entries - exported.counts.entries
            let vectors = snapshot.count(snapshot.tables.vectors)
            try snapshot.forEachVector { (key, view) throws(GemError) in
                try writer.put(view.record(key).exported())
                exported.counts.vectors += 1
                step()
                return true
            }
            exported.damaged += vectors - exported.counts.vectors
            onProgress(total, total)
        }
        exported.digest = try writer.finish(exported.counts, as: path, at: time.now)
        exported.bytes = writer.length
        return exported
    }
}

extension ExportWriter {
    fileprivate mutating func put(_ view: borrowing EntryView) throws(GemError) {
        let record = EntryRecord(
            key: view.key, variant: view.variant, canonical: view.canonical.withUnsafeBytes { Array($0) }, payload: [],
            operation: view.operation, model: view.model, created: view.created, expires: view.expires)
        let payload = view.payload
        try put(ExportedEntry(record, length: Int64(payload.byteCount), digest: Digest(of: payload)).bytes())
        var failure: GemError?
        payload.withUnsafeBytes { bytes in
            do throws(GemError) { try put(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

extension Snapshot {
    fileprivate var exportedRows: Int {
        [tables.fileNames, tables.aliases, tables.media, tables.cachedContents, tables.entries, tables.vectors].reduce(0) { $0 + count($1) }
    }

    /// Visits what names and hashes stand for, in order; nil for a row that is damaged.
    fileprivate func forEachExportedName(_ visit: (ExportedName?) throws(GemError) -> Void) throws(GemError) {
        try forEachRow(tables.fileNames) { (key, row) throws(GemError) in
            let known = decode(row, .fileName) { (reader) throws(Truncated) in try KnownFile(&reader) }
            try visit(known.map { .name(row: String(decoding: key, as: UTF8.self), name: $0.name, $0.content) })
            return true
        }
        try forEachRow(tables.aliases) { (key, row) throws(GemError) in
            let digest = decode(row, .alias) { (reader) throws(Truncated) in try reader.digest() }
            try visit(digest.map { .alias(sha256: Array(key), $0) })
            return true
        }
        try forEachRow(tables.media) { (key, row) throws(GemError) in
            let content = DigestID(key).flatMap { media($0.digest) }
            try visit(content.map { .media($0) })
            return true
        }
        try forEachRow(tables.cachedContents) { (key, row) throws(GemError) in
            let canonical = decode(row, .cachedContent) { (reader) throws(Truncated) in try reader.bytes() }
            try visit(canonical.map { .cachedContent(String(decoding: key, as: UTF8.self), canonical: $0) })
            return true
        }
    }
}
