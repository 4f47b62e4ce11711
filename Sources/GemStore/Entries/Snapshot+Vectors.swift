package import GemCore

extension Snapshot {
    /// Reads a stored embedding in place; nil where there is none, where it is damaged, or where `canonical` differs.
    ///
    /// The values are copied only where LMDB keeps them at an odd address, as it may for vectors of less than about 500 values.
    package func withVector<R, E: Error>(
        _ key: RequestKey, canonical: [UInt8]? = nil, _ body: (borrowing VectorView) throws(E) -> R
    ) throws(E) -> R? {
        guard let bytes = row(tables.vectors, DigestID(key.digest)) else { return nil }
        return try view(bytes, canonical: canonical, body)
    }

    /// Visits every sound embedding in key order, those behind `key` where it is given, until `visit` says false.
    package func forEachVector<E: Error>(
        after key: RequestKey? = nil, _ visit: (RequestKey, borrowing VectorView) throws(E) -> Bool
    ) throws(E) {
        try forEachRow(tables.vectors, from: key.map { $0.digest.bytes + [0] } ?? []) { (key, bytes) throws(E) in
            guard let id = DigestID(key) else { return true }
            return try view(bytes, canonical: nil) { (vector) throws(E) in try visit(RequestKey(id.digest), vector) } ?? true
        }
    }

    private func view<R, E: Error>(
        _ bytes: UnsafeRawBufferPointer, canonical: [UInt8]?, _ body: (borrowing VectorView) throws(E) -> R
    ) throws(E) -> R? {
        guard RecordKind.vector.isSound(bytes), let layout = VectorLayout(bytes) else {
            core.noteDamage()
            return nil
        }
        if let canonical, !layout.canonical.equals(canonical) { return nil }
        #if _endian(little)
        if Int(bitPattern: layout.values.baseAddress) % MemoryLayout<Float>.alignment == 0 {
            return try body(VectorView(layout, layout.values.bindMemory(to: Float.self)))
        }
        #endif
        let copy = (0..<layout.values.count / 4).map {
            Float(bitPattern: UInt32(littleEndian: layout.values.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
        }
        let aligned = UnsafeMutableBufferPointer<Float>.allocate(capacity: copy.count)
        defer { aligned.deallocate() }
        _ = aligned.initialize(from: copy)
        return try body(VectorView(layout, UnsafeBufferPointer(aligned)))
    }
}

extension Transaction {
    /// Stores an embedding in the place of any earlier one of its key.
    package mutating func putVector(_ record: VectorRecord) throws(GemError) {
        let id = DigestID(record.key.digest)
        let bytes = record.row()
        addBytes(Int64(bytes.count) - Int64(snapshot.row(tables.vectors, id)?.count ?? 0))
        try put(tables.vectors, id, bytes)
        try setUse(UsageID(.vector(id)), now)
    }

    /// Removes an embedding; false where there is none.
    @discardableResult
    package mutating func removeVector(_ key: RequestKey) throws(GemError) -> Bool { try removeVector(DigestID(key.digest)) }

    @discardableResult
    mutating func removeVector(_ id: DigestID) throws(GemError) -> Bool {
        guard let row = snapshot.row(tables.vectors, id) else { return false }
        addBytes(-Int64(row.count))
        try delete(tables.vectors, id)
        try forgetUse(UsageID(.vector(id)))
        return true
    }
}
