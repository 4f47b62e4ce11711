internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file held open while it is sent, so that an answer survives the file's removal.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file for reading.
    init(_ path: String) throws(GemError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw GemError(.store, "An answer's file could not be opened.") }
    }

    /// Reads up to `count` bytes from `offset`; throws where there are none left.
    func read(at offset: Int64, _ count: Int) throws(GemError) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var got = 0
            repeat { got = pread(descriptor, buffer.baseAddress, count, off_t(offset)) } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        guard !bytes.isEmpty || count == 0 else { throw GemError(.store, "An answer's file is shorter than it was.") }
        return bytes
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
