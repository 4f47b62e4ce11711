import GemCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A text file that grows by whole lines, written from any thread; `-` is standard error.
final class LineFile: Sendable {
    private let descriptor: Int32
    /// Whether a line was lost, which is told once.
    private let hasFailed = Mutex(false)

    /// Opens a file for lines at its end, and makes it where there is none.
    init(_ name: String) throws(GemError) {
        guard name != "-" else {
            descriptor = STDERR_FILENO
            return
        }
        descriptor = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let cause = LibraryFailure(library: "libc", code: errno, text: String(cString: strerror(errno)))
            throw FileName.unwritable(name, "log", cause: cause)
        }
    }

    deinit {
        if descriptor != STDERR_FILENO { close(descriptor) }
    }

    /// Adds a line.
    func add(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        hasFailed.withLock { failed in
            var done = 0
            while done < bytes.count {
                let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else {
                    if !failed { Console.note("gemcache: cannot write the log: \(String(cString: strerror(errno)))") }
                    failed = true
                    return
                }
                done += count
            }
        }
    }
}
