extension Answer {
    /// The answer as bytes for the store: version, shape, whether it is verbatim, frame count, then each frame's delay, length and text.
    public var encoded: [UInt8] {
        var out: [UInt8] = [1, shape.rawValue, isVerbatim ? 1 : 0, 0]
        out.reserveCapacity(8 + frames.reduce(0) { $0 + 12 + $1.json.count })
        Self.append(UInt32(frames.count), to: &out)
        for frame in frames {
            Self.append(UInt64(bitPattern: frame.delay), to: &out)
            Self.append(UInt32(frame.json.count), to: &out)
            out.append(contentsOf: frame.json)
        }
        return out
    }

    /// Reads what `encoded` wrote; nil for anything else.
    public init?(encoded bytes: RawSpan) {
        guard bytes.byteCount >= 8, bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == 1,
            let shape = Route.Shape(rawValue: bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self))
        else { return nil }
        let count = UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self))
        var frames: [Frame] = []
        var offset = 8
        for _ in 0..<count {
            guard bytes.byteCount - offset >= 12 else { return nil }
            let delay = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let length = Int(UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)))
            offset += 12
            guard bytes.byteCount - offset >= length else { return nil }
            let json = bytes.extracting(offset..<offset + length).withUnsafeBytes { [UInt8]($0) }
            frames.append(Frame(json: json, delay: Int64(bitPattern: delay)))
            offset += length
        }
        let isVerbatim = bytes.unsafeLoad(fromByteOffset: 2, as: UInt8.self) == 1
        guard offset == bytes.byteCount, shape != .unary || frames.count == 1 || isVerbatim else { return nil }
        self.init(shape: shape, frames: frames, isVerbatim: isVerbatim)
    }

    private static func append<Value: FixedWidthInteger>(_ value: Value, to out: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
    }
}
