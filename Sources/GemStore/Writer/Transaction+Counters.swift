internal import GemCore

extension Transaction {
    /// Adds to a persistent counter when this transaction commits. Names that begin with a dot are the store's own.
    package mutating func add(_ name: String, _ number: Int64) { tally[name, default: 0] &+= number }

    /// Adds to a counter's row.
    mutating func addNow(_ name: String, _ number: Int64) throws(GemError) {
        let value = snapshot.counter(name) &+ number
        try put(tables.counters, name, withUnsafeBytes(of: value.littleEndian, Array.init))
    }
}

extension Snapshot {
    /// All persistent counters that are on disk.
    package var counters: [String: Int64] {
        var all: [String: Int64] = [:]
        forEachRow(tables.counters) { key, value in
            if key.first != UInt8(ascii: "."), value.count == 8 {
                all[String(decoding: key, as: UTF8.self)] = Int64(littleEndian: value.loadUnaligned(as: Int64.self))
            }
            return true
        }
        return all
    }

    /// One counter that is on disk, the store's own included.
    func counter(_ name: String) -> Int64 {
        guard let value = row(tables.counters, name), value.count == 8 else { return 0 }
        return Int64(littleEndian: value.loadUnaligned(as: Int64.self))
    }
}
