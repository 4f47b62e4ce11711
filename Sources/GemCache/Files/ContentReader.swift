internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Reads a local file from front to end in pieces of bounded size.
struct ContentReader: ~Copyable {
    /// The file's path.
    let path: String
    /// The file's length when it was opened.
    let length: Int64
    private let descriptor: Int32
    /// The most that is read at a time: little enough to be still at hand when it is looked at.
    private static let pieceSize = 256 << 10

    /// Opens a regular file; throws `badInput` for a path that is missing, unreadable or no file.
    init(path: String) throws(GemError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            defer { close(descriptor) }
            throw FileSlice.failure("read", path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            close(descriptor)
            throw GemError(.badInput, "\(path) is a directory; name the files in it.", path: path)
        default:
            close(descriptor)
            throw GemError(.badInput, "\(path) is not a regular file; save its content to a file first.", path: path)
        }
        self.path = path
        self.descriptor = descriptor
        length = Int64(status.st_size)
    }

    /// Reads `range` in pieces that lie in one place, one after the other; throws `badInput` where the file has become shorter.
    func read(_ range: Range<Int64>, _ take: (UnsafeRawBufferPointer) -> Void) throws(GemError) {
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(min(Int64(Self.pieceSize), range.upperBound - range.lowerBound)), alignment: 64)
        defer { room.deallocate() }
        var position = range.lowerBound
        while position < range.upperBound {
            let wanted = Int(min(Int64(room.count), range.upperBound - position))
            let got = pread(descriptor, room.baseAddress, wanted, off_t(position))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw FileSlice.failure("read", path) }
            guard got > 0 else {
                throw GemError(.badInput, "\(path) became shorter while it was read; try again when it is complete.", path: path)
            }
            take(UnsafeRawBufferPointer(rebasing: room[..<got]))
            position += Int64(got)
        }
    }

    private static func failure(_ path: String) -> GemError {
        let number = errno
        let cause = LibraryFailure(library: "libc", code: number, text: String(cString: strerror(number)))
        switch number {
        case ENOENT: return GemError(.badInput, "There is no file \(path); check the path.", cause: cause, path: path)
        case EACCES: return GemError(.badInput, "\(path) may not be read; check its permissions.", cause: cause, path: path)
        default: return GemError(.badInput, "Cannot open \(path): \(cause.text).", cause: cause, path: path)
        }
    }

    deinit { close(descriptor) }
}
