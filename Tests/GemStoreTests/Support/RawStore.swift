import CLMDB
import Foundation

/// Reaches into a closed store's data file behind GemStore's back.
enum RawStore {
    struct Failure: Error { let code: Int32 }

    /// Rewrites every row of a table; the table is made where it is missing.
    static func rewrite(_ path: String, _ table: String, _ change: (inout [UInt8]) -> Void) throws {
        try open(path) { txn in
            var dbi = MDB_dbi(0)
            try check(mdb_dbi_open(txn, table, UInt32(MDB_CREATE), &dbi))
            var rows: [([UInt8], [UInt8])] = []
            var cursor: OpaquePointer?
            try check(mdb_cursor_open(txn, dbi, &cursor))
            var (key, value) = (MDB_val(), MDB_val())
            while mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == MDB_SUCCESS { rows.append((copy(key), copy(value))) }
            mdb_cursor_close(cursor)
            for (key, var value) in rows {
                change(&value)
                try put(txn, dbi, key, value)
            }
        }
    }

    /// Writes one row.
    static func put(_ path: String, _ table: String, _ key: [UInt8], _ value: [UInt8]) throws {
        try open(path) { txn in
            var dbi = MDB_dbi(0)
            try check(mdb_dbi_open(txn, table, UInt32(MDB_CREATE), &dbi))
            try put(txn, dbi, key, value)
        }
    }

    private static func open(_ path: String, _ body: (OpaquePointer) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var made: OpaquePointer?
        try check(mdb_env_create(&made))
        defer { mdb_env_close(made) }
        mdb_env_set_maxdbs(made, 32)
        mdb_env_set_mapsize(made, 1 << 28)
        try check(mdb_env_open(made, path, 0, 0o600))
        var begun: OpaquePointer?
        try check(mdb_txn_begin(made, nil, 0, &begun))
        guard let txn = begun else { return }
        do { try body(txn) } catch {
            mdb_txn_abort(txn)
            throw error
        }
        try check(mdb_txn_commit(txn))
    }

    private static func put(_ txn: OpaquePointer, _ dbi: MDB_dbi, _ key: [UInt8], _ value: [UInt8]) throws {
        var (keyCopy, valueCopy) = (key, value)
        try keyCopy.withUnsafeMutableBytes { keyBytes in
            try valueCopy.withUnsafeMutableBytes { valueBytes in
                var name = MDB_val(mv_size: keyBytes.count, mv_data: keyBytes.baseAddress)
                var data = MDB_val(mv_size: valueBytes.count, mv_data: valueBytes.baseAddress)
                try check(mdb_put(txn, dbi, &name, &data, 0))
            }
        }
    }

    private static func copy(_ value: MDB_val) -> [UInt8] { Array(UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)) }
    private static func check(_ code: Int32) throws { if code != MDB_SUCCESS { throw Failure(code: code) } }
}
