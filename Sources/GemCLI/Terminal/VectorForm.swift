import ArgumentParser

/// How vectors are written.
enum VectorForm: String, ExpressibleByArgument, CaseIterable {
    case text, f32, npy

    /// The vectors in this form, one after the other.
    func bytes(_ vectors: [[Float]]) -> [UInt8] {
        switch self {
        case .text: return vectors.flatMap { Array(($0.map { "\($0)" }.joined(separator: " ") + "\n").utf8) }
        case .f32: return values(vectors)
        case .npy: return head(rows: vectors.count, columns: vectors.first?.count ?? 0) + values(vectors)
        }
    }

    private func values(_ vectors: [[Float]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(vectors.reduce(0) { $0 + $1.count * 4 })
        for value in vectors.joined() { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// The head of a matrix of float32 in version 1.0 of NumPy's format, padded so that the values begin at a multiple of 64.
    private func head(rows: Int, columns: Int) -> [UInt8] {
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        text += String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64) + "\n"
        let count = text.utf8.count
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF)] + Array(text.utf8)
    }
}
