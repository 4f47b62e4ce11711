internal import CLMDB
internal import GemCore

/// The handles of the store's tables.
struct Tables: Sendable {
    /// The schema this code reads and writes; a store with a larger number is refused.
    static let schema: UInt32 = 1

    var meta = MDB_dbi(0)
    var entries = MDB_dbi(0)
    var vectors = MDB_dbi(0)
    var usage = MDB_dbi(0)
    var recency = MDB_dbi(0)
    var files = MDB_dbi(0)
    var fileNames = MDB_dbi(0)
    var media = MDB_dbi(0)
    var aliases = MDB_dbi(0)
    var cachedContents = MDB_dbi(0)
    var outbox = MDB_dbi(0)
    var outboxStates = MDB_dbi(0)
    var outboxKeys = MDB_dbi(0)
    var outboxDone = MDB_dbi(0)
    var blobs = MDB_dbi(0)
    var counters = MDB_dbi(0)

    private static let names: [(String, any WritableKeyPath<Tables, MDB_dbi> & Sendable)] = [
        ("meta", \.meta), ("entries", \.entries), ("vectors", \.vectors), ("usage", \.usage), ("recency", \.recency),
        ("files", \.files), ("file-names", \.fileNames), ("media", \.media), ("aliases", \.aliases),
        ("cached-contents", \.cachedContents), ("outbox", \.outbox), ("outbox-states", \.outboxStates),
        ("outbox-keys", \.outboxKeys), ("outbox-done", \.outboxDone), ("blobs", \.blobs), ("counters", \.counters),
    ]

    /// The handle of a table; nil for a name there is not.
    func named(_ name: String) -> MDB_dbi? { Tables.names.first { $0.0 == name }.map { self[keyPath: $0.1] } }

    /// The handle of a table that an older gemcache did not make, in a store that may only be read; it has no rows.
    static let missing = MDB_dbi.max

    /// Opens every table within a transaction; makes those that are missing where `creating`, and does without them where `missingIsEmpty`. Returns LMDB's code.
    mutating func open(_ txn: OpaquePointer, creating: Bool, missingIsEmpty: Bool = false) -> Int32 {
        for (name, table) in Tables.names {
            let code = mdb_dbi_open(txn, name, creating ? UInt32(MDB_CREATE) : 0, &self[keyPath: table])
            if code == MDB_NOTFOUND, missingIsEmpty {
                self[keyPath: table] = Tables.missing
            } else if code != MDB_SUCCESS {
                return code
            }
        }
        return MDB_SUCCESS
    }
}

/// What the `meta` table says about the store.
struct StoreMeta: Sendable {
    /// 32 random bytes made with the store; the key of credential scopes.
    var salt: [UInt8]

    /// Opens a store's tables and reads its meta rows, making both for a new store; refuses foreign environments and newer schemas.
    static func open(_ environment: Environment) throws(GemError) -> (Tables, StoreMeta) {
        if let opened = try existing(environment) { return opened }
        guard !environment.isReadOnly else { throw .store(MDB_INVALID, "open the store", at: environment.path) }
        return try create(environment)
    }

    private static func existing(_ environment: Environment) throws(GemError) -> (Tables, StoreMeta)? {
        let txn = try environment.begin(readOnly: true)
        var isOpen = true
        defer { if isOpen { environment.abort(txn) } }
        var tables = Tables()
        let found = mdb_dbi_open(txn, "meta", 0, &tables.meta)
        if found == MDB_NOTFOUND {
            var stat = MDB_stat()
            var main = MDB_dbi(0)
            mdb_dbi_open(txn, nil, 0, &main)
            mdb_stat(txn, main, &stat)
            guard stat.ms_entries == 0 else { throw .store(MDB_INVALID, "open the store", at: environment.path) }
            return nil
        }
        guard found == MDB_SUCCESS else { throw .store(found, "open the store", at: environment.path) }
        guard let (number, sealed, salt, isWhole) = read(txn, tables) else {
            throw .store(MDB_INVALID, "open the store", at: environment.path)
        }
        guard number <= Tables.schema else {
            let doubt = sealed.map {
                $0 < number ? " Its other copy of that number says \($0): if no newer gemcache was here, the store is damaged." : ""
            }
            throw GemError(
                .store,
                "The store at \(environment.path) was made by a newer gemcache (schema \(number), this one knows \(Tables.schema)); upgrade gemcache or use another --store."
                    + (doubt ?? ""))
        }
        let code = tables.open(txn, creating: false, missingIsEmpty: environment.isReadOnly)
        if code == MDB_NOTFOUND || !isWhole, !environment.isReadOnly { return nil }
        guard code == MDB_SUCCESS else { throw .store(code, "open the tables of the store", at: environment.path) }
        isOpen = false
        _ = environment.finish(txn)  // Handles opened in a transaction live on only when it commits.
        return (tables, StoreMeta(salt: salt))
    }

