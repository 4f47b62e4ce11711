internal import GemCore

/// Hands an upload to libcurl piece by piece; lives on the loop's thread.
struct UploadReader {
    /// What one request for bytes led to.
    enum Step {
        case bytes(Int)
        case end
        /// Nothing is there yet; whoever made the pipe is told when there is.
        case wait
        case failure(GemError)
    }

    private let upload: Upload
    private let pipe: UploadPipe?
    private var position: Int64 = 0
    private var reported: Int64 = 0

    /// Reads `upload`; `onData` is called, from any thread, when a stream that had nothing has something again.
    init(_ upload: Upload, onData: @escaping @Sendable () -> Void) {
        self.upload = upload
        if case .stream(let stream, _) = upload { pipe = UploadPipe(stream, onData: onData) } else { pipe = nil }
    }

    /// Fills `buffer` with what comes next.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        let step =
            switch upload {
            case .nothing: Step.end
            case .whole(let bytes), .bytes(let bytes): copy(bytes, into: buffer)
            case .file(let file, let slice, let watcher): read(file, slice, watcher, into: buffer)
            case .stream(_, let length): pipe.map { check($0.read(into: buffer), length) } ?? .end
            }
        if case .bytes(let count) = step { advance(count) }
        return step
    }

    /// Goes back to a position, to send again; false for a stream, which can be read once.
    mutating func seek(to offset: Int64) -> Bool {
        if case .stream = upload, offset != position { return false }
        guard offset >= 0, offset <= upload.length ?? position else { return false }
        position = offset
        reported = min(reported, offset)
        return true
    }

    /// Stops reading from a stream for good.
    func close() { pipe?.close() }

    private func copy(_ bytes: [UInt8], into buffer: UnsafeMutableRawBufferPointer) -> Step {
        let rest = bytes[Int(position)...].prefix(buffer.count)
        guard !rest.isEmpty else { return .end }
        buffer.copyBytes(from: rest)
        return .bytes(rest.count)
    }

    private func read(
        _ file: OpenFile, _ slice: FileSlice, _ watcher: Upload.Watcher, into buffer: UnsafeMutableRawBufferPointer
    ) -> Step {
        let rest = min(Int64(buffer.count), slice.length - position)
        guard rest > 0 else { return .end }
        let count = file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(rest)]), at: slice.offset + position)
        if count < 0 { return .failure(FileSlice.failure("read", slice.path)) }
        guard count > 0 else {
            return .failure(GemError(.badInput, "\(slice.path) became shorter while it was sent; send it again when it is complete."))
        }
        // While they are at hand.
        watcher.onRead?(UnsafeRawBufferPointer(rebasing: buffer[..<count]), slice.offset + position)
        return .bytes(count)
    }

    private func check(_ step: Step, _ length: Int64?) -> Step {
        guard let length else { return step }
        switch step {
        case .bytes(let count) where position + Int64(count) > length:
            return .failure(GemError(.badInput, "The body is longer than the \(length) bytes that were announced for it."))
        case .end where position < length:
            return .failure(GemError(.badInput, "The body ended after \(position) of the \(length) bytes that were announced for it."))
        default:
            return step
        }
    }

    private mutating func advance(_ count: Int) {
        position += Int64(count)
        guard case .file(_, let slice, let watcher) = upload, let onProgress = watcher.onProgress,
            position - reported >= 64 << 10 || position == slice.length
        else {
            return
        }
        reported = position
        let name = slice.path.split(separator: "/").last.map(String.init) ?? slice.path
        onProgress(.uploading(name: name, sent: position, total: slice.length))
    }
}
