/// Base64 of both alphabets, decoded and hashed in one pass without keeping the bytes.
enum Base64 {
    /// The length and hash of what a text holds; nil where it is no base64: other characters, wrong padding, stray bits at its end.
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> (count: Int, digest: Digest)? {
        var count = text.count
        while count > 0, text[count - 1] == UInt8(ascii: "="), text.count - count < 2 { count -= 1 }
        let padding = text.count - count
        guard count % 4 != 1, padding == 0 || (count + padding) % 4 == 0 else { return nil }
        let body = UnsafeBufferPointer(rebasing: text[..<count])
        let size = count / 4 * 3 + max(count % 4 - 1, 0)
        let capacity = min(size + 3, chunk / 4 * 3 + 3)
        return withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 16) { buffer in
            var position = 0
            if count <= chunk {
                guard let filled = decode(body, from: &position, upTo: count, into: buffer) else { return nil }
                return (filled, Digest(of: UnsafeRawBufferPointer(rebasing: buffer[..<filled]).bytes))
            }
            var hasher = Digest.Hasher()
            while position < count {
                guard let filled = decode(body, from: &position, upTo: min(position + chunk, count), into: buffer) else { return nil }
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<filled]).bytes)
            }
            return (size, hasher.digest())
        }
    }

    /// Characters decoded at a time: what fits the first-level cache.
    private static let chunk = 16_384

    /// Each character's six bits at its four places in a group; the top byte is set where it is none.
    private static let table: [UInt32] = {
        var table = [UInt32](repeating: 0xFF00_0000, count: 1024)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() {
            for place in 0..<4 { table[place * 256 + Int(byte)] = UInt32(value) << UInt32(18 - 6 * place) }
        }
        for place in 0..<4 {
            table[place * 256 + Int(UInt8(ascii: "-"))] = 62 << UInt32(18 - 6 * place)
            table[place * 256 + Int(UInt8(ascii: "_"))] = 63 << UInt32(18 - 6 * place)
        }
        return table
    }()

    /// Decodes characters up to `end`, the last group perhaps short; gives the number of bytes, nil where a character is none.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>, from position: inout Int, upTo end: Int, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        table.withUnsafeBufferPointer { table in
            var filled = 0
            var wrong: UInt32 = 0
            var place = position
            while place + 4 <= end {
                let group =
                    table[Int(text[place])] | table[256 + Int(text[place + 1])] | table[512 + Int(text[place + 2])]
                    | table[768 + Int(text[place + 3])]
                wrong |= group
                buffer.storeBytes(of: (group << 8).bigEndian, toByteOffset: filled, as: UInt32.self)
                place += 4
                filled += 3
            }
            if place < end {
                var group = table[Int(text[place])]
                if place + 1 < end { group |= table[256 + Int(text[place + 1])] }
                if place + 2 < end { group |= table[512 + Int(text[place + 2])] }
                let bytes = end - place - 1
                let stray = group & (UInt32(0xFF_FFFF) >> UInt32(8 * bytes))
                guard stray == 0 else { return nil }
                wrong |= group
                for byte in 0..<bytes { buffer[filled + byte] = UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * byte)) }
                filled += bytes
            }
            position = end
            return wrong & 0xFF00_0000 == 0 ? filled : nil
        }
    }
}
