internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A temporary folder that holds uploaded bytes, made when first needed and removed with its last user.
final class SpoolFolder: Sendable {
    private struct State {
        var path: String?
        /// Holds the folder's lock while this process lives.
        var lock: Int32 = -1
        var next = 0
    }

    private let state = Mutex(State())

    /// Makes the folder's place in memory; the first in a process removes what killed processes have left.
    init() { _ = Self.hasSwept }

    private static let hasSwept: Bool = {
        StaleSpools.remove(in: parent)
        return true
    }()

    /// A new empty file's path.
    func newFile() throws(GemError) -> String {
        let made: Result<String, GemError> = state.withLock { state in
            if state.path == nil {
                guard let path = Self.make() else { return .failure(FileSlice.failure("make a temporary folder in", Self.parent)) }
                (state.path, state.lock) = (path, StaleSpools.lock(path))
            }
            state.next += 1
            return .success("\(state.path ?? "")/\(state.next)")
        }
        let path = try made.get()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSlice.failure("create", path) }
        close(descriptor)
        return path
    }

    /// A second name for a spooled file's bytes, which keeps them when the first is removed; costs no copy.
    func link(to path: String) throws(GemError) -> String {
        let copy = try newFile()
        unlink(copy)
        guard linkat(AT_FDCWD, path, AT_FDCWD, copy, 0) == 0 else { throw FileSlice.failure("link to", path) }
        return copy
    }

    /// Writes bytes at an offset.
    static func write(_ bytes: [UInt8], to path: String, at offset: Int64) throws(GemError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSlice.failure("open", path) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written, off_t(offset) + off_t(written))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileSlice.failure("write", path) }
            written += count
        }
    }

    /// Removes a file.
    static func remove(_ path: String) { unlink(path) }

    private static var parent: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// What every folder's name begins with.
    static let prefix = "gemmock."

    private static func make() -> String? {
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) != nil else { return nil }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        let (path, lock) = state.withLock { ($0.path, $0.lock) }
        guard let path else { return }
        StaleSpools.empty(path)
        if lock >= 0 { close(lock) }
    }
}
