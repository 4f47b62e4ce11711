import GemCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A session's file: JSON lines, of which each is added whole or not at all; one program at a time has it open.
final class SessionFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// Opens the file of a session, makes it where there is none, and reads what was said so far, which is told by `lines`.
    ///
    /// A last line that a crash left half written is dropped.
    static func open(_ path: String, name: String) throws(GemError) -> (file: SessionFile, lines: [JSON]) {
        let descriptor = openFile(path, O_RDWR | O_CREAT)
        guard descriptor >= 0 else { throw failure("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw GemError(.store, "The session \(name) is open in another window; leave it there first, or take another name.")
        }
        let file = SessionFile(path, descriptor)
        return (file, try file.read())
    }

    /// Reads a session without opening it for writing.
    static func peek(_ path: String) throws(GemError) -> [JSON] {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure("read", path) }
        defer { close(descriptor) }
        return try lines(of: descriptor, path).lines
    }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit { descriptor.withLock { _ = close($0) } }

    /// Adds lines at the end, all or none.
    func append(_ lines: [JSON]) throws(GemError) {
        try descriptor.withLock { (descriptor) throws(GemError) in
            let end = lseek(descriptor, 0, SEEK_END)
            guard writeAll(Self.bytes(lines), to: descriptor), fsync(descriptor) == 0 else {
                let error = Self.failure("write", path)
                ftruncate(descriptor, end)
                throw error
            }
        }
    }

    /// Puts other lines in the place of all: beside, synced, and renamed.
    func replace(_ lines: [JSON]) throws(GemError) {
        try descriptor.withLock { (descriptor) throws(GemError) in
            let draft = path + ".new"
            let new = openFile(draft, O_RDWR | O_CREAT | O_TRUNC)
            guard new >= 0, flock(new, LOCK_EX | LOCK_NB) == 0, writeAll(Self.bytes(lines), to: new), fsync(new) == 0,
                rename(draft, path) == 0
            else {
                let error = Self.failure("write", path)
                if new >= 0 { close(new) }
                unlink(draft)
                throw error
            }
            close(descriptor)
            descriptor = new
        }
    }

    private func read() throws(GemError) -> [JSON] {
        try descriptor.withLock { (descriptor) throws(GemError) in
            let (lines, length, endsLine) = try Self.lines(of: descriptor, path)
            if lseek(descriptor, 0, SEEK_END) > off_t(length) {
                Console.note("gemcache: the last line of \(path) was half written and is left out.")
                ftruncate(descriptor, off_t(length))
            }
            if !endsLine { _ = writeAll([0x0A], to: descriptor) }
            return lines
        }
    }

    /// The whole lines of a file, how many bytes they are, and whether the last one ends.
    private static func lines(of descriptor: Int32, _ path: String) throws(GemError) -> (lines: [JSON], length: Int, endsLine: Bool) {
        lseek(descriptor, 0, SEEK_SET)
        guard let bytes = StandardInput.bytes(of: descriptor) else { throw failure("read", path) }
        var length = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        // An editor may leave out the last end of line; what is no JSON there was half written, unless the file never was a session.
        let endsLine = length == bytes.count || (try? JSON(parsing: Array(bytes[length...]))) == nil
        if !endsLine { length = bytes.count }
        let header = Array(#"{"gemcacheChat":"#.utf8)
        guard length > 0 || bytes.starts(with: header) || header.starts(with: bytes) else {
            throw GemError(.badInput, "\(path) is no session this version of gemcache can read; take another session.")
        }
        var lines: [JSON] = []
        for (index, line) in bytes[..<length].split(separator: 0x0A).enumerated() {
            do { lines.append(try JSON(parsing: Array(line))) } catch {
                throw GemError(
                    .badInput, "Line \(index + 1) of the session \(path) is not JSON: \(error). Mend it, or take another session.")
            }
        }
        guard lines.isEmpty || lines[0]["gemcacheChat"]?.int == 1 else {
            throw GemError(.badInput, "\(path) is no session this version of gemcache can read; take another session.")
        }
        return (lines, length, endsLine)
    }

    private static func bytes(_ lines: [JSON]) -> [UInt8] { lines.flatMap { $0.bytes() + [0x0A] } }

    private static func failure(_ verb: String, _ path: String) -> GemError {
        let code = errno
        let cause = LibraryFailure(library: "libc", code: code, text: String(cString: strerror(code)))
        return GemError(.store, "Cannot \(verb) the session \(path); check --store, and who may write there.", cause: cause)
    }
}

// Beside the type, inside of which `open` is its own.
private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags | O_CLOEXEC, 0o600) }

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
        let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
    }
    return true
}
