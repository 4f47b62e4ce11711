extension Body {
    /// The body a piece at a time, whatever holds it; a stream can be read once.
    package var pieces: ByteStream {
        switch self {
        case .empty: return ByteStream(chunks: [])
        case .bytes(let bytes): return ByteStream(chunks: [bytes])
        case .stream(let stream, _): return stream
        case .file(let slice):
            let position = Counter()
            let step: Int64 = 1 << 20
            return ByteStream(next: { () throws(GemError) in
                let offset = Int64(position.next()) * step
                guard offset < slice.length else { return nil }
                return try FileSlice(path: slice.path, offset: slice.offset + offset, length: min(step, slice.length - offset)).read()
            })
        }
    }
}
