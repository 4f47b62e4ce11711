internal import GemCore

extension Transaction {
    /// Adds to a persistent counter when this transaction commits. Names that begin with a dot are the store's own.
    package mutating func add(_ name: String, _ number: Int64) { tally[name, default: 0] &+= number }

    /// Adds to a counter's row. One that is damaged begins anew; the store's own are then counted anew when the closure has ended.
    mutating func addNow(_ name: String, _ number: Int64) throws(GemError) {
        let value = snapshot.soundCounter(name)
        if value == nil, name.hasPrefix(".") {
            unsound.insert(name)
        } else {
            try setCounter(name, (value ?? 0) &+ number)
        }
    }

    mutating func setCounter(_ name: String, _ value: Int64) throws(GemError) {
        try put(tables.counters, name, CounterRow.bytes(name, value))
    }

    /// Counts those of the store's own counters anew that were found damaged.
    mutating func recount() throws(GemError) {
        for name in unsound {
            switch name {
            // What the batch has grown by is added at its end.
            case Self.bytes: try setCounter(name, snapshot.measuredBytes &- growthBefore &- growth)
            case Self.localFiles: try setCounter(name, snapshot.measuredLocalFiles)
            case Self.ticket: try setCounter(name, snapshot.lastTicket)
            default: try delete(tables.counters, name)
            }
        }
        unsound = []
    }

    /// Has damaged counters begin anew or be counted anew.
    mutating func repairCounters() throws(GemError) {
        for name in snapshot.damagedCounters { if name.hasPrefix(".") { unsound.insert(name) } else { try delete(tables.counters, name) } }
        try recount()
    }

    /// The counter that holds the last ticket.
    static var ticket: String { ".ticket" }
}

/// A counter's row: 8 bytes, and 8 for their checksum, which is mixed with the name. Older builds wrote the number alone.
enum CounterRow {
    static func bytes(_ name: String, _ value: Int64) -> [UInt8] {
        let number = withUnsafeBytes(of: value.littleEndian, Array.init)
        return number + withUnsafeBytes(of: Digest(of: Array(name.utf8) + number).low.littleEndian, Array.init)
    }

    /// The number; nil where the row is damaged.
    static func value(_ name: String, _ row: UnsafeRawBufferPointer) -> Int64? {
        guard row.count == 8 || row.count == 16 else { return nil }
        let value = Int64(littleEndian: row.loadUnaligned(as: Int64.self))
        return row.count == 8 || row.elementsEqual(bytes(name, value)) ? value : nil
    }
}

extension Snapshot {
    /// All persistent counters that are on disk, the damaged ones left out.
    package var counters: [String: Int64] {
        var all: [String: Int64] = [:]
        forEachRow(tables.counters) { key, row in
            let name = String(decoding: key, as: UTF8.self)
            if !name.hasPrefix("."), let value = CounterRow.value(name, row) { all[name] = value }
            return true
        }
        return all
    }

    /// One counter that is on disk, the store's own included; 0 where there is none, nil where it is damaged.
    func soundCounter(_ name: String) -> Int64? {
        guard let row = row(tables.counters, name) else { return 0 }
        return CounterRow.value(name, row)
    }

    /// The size of all entries and vectors: as it is noted, or measured where that is damaged.
    var storedBytes: Int64 { soundCounter(Transaction.bytes) ?? measuredBytes }

    /// The counters that are damaged.
    var damagedCounters: [String] {
        var found: [String] = []
        forEachRow(tables.counters) { key, row in
            let name = String(decoding: key, as: UTF8.self)
            if CounterRow.value(name, row) == nil { found.append(name) }
            return true
        }
        return found
    }

    /// How many files only this store has, counted anew.
    var measuredLocalFiles: Int64 {
        var count: Int64 = 0
        forEachRow(tables.files) { _, row in
            let record = decode(row, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
            if record?.isLocal == true { count += 1 }
            return true
        }
        return count
    }

    /// The last ticket that is still known of.
    var lastTicket: Int64 {
        var last: Int64 = 0
        for table in [tables.outboxStates, tables.outboxDone] {
            forEachRow(table) { key, _ in
                last = max(last, Int64(String(decoding: key, as: UTF8.self), radix: 16) ?? 0)
                return true
            }
        }
        return last
    }
}
