package import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Snapshot {
    /// Reads the stored answer to a question in place; nil where there is none, where it is damaged, or where it answers another question (`canonical` differs).
    ///
    /// Whether it has expired is for the caller to judge.
    package func withEntry<R, E: Error>(
        _ key: RequestKey, _ variant: Route.API, canonical: [UInt8]? = nil, _ body: (borrowing EntryView) throws(E) -> R
    ) throws(E) -> R? {
        let id = EntryID(key, variant)
        guard let bytes = row(tables.entries, id) else { return nil }
        return try view(id, bytes, canonical: canonical, body)
    }

    /// Visits every sound entry in key order, those behind `key` where it is given, until `visit` says false.
    package func forEachEntry<E: Error>(after key: RequestKey? = nil, _ visit: (borrowing EntryView) throws(E) -> Bool) throws(E) {
        // Behind both variants of a key stands whatever begins with it and a larger byte.
        try forEachRow(tables.entries, from: key.map { $0.digest.bytes + [0xFF] } ?? []) { (key, bytes) throws(E) in
            guard let id = EntryID(key) else { return true }
            return try view(id, bytes, canonical: nil, visit) ?? true
        }
    }

    private func view<R, E: Error>(
        _ id: EntryID, _ bytes: UnsafeRawBufferPointer, canonical: [UInt8]?, _ body: (borrowing EntryView) throws(E) -> R
    ) throws(E) -> R? {
        guard RecordKind.entry.isSound(bytes), let layout = EntryLayout(bytes), layout.isOf(id) else {
            core.noteDamage()
            return nil
        }
        if let canonical, !layout.canonical.equals(canonical) { return nil }
        guard let blob = layout.blob else { return try body(EntryView(id, layout, mapping: MappedFile())) }
        guard let mapped = core.blobs.map(blob, length: Int64(layout.payloadCount)) else {
            core.noteDamage()
            return nil
        }
        return try body(EntryView(id, layout, mapping: mapped))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the same bytes are in an array.
    func equals(_ bytes: [UInt8]) -> Bool {
        guard count == bytes.count, let mine = baseAddress else { return count == bytes.count }
        return bytes.withUnsafeBytes { theirs in theirs.baseAddress.map { memcmp(mine, $0, count) == 0 } ?? false }
    }
}
