internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A whole file mapped into memory for reading, until it is dropped.
struct MappedFile: ~Copyable {
    let bytes: UnsafeRawBufferPointer

    /// Maps a file of exactly this length; nil where there is none.
    init?(path: String, length: Int64) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, Int64(info.st_size) == length, length > 0,
            let start = mmap(nil, Int(length), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
        else { return nil }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(length))
    }

    /// Stands for "no file".
    init() { bytes = UnsafeRawBufferPointer(start: nil, count: 0) }

    /// The hash of the content, computed anew.
    var digest: Digest { Digest(of: RawSpan(_unsafeBytes: bytes)) }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}
