internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file being written under a temporary name; removed again unless it is finished.
struct NewFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private let fault: StoreFault?

    init(path: String, _ fault: StoreFault? = nil) throws(GemError) {
        let code = fault?(.makeFile) ?? 0
        self.path = path
        self.fault = fault
        descriptor = code != 0 ? -1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .store(code != 0 ? code : errno, "make a file", at: path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(path)  // Finished files have another name by now.
    }

    /// Appends bytes.
    borrowing func write(_ bytes: [UInt8]) throws(GemError) {
        if let failure = bytes.withUnsafeBytes({ all in append(all) }) { throw failure }
    }

    /// Appends bytes.
    borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(GemError) {
        if let failure = append(bytes) { throw failure }
    }

    /// Appends bytes; answers why that was impossible.
    private borrowing func append(_ bytes: UnsafeRawBufferPointer) -> GemError? {
        if let code = fault?(.writeFile), code != 0 { return .store(code, "write a file", at: path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Glibc)
            let count = Glibc.write(descriptor, chunk.baseAddress, chunk.count)
            #elseif canImport(Musl)
            let count = Musl.write(descriptor, chunk.baseAddress, chunk.count)
            #else
            let count = Darwin.write(descriptor, chunk.baseAddress, chunk.count)
            #endif
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return .file("write a file", path) }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Appends all that can be read from a descriptor; answers what that was.
    borrowing func write(contentOf input: Int32, _ name: String) throws(GemError) -> (digest: Digest, length: Int64) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var hasher = Digest.Hasher()
        var length = Int64(0)
        while true {
            let count = read(input, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileSlice.failure("read", name) }
            if count == 0 { return (hasher.digest(), length) }
            let chunk = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hasher.update(RawSpan(_unsafeBytes: chunk))
            if let failure = append(chunk) { throw failure }
            length += Int64(count)
        }
    }

    /// Puts the bytes on disk, then gives the file its name; the folder is not synced yet.
    borrowing func finish(as name: String, at time: Timestamp) throws(GemError) {
        _ = Self.setTime(path, time)
        if let code = fault?(.syncFile), code != 0 { throw .store(code, "write a file", at: path) }
        #if canImport(Darwin)
        let synced = fcntl(descriptor, F_FULLFSYNC)
        #else
        let synced = fsync(descriptor)
        #endif
        guard synced >= 0 else { throw .file("write a file", path) }
        if let code = fault?(.nameFile), code != 0 { throw .store(code, "name a file", at: name) }
        guard rename(path, name) == 0 else { throw .file("name a file", name) }
    }

    /// Sets a file's modification time; false where that is impossible.
    static func setTime(_ path: String, _ time: Timestamp) -> Bool {
        let seconds = time.microseconds / 1_000_000
        let stamp = timespec(tv_sec: Int(seconds), tv_nsec: Int(time.microseconds - seconds * 1_000_000) * 1000)
        return utimensat(AT_FDCWD, path, [stamp, stamp], 0) == 0
    }
}