    private static func create(_ environment: Environment) throws(GemError) -> (Tables, StoreMeta) {
        let txn = try environment.begin(readOnly: false)
        var tables = Tables()
        var code = tables.open(txn, creating: true)
        var generator = SystemRandomNumberGenerator()
        // Another process may have been first, or a row be damaged.
        let known = code == MDB_SUCCESS ? read(txn, tables) : nil
        let salt = known?.salt ?? (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        if code == MDB_SUCCESS, known?.isWhole != true {
            let schema = withUnsafeBytes(of: Tables.schema.littleEndian, Array.init)
            for (name, row) in [("salt", salt), ("schema", schema), ("both", both(salt))] where code == MDB_SUCCESS {
                code = put(txn, tables.meta, name, row)
            }
        }
        guard code == MDB_SUCCESS else {
            environment.abort(txn)
            throw .store(code, "make a store", at: environment.path)
        }
        code = environment.commit(txn)
        guard code == MDB_SUCCESS else { throw .store(code, "make a store", at: environment.path) }
        return (tables, StoreMeta(salt: salt))
    }

    /// What the rows say. Schema and salt stand there twice, once with a checksum, which counts where it is right; but the larger schema does, so that
    /// nothing newer is ever written over. `isWhole` where nothing is missing or differs.
    private static func read(
        _ txn: OpaquePointer, _ tables: Tables
    ) -> (schema: UInt32, sealed: UInt32?, salt: [UInt8], isWhole: Bool)? {
        let (schema, salt) = (value(txn, tables.meta, "schema") ?? [], value(txn, tables.meta, "salt") ?? [])
        let plain = schema.count == 4 ? schema.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } : 0
        let row = value(txn, tables.meta, "both") ?? []
        let sealed = row.withUnsafeBytes { bytes -> (UInt32, [UInt8])? in
            guard var reader = ByteReader(bytes, .meta), let number = try? reader.integer(UInt32.self), let salt = try? reader.bytes()
            else {
                return nil
            }
            return (number, salt)
        }
        if let (number, kept) = sealed { return (max(number, plain), number, kept, number == plain && kept == salt) }
        return schema.count == 4 && salt.count == 32 ? (plain, nil, salt, false) : nil
    }

    private static func both(_ salt: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(.meta, capacity: 64)
        writer.put(Tables.schema)
        writer.put(salt)
        return writer.sealed()
    }

    private static func value(_ txn: OpaquePointer, _ table: MDB_dbi, _ name: String) -> [UInt8]? {
        var name = name
        return name.withUTF8 { bytes in
            var key = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            var value = MDB_val()
            guard mdb_get(txn, table, &key, &value) == MDB_SUCCESS else { return nil }
            return Array(UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size))
        }
    }

    private static func put(_ txn: OpaquePointer, _ table: MDB_dbi, _ name: String, _ bytes: [UInt8]) -> Int32 {
        var name = name
        return name.withUTF8 { keyBytes in
            bytes.withUnsafeBytes { valueBytes in
                var key = MDB_val(mv_size: keyBytes.count, mv_data: UnsafeMutableRawPointer(mutating: keyBytes.baseAddress))
                var value = MDB_val(mv_size: valueBytes.count, mv_data: UnsafeMutableRawPointer(mutating: valueBytes.baseAddress))
                return mdb_put(txn, table, &key, &value, 0)
            }
        }
    }
}
