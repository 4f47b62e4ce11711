internal import CLMDB
package import GemCore

/// All changes of one writing closure: durable together when it returns, gone together when it throws.
package struct Transaction: ~Copyable {
    /// The store as this transaction has left it so far.
    package let snapshot: Snapshot
    /// Counts to add to the `counters` table when the transaction's batch ends.
    var tally: [String: Int64] = [:]
    /// How much the entries and vectors have grown by, to be noted when the transaction's batch ends.
    var growth: Int64 = 0
    /// How much those before it in its batch let them grow by.
    let growthBefore: Int64
    /// The store's own counters that were found damaged.
    var unsound: Set<String> = []
    /// Blobs that lost their last reference.
    var dropped: [Digest] = []
    /// Whether anything was changed: if not, a throw costs the other closures of the batch nothing.
    private(set) var hasWritten = false
    /// The first LMDB code that made a change fail; the batch cannot be committed then.
    private(set) var fault = MDB_SUCCESS

    init(_ snapshot: consuming Snapshot, growthBefore: Int64 = 0) {
        self.snapshot = snapshot
        self.growthBefore = growthBefore
    }

    var core: StoreCore { snapshot.core }
    var tables: Tables { snapshot.core.tables }
    /// The size of all entries and vectors as this transaction has left them so far.
    var bytes: Int64 { snapshot.soundCounter(Self.bytes).map { $0 &+ growthBefore &+ growth } ?? snapshot.measuredBytes }
    /// The store's clock.
    package var now: Timestamp { snapshot.core.time.now }

    /// Writes a row over any earlier one.
    mutating func put(_ table: MDB_dbi, _ key: some RowKey, _ value: [UInt8]) throws(GemError) {
        hasWritten = true
        try meet(.put)
        let code = key.withBytes { keyBytes in
            value.withUnsafeBytes { valueBytes in
                var name = MDB_val(keyBytes)
                var data = MDB_val(valueBytes)
                return mdb_put(snapshot.txn, table, &name, &data, 0)
            }
        }
        try check(code)
    }

    /// Deletes a row; false where there is none.
    @discardableResult
    mutating func delete(_ table: MDB_dbi, _ key: some RowKey) throws(GemError) -> Bool {
        hasWritten = true
        try meet(.delete)
        let code = key.withBytes { bytes in
            var name = MDB_val(bytes)
            return mdb_del(snapshot.txn, table, &name, nil)
        }
        if code == MDB_NOTFOUND || code == MDB_BAD_VALSIZE { return false }
        try check(code)
        return true
    }

    /// Deletes all rows of a table.
    mutating func clear(_ table: MDB_dbi) throws(GemError) {
        hasWritten = true
        try meet(.clear)
        try check(mdb_drop(snapshot.txn, table, 0))
    }

    /// Fails where a test wants the call to fail.
    private mutating func meet(_ call: StoreCall) throws(GemError) {
        if let fault = core.options.fault { try check(fault(call)) }
    }

    private mutating func check(_ code: Int32) throws(GemError) {
        guard code != MDB_SUCCESS else { return }
        if code != MDB_BAD_VALSIZE, fault == MDB_SUCCESS { fault = code }
        throw .store(code, "write to the store", at: core.environment.path)
    }
}
