internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What an exchange sends, checked before anything is connected.
enum Upload: Sendable {
    /// Nothing.
    case nothing
    /// A body that goes out together with the head.
    case whole([UInt8])
    /// A larger body in memory.
    case bytes([UInt8])
    /// A range of an open file.
    case file(OpenFile, FileSlice, Watcher)
    /// Chunks as they come.
    case stream(ByteStream, length: Int64?)

    /// Who wants to know what is read of a file.
    struct Watcher: Sendable {
        var onProgress: (@Sendable (Progress) -> Void)?
        var onRead: (@Sendable (UnsafeRawBufferPointer, Int64) -> Void)?
    }

    /// Opens and checks what the body of `request` names; throws `badInput` where a file is missing or too short.
    init(_ request: Request) throws(GemError) {
        switch request.body {
        case .empty: self = .nothing
        case .bytes(let bytes): self = bytes.count <= 64 << 10 ? .whole(bytes) : .bytes(bytes)
        case .file(let slice): self = .file(try OpenFile(slice), slice, Watcher(onProgress: request.onProgress, onRead: request.onRead))
        case .stream(let stream, let length): self = .stream(stream, length: length)
        }
    }

    /// Whether libcurl asks for it piece by piece.
    var isRead: Bool {
        switch self {
        case .nothing, .whole: false
        case .bytes, .file, .stream: true
        }
    }

    /// The length, where it is known beforehand.
    var length: Int64? {
        switch self {
        case .nothing: 0
        case .whole(let bytes), .bytes(let bytes): Int64(bytes.count)
        case .file(_, let slice, _): slice.length
        case .stream(_, let length): length
        }
    }
}

/// A file held open for reading.
final class OpenFile: Sendable {
    private let descriptor: Int32

    /// Opens the file of `slice`; throws `badInput` where it is missing or shorter than the range.
    init(_ slice: FileSlice) throws(GemError) {
        descriptor = open(slice.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSlice.failure("open", slice.path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileSlice.failure("examine", slice.path) }
        let (end, overflows) = slice.offset.addingReportingOverflow(slice.length)
        guard slice.offset >= 0, slice.length >= 0, !overflows, end <= Int64(status.st_size) else {
            throw GemError(
                .badInput,
                "\(slice.path) holds \(status.st_size) bytes; bytes \(slice.offset) to \(end) were to be sent. Was it changed meanwhile?")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Reads up to the buffer's size from `offset`; 0 at the end of the file, below 0 for an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count < 0 && errno == EINTR { continue }
            return count
        }
    }
}
