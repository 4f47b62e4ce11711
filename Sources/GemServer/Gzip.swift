internal import CZlib

/// Writes gzip piece by piece; holds some 70 KB while it does.
struct Gzip: ~Copyable {
    private let state: UnsafeMutablePointer<z_stream>

    /// Starts; nil where there is no memory.
    init?() {
        guard let state = gem_gzip_create() else { return nil }
        self.state = state
    }

    deinit { gem_gzip_free(state) }

    /// Encodes bytes so that their reader has them all; after the last ones, with the trailer.
    mutating func encode(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var out: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(1 << 30)
            rest = rest.dropFirst(part.count)
            deflate(part, rest.isEmpty ? (isLast ? Z_FINISH : Z_SYNC_FLUSH) : Z_NO_FLUSH, into: &out)
        } while !rest.isEmpty
        return out
    }

    private func deflate(_ bytes: ArraySlice<UInt8>, _ flush: Int32, into out: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { input in
            state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            state.pointee.avail_in = uInt(input.count)
            repeat {
                let room = Int(deflateBound(state, uLong(state.pointee.avail_in))) + 64
                out += [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                    state.pointee.next_out = buffer.baseAddress
                    state.pointee.avail_out = uInt(room)
                    _ = CZlib.deflate(state, flush)
                    filled = room - Int(state.pointee.avail_out)
                }
            } while state.pointee.avail_out == 0
        }
    }
}
