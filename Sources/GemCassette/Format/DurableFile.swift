internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Writes files so that a reader sees the old content or the new, never a part, whatever happens.
enum DurableFile {
    private static let serial = Counter()

    /// Writes beside, syncs, and renames over `path`; makes its folders.
    static func write(_ bytes: [UInt8], to path: String) throws(GemError) {
        let folder = folder(of: path)
        try makeFolder(folder)
        let draft = "\(path).\(getpid())-\(serial.next()).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", draft) }
        do throws(GemError) {
            try fill(descriptor, with: bytes, draft)
            guard rename(draft, path) == 0 else { throw failure("replace", path) }
        } catch {
            unlink(draft)
            throw error
        }
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            _ = fsync(directory)
            close(directory)
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], _ path: String) throws(GemError) {
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer -> Int in
                #if canImport(Darwin)
                Darwin.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                #elseif canImport(Musl)
                Musl.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                #else
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", path) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func makeFolder(_ path: String) throws(GemError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT else { throw failure("make the folder", path) }
        try makeFolder(folder(of: path))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> GemError {
        let number = errno
        let text = String(cString: strerror(number))
        return GemError(
            .store, "Cannot \(verb) \(path): \(text).", cause: LibraryFailure(library: "libc", code: number, text: text))
    }
}

/// What the file system tells about a path.
enum FileStatus {
    /// A file's length; nil where there is none.
    static func length(of path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_size)
    }
}
