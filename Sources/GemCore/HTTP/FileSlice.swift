#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A range of a local file, opened only when it is read.
public struct FileSlice: Sendable, Hashable {
    /// The file's path.
    public var path: String
    /// The first byte's offset.
    public var offset: Int64
    /// How many bytes.
    public var length: Int64

    /// Names `length` bytes from `offset` of the file at `path`.
    public init(path: String, offset: Int64 = 0, length: Int64) {
        self.path = path
        self.offset = offset
        self.length = length
    }

    /// Reads the whole range; throws `badInput` where the file is missing or shorter.
    public func read() throws(GemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        defer { close(descriptor) }
        var filled = 0
        let count = Int(length)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { failed = true; break }
                filled += got
            }
            initialized = filled
        }
        guard !failed else {
            throw GemError(.badInput, "\(path) holds \(filled) bytes where \(count) were expected; it changed while it was read.")
        }
        return bytes
    }

    package static func failure(_ verb: String, _ path: String) -> GemError {
        let number = errno
        return GemError(
            .badInput, "Cannot \(verb) \(path): \(String(cString: strerror(number))).",
            cause: LibraryFailure(library: "libc", code: number, text: String(cString: strerror(number))))
    }
}
