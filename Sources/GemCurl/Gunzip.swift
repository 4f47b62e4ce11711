internal import CZlib
internal import GemCore

/// Reads gzip piece by piece, one member after another, and knows whether it came to its end: libcurl's own reading ends well wherever the bytes do.
struct Gunzip: ~Copyable {
    /// How a piece was read.
    enum Outcome: Sendable, Equatable {
        case read
        /// It is no gzip, or its checksum is wrong.
        case broken
    }

    private let state: UnsafeMutablePointer<z_stream>
    /// Whether the last member that began has ended.
    private(set) var isWhole = true
    /// How much is decoded at a time.
    private static let step = 64 << 10

    /// Starts; nil where there is no memory.
    init?() {
        guard let state = gem_gunzip_create() else { return nil }
        self.state = state
    }

    deinit { gem_gunzip_free(state) }

    /// Decodes bytes, and gives what they hold step by step.
    mutating func decode(_ bytes: UnsafeRawBufferPointer, _ body: ([UInt8]) -> Void) -> Outcome {
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return .read }
        state.pointee.next_in = UnsafeMutablePointer(mutating: base)
        state.pointee.avail_in = uInt(bytes.count)
        var isFull = false
        while state.pointee.avail_in > 0 || isFull {
            if isWhole {
                // A member that follows another.
                guard inflateReset(state) == Z_OK else { return .broken }
                isWhole = false
            }
            var code = Z_OK
            let out = [UInt8](unsafeUninitializedCapacity: Self.step) { buffer, filled in
                state.pointee.next_out = buffer.baseAddress
                state.pointee.avail_out = uInt(Self.step)
                code = inflate(state, Z_NO_FLUSH)
                filled = Self.step - Int(state.pointee.avail_out)
            }
            isFull = state.pointee.avail_out == 0 && code == Z_OK
            if !out.isEmpty { body(out) }
            switch code {
            case Z_STREAM_END: isWhole = true
            case Z_OK: break
            // No more can be done with what is there.
            case Z_BUF_ERROR: return .read
            default: return .broken
            }
        }
        return .read
    }
}
