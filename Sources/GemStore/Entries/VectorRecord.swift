package import GemCore

/// A stored embedding.
package struct VectorRecord: Sendable {
    /// The question's key.
    package var key: RequestKey
    /// The question's canonical form, compared on every hit.
    package var canonical: [UInt8]
    /// The embedding.
    package var values: [Float]
    /// The model that made it.
    package var model: String
    /// How many tokens the text was billed as, where upstream said so.
    package var promptTokens: Int32?
    /// When it was stored.
    package var created: Timestamp

    /// Describes an embedding.
    package init(key: RequestKey, canonical: [UInt8], values: [Float], model: String, promptTokens: Int32? = nil, created: Timestamp) {
        self.key = key
        self.canonical = canonical
        self.values = values
        self.model = model
        self.promptTokens = promptTokens
        self.created = created
    }
}

extension VectorRecord {
    /// The row's bytes: fixed fields, the values at offset 48, then canonical form and model.
    func row() -> [UInt8] {
        let model = Array(model.utf8)
        var writer = ByteWriter(.vector, capacity: VectorLayout.fixedCount + values.count * 4 + canonical.count + model.count)
        writer.put(created)
        writer.put(UInt32(values.count))
        writer.put(UInt32(canonical.count))
        writer.put(UInt32(model.count))
        writer.put(promptTokens ?? 0)
        writer.put(promptTokens != nil)
        writer.append(repeatElement(0, count: 7))
        #if _endian(little)
        values.withUnsafeBytes { writer.append(raw: $0) }
        #else
        for value in values { writer.put(value.bitPattern) }
        #endif
        writer.append(canonical)
        writer.append(model)
        return writer.sealed()
    }
}

/// A stored embedding where it lies in the store, for the length of a closure.
package struct VectorView: ~Copyable {
    private let layout: VectorLayout
    private let valueBytes: UnsafeBufferPointer<Float>

    init(_ layout: VectorLayout, _ values: UnsafeBufferPointer<Float>) {
        self.layout = layout
        valueBytes = values
    }

    /// The embedding.
    package var values: Span<Float> {
        @_lifetime(borrow self) get { _overrideLifetime(Span(_unsafeElements: valueBytes), borrowing: self) }
    }
    /// When it was stored.
    package var created: Timestamp { layout.created }
    /// The model that made it.
    package var model: String { String(decoding: layout.model, as: UTF8.self) }
    /// The question's canonical form.
    package var canonical: [UInt8] { Array(layout.canonical) }
    /// What it takes in the store.
    package var size: Int { layout.size }
    /// How many tokens the text was billed as, where upstream said so.
    package var promptTokens: Int32? { layout.promptTokens }

    /// A copy of all of it.
    func record(_ key: RequestKey) -> VectorRecord {
        VectorRecord(
            key: key, canonical: canonical, values: Array(valueBytes), model: model, promptTokens: promptTokens, created: created)
    }
}

/// Where the fields of a vector's row are.
struct VectorLayout {
    static let fixedCount = 48
    private let row: UnsafeRawBufferPointer
    private let valuesEnd: Int
    private let canonicalEnd: Int

    /// Finds the fields of a sound row; nil where they do not fit in it.
    init?(_ row: UnsafeRawBufferPointer) {
        guard row.count >= Self.fixedCount else { return nil }
        func number(_ offset: Int) -> Int { Int(UInt32(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: UInt32.self))) }
        self.row = row
        valuesEnd = Self.fixedCount + number(24) * 4
        canonicalEnd = valuesEnd + number(28)
        guard canonicalEnd + number(32) == row.count else { return nil }
    }

    private func integer<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type = T.self) -> T {
        T(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    var size: Int { row.count }
    var created: Timestamp { Timestamp(microseconds: integer(16)) }
    var promptTokens: Int32? { row[40] == 0 ? nil : integer(36) }
    var values: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: row[Self.fixedCount..<valuesEnd]) }
    var canonical: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: row[valuesEnd..<canonicalEnd]) }
    var model: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: row[canonicalEnd...]) }
}
