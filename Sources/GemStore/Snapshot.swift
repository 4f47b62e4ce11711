internal import CLMDB
internal import GemCore

/// One consistent view of the store, for the length of a closure.
///
/// Rows leave as values, or as spans inside a closure. Nothing here throws: a damaged row is counted (`damaged`) and reads as missing.
package struct Snapshot: ~Copyable {
    let txn: OpaquePointer
    /// Not counted: whoever begins the transaction holds the core until it ends. (A counted reference also makes the optimiser of Swift 6.3.1 crash.)
    unowned(unsafe) let core: StoreCore

    var tables: Tables { core.tables }

    /// The bytes of a row where they lie, valid until the transaction ends or writes; nil where there is none.
    func row(_ table: MDB_dbi, _ key: some RowKey) -> UnsafeRawBufferPointer? {
        key.withBytes { bytes in
            var name = MDB_val(bytes)
            var value = MDB_val()
            let code = mdb_get(txn, table, &name, &value)
            guard code == MDB_SUCCESS else {
                if code != MDB_NOTFOUND, code != MDB_BAD_VALSIZE, table != Tables.missing { core.noteDamage() }
                return nil
            }
            return UnsafeRawBufferPointer(value)
        }
    }

    /// Reads a row's fields; nil where there is none, or where it is damaged.
    func decode<T>(
        _ table: MDB_dbi, _ key: some RowKey, _ kind: RecordKind, _ read: (inout ByteReader) throws(Truncated) -> T
    ) -> T? {
        guard let bytes = row(table, key) else { return nil }
        return decode(bytes, kind, read)
    }

    /// Reads a record's fields; nil where it is damaged.
    func decode<T>(_ bytes: UnsafeRawBufferPointer, _ kind: RecordKind, _ read: (inout ByteReader) throws(Truncated) -> T) -> T? {
        if var reader = ByteReader(bytes, kind), let value = try? read(&reader) { return value }
        core.noteDamage()
        return nil
    }

    /// Visits a table's rows in key order, those before `first` left out, until `visit` says false; the table must not be written meanwhile.
    func forEachRow<E: Error>(
        _ table: MDB_dbi, from first: [UInt8] = [],
        _ visit: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(E) -> Bool
    ) throws(E) {
        guard table != Tables.missing else { return }
        var opened: OpaquePointer?
        guard mdb_cursor_open(txn, table, &opened) == MDB_SUCCESS, let cursor = opened else { return core.noteDamage() }
        defer { mdb_cursor_close(cursor) }
        var key = MDB_val()
        var value = MDB_val()
        var step = first.isEmpty ? MDB_FIRST : MDB_SET_RANGE
        while true {
            let code = first.withUnsafeBytes { start in
                if step == MDB_SET_RANGE { key = MDB_val(start) }
                return mdb_cursor_get(cursor, &key, &value, step)
            }
            guard code == MDB_SUCCESS else {
                if code != MDB_NOTFOUND { core.noteDamage() }
                return
            }
            guard try visit(UnsafeRawBufferPointer(key), UnsafeRawBufferPointer(value)) else { return }
            step = MDB_NEXT
        }
    }

    /// The number of rows of a table.
    func count(_ table: MDB_dbi) -> Int {
        var stat = MDB_stat()
        return mdb_stat(txn, table, &stat) == MDB_SUCCESS ? stat.ms_entries : 0
    }
}

extension MDB_val {
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
}

extension UnsafeRawBufferPointer {
    init(_ value: MDB_val) { self.init(start: value.mv_data, count: value.mv_size) }
}
