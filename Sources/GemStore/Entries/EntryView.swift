package import GemCore

/// A stored answer where it lies in the store, for the length of a closure.
package struct EntryView: ~Copyable {
    /// The question's key.
    package let key: RequestKey
    /// Which service's answer it is.
    package let variant: Route.API
    private let layout: EntryLayout
    private let mapping: MappedFile
    private let payloadBytes: UnsafeRawBufferPointer

    /// Where the fields of variable length begin in a row.
    static let fixedCount = 80

    /// Wraps a sound row; `mapping` holds the payload of one whose payload is a blob.
    init(_ id: EntryID, _ layout: EntryLayout, mapping: consuming MappedFile) {
        key = id.key
        variant = id.variant
        self.layout = layout
        payloadBytes = layout.blob == nil ? layout.payload : mapping.bytes
        self.mapping = mapping
    }

    /// When it was stored.
    package var created: Timestamp { layout.created }
    /// Until when it may be served; nil for ever.
    package var expires: Timestamp? { layout.expires }
    /// What was asked for, such as `generateContent`.
    package var operation: String { String(decoding: layout.operation, as: UTF8.self) }
    /// The model that answered.
    package var model: String { String(decoding: layout.model, as: UTF8.self) }
    /// The answer.
    package var payload: RawSpan {
        @_lifetime(borrow self) get { _overrideLifetime(RawSpan(_unsafeBytes: payloadBytes), borrowing: self) }
    }
    /// The question's canonical form.
    package var canonical: RawSpan {
        @_lifetime(borrow self) get { _overrideLifetime(RawSpan(_unsafeBytes: layout.canonical), borrowing: self) }
    }
    /// The payload's length, without reading it.
    package var payloadCount: Int { layout.payloadCount }
    /// What it takes in the store, its blob included.
    package var size: Int64 { layout.size }
}

/// Where the fields of an entry's row are; reads nothing but the row's head.
struct EntryLayout {
    private let row: UnsafeRawBufferPointer
    private let names: Int
    private let canonicalEnd: Int

    /// Finds the fields; nil where they do not fit in the row. Whether the row is sound is not asked.
    init?(_ row: UnsafeRawBufferPointer) {
        guard row.count >= EntryView.fixedCount, row[0] == RecordKind.entry.rawValue, row[1] == RecordKind.version else { return nil }
        func number<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type) -> Int {
            Int(T(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: T.self)))
        }
        self.row = row
        names = EntryView.fixedCount + number(44, UInt16.self) + number(46, UInt16.self)
        canonicalEnd = names + number(40, UInt32.self)
        let payload = number(32, Int64.self)
        guard payload >= 0, canonicalEnd <= row.count else { return nil }
        guard blob != nil || row.count - payloadStart == payload else { return nil }
    }

    private func integer<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type = T.self) -> T {
        T(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    private var payloadStart: Int { (canonicalEnd + 15) & ~15 }

    /// Whether the row stands under its own key; rows of older builds do not tell.
    func isOf(_ id: EntryID) -> Bool { row[49] == 0 || row[49] == id.mark && integer(56) == id.echo }

    var created: Timestamp { Timestamp(microseconds: integer(16)) }
    var expires: Timestamp? {
        let value: Int64 = integer(24)
        return value == .max ? nil : Timestamp(microseconds: value)
    }
    var payloadCount: Int { Int(integer(32, Int64.self)) }
    var blob: Digest? { row[48] == 0 ? nil : Digest(high: integer(64), low: integer(72)) }
    var operation: Slice<UnsafeRawBufferPointer> { row[EntryView.fixedCount..<EntryView.fixedCount + Int(integer(44, UInt16.self))] }
    var model: Slice<UnsafeRawBufferPointer> { row[EntryView.fixedCount + Int(integer(44, UInt16.self))..<names] }
    var canonical: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: row[names..<canonicalEnd]) }
    var payload: UnsafeRawBufferPointer {
        blob == nil ? UnsafeRawBufferPointer(rebasing: row[payloadStart...]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }
    /// What the entry takes: its row, and its blob.
    var size: Int64 { Int64(row.count) + (blob == nil ? 0 : Int64(payloadCount)) }
}
