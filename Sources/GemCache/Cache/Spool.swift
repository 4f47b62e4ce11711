internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Bytes written once at upstream's pace and read by any number of readers at their own; memory up to a limit, then an unlinked file.
final class Spool: Sendable {
    private let state = Mutex(State())
    private let memoryLimit: Int
    private let sizeLimit: Int
    private let chunkSize = 64 << 10

    private struct State {
        var memory: [UInt8] = []
        var length = 0
        var file: Int32 = -1
        var end: Result<Void, GemError>?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Makes an empty spool that holds about `memoryLimit` bytes in memory, and `sizeLimit` in all.
    init(memoryLimit: Int = 1 << 20, sizeLimit: Int = 2 << 30) {
        self.memoryLimit = memoryLimit
        self.sizeLimit = sizeLimit
    }

    deinit {
        let file = state.withLock { $0.file }
        if file >= 0 { close(file) }
    }

    /// Adds bytes and wakes the readers; throws `store` where the disk takes no more, `upstream` where the answer has no end.
    func append(_ bytes: [UInt8]) throws(GemError) {
        let waiting = try state.withLock { state throws(GemError) in
            guard state.length + bytes.count <= sizeLimit else {
                throw GemError(
                    .upstream,
                    "The answer is larger than \(sizeLimit) bytes, which is more than is held for its readers; ask with Cache-Control: no-store."
                )
            }
            if state.file < 0, state.memory.count + bytes.count > memoryLimit { try Self.spill(&state) }
            if state.file < 0 { state.memory.append(contentsOf: bytes) } else { try Self.write(bytes, to: state.file, at: state.length) }
            state.length += bytes.count
            defer { state.waiting = [] }
            return state.waiting
        }
        for reader in waiting { reader.resume() }
    }

    /// Ends the spool, well or with an error that readers see after the bytes.
    func finish(_ end: Result<Void, GemError>) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = end }
            defer { state.waiting = [] }
            return state.waiting
        }
        for reader in waiting { reader.resume() }
    }

    /// A stream over all bytes from the beginning, for one reader.
    func stream() -> ByteStream {
        let cursor = Mutex(0)
        return ByteStream(next: { () throws(GemError) in
            let offset = cursor.withLock { $0 }
            let chunk = try await self.read(at: offset)
            cursor.withLock { $0 = offset + (chunk?.count ?? 0) }
            return chunk
        })
    }

    /// The same bytes in another framing, for one reader; ends with a `cut` where they do not come to the end of an answer.
    func stream(from shape: Route.Shape, to wanted: Route.Shape) -> ByteStream {
        let source = stream()
        let reframer = Mutex((reframer: Reframer(from: shape, to: wanted), isOver: false))
        return ByteStream(next: { () throws(GemError) in
            var iterator = source.makeAsyncIterator()
            while !reframer.withLock({ $0.isOver }) {
                let chunk = try await iterator.next()
                let piece = try reframer.withLock { state throws(GemError) -> [UInt8] in
                    if let chunk { return try state.reframer.feed(chunk) }
                    state.isOver = true
                    return try state.reframer.finish()
                }
                if !piece.isEmpty { return piece }
            }
            return nil
        })
    }

    // What waits and what takes are apart: a reader of a stream that stays open holds no more of the stack than waiting needs.
    private func read(at offset: Int) async throws(GemError) -> [UInt8]? {
        while !isReady(at: offset) { await waitForMore(than: offset) }
        return try taken(at: offset)
    }

    private func isReady(at offset: Int) -> Bool {
        Task.isCancelled || state.withLock { $0.length > offset || $0.end != nil }
    }

    @inline(never)
    private func taken(at offset: Int) throws(GemError) -> [UInt8]? {
        if Task.isCancelled { throw GemError(.cancelled, "Reading this answer was cancelled.") }
        return try state.withLock { state throws(GemError) in try take(&state, at: offset) }
    }

    private func waitForMore(than offset: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resume = state.withLock { state in
                    if state.length > offset || state.end != nil || Task.isCancelled { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if resume { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for reader in waiting { reader.resume() }
        }
    }

    /// The chunk at an offset; nil at the end.
    private func take(_ state: inout State, at offset: Int) throws(GemError) -> [UInt8]? {
        guard offset < state.length else {
            try state.end?.get()
            return nil
        }
        let count = min(state.length - offset, chunkSize)
        if state.file < 0 { return Array(state.memory[offset..<offset + count]) }
        var got = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat { got = pread(state.file, buffer.baseAddress, count, off_t(offset)) } while got < 0 && errno == EINTR
            got = max(0, got)
            initialized = got
        }
        guard got > 0 else { throw Self.failure("read") }
        return chunk
    }

    private static func spill(_ state: inout State) throws(GemError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/gemcache-spool-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw failure("make") }
        template.withUnsafeBufferPointer { if let path = $0.baseAddress { _ = unlink(path) } }
        try write(state.memory, to: file, at: 0)
        state.file = file
        state.memory = []
    }

    private static func write(_ bytes: [UInt8], to file: Int32, at offset: Int) throws(GemError) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { pwrite(file, $0 + done, bytes.count - done, off_t(offset + done)) } ?? -1
            }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else { throw failure("write") }
            done += wrote
        }
    }

    private static func failure(_ verb: String) -> GemError {
        let number = errno
        let text = String(cString: strerror(number))
        return GemError(
            .store, "Cannot \(verb) a spool file under TMPDIR: \(text). Free some space or set TMPDIR to another folder.",
            cause: LibraryFailure(library: "libc", code: number, text: text))
    }
}
