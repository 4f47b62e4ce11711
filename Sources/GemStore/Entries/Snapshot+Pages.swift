internal import CLMDB
package import GemCore

extension Snapshot {
    /// The names of stored answers in key order, at most `limit` or one more, from the first behind `key`; reads no answer.
    package func entryNames(after key: RequestKey? = nil, limit: Int) -> [(key: RequestKey, variant: Route.API)] {
        var opened: OpaquePointer?
        guard limit > 0, mdb_cursor_open(txn, tables.entries, &opened) == MDB_SUCCESS, let cursor = opened else { return [] }
        defer { mdb_cursor_close(cursor) }
        var (name, value) = (MDB_val(), MDB_val())
        // Behind both variants of a key stands whatever begins with it and a larger byte.
        var code =
            key.map { key in
                (key.digest.bytes + [0xFF]).withUnsafeBytes { bytes in
                    name = MDB_val(bytes)
                    return mdb_cursor_get(cursor, &name, &value, MDB_SET_RANGE)
                }
            } ?? mdb_cursor_get(cursor, &name, &value, MDB_FIRST)
        var found: [(RequestKey, Route.API)] = []
        while code == MDB_SUCCESS {
            if let id = EntryID(UnsafeRawBufferPointer(name)) {
                // The two answers to one question are never parted.
                if found.count >= limit, id.key != found.last?.0 { break }
                found.append((id.key, id.variant))
            }
            code = mdb_cursor_get(cursor, &name, &value, MDB_NEXT)
        }
        return found
    }
}
