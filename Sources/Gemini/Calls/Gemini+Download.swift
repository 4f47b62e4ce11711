internal import GemCache
public import GemCore
internal import HTTPTypes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Gemini {
    /// The bytes of a file that upstream made, such as a batch's answers, as they come; throws upstream's refusal for a file that was uploaded.
    public func download(_ name: String) async throws(GemError) -> Body {
        try needsDeveloperAPI("Downloading files")
        var request = Request.get(try filePath(name) + ":download?alt=media")
        request.credential = credential
        request.options.cache = .bypass
        let response = try await transport.send(request)
        // libcurl follows by itself; a transport without sockets leaves it to us.
        if (300..<400).contains(response.head.status.code), let path = response.head.headerFields[.location].flatMap(Self.path) {
            request.head.path = path
            return try await answer(request, to: "download \(name)").body
        }
        guard response.head.status.kind == .successful else { throw await .answered(response, to: "download \(name)") }
        return response.body
    }

    /// Writes the bytes of a file that upstream made to a local file, which is there only when all of them are; gives their number.
    ///
    /// `onProgress` is told how many have come. Throws `store` where the file cannot be written; whatever stood under its name is replaced.
    public func download(
        _ name: String, to path: String, onProgress: (@Sendable (Int64) -> Void)? = nil
    ) async throws(GemError) -> Int64 {
        let body = try await download(name)
        let file = try PartialFile(path)
        for try await piece in body.pieces {
            try file.write(piece)
            onProgress?(file.length)
        }
        if let length = body.length, length != file.length {
            throw GemError(.cut, "\(name) ended after \(file.length) of \(length) bytes; download it again.")
        }
        try file.finish()
        return file.length
    }

    /// The path of a URL, without the key that upstream repeats in it.
    private static func path(_ url: String) -> String? {
        guard let target = url.firstRange(of: "://") else { return url.hasPrefix("/") ? url : nil }
        guard let slash = url[target.upperBound...].firstIndex(of: "/") else { return nil }
        var request = Request.get(String(url[slash...]))
        request.liftCredential()
        return request.path
    }
}

/// A file that gets its name when it is whole, and leaves nothing behind otherwise.
private final class PartialFile {
    private(set) var length: Int64 = 0
    private let path: String
    private let partial: String
    private let descriptor: Int32
    private var isFinished = false

    init(_ path: String) throws(GemError) {
        self.path = path
        partial = "\(path).\(UInt32.random(in: 0 ... .max)).part"
        descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    func write(_ bytes: [UInt8]) throws(GemError) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else { throw Self.failure(path) }
            done += wrote
        }
        length += Int64(bytes.count)
    }

    func finish() throws(GemError) {
        guard rename(partial, path) == 0 else { throw Self.failure(path) }
        isFinished = true
    }

    private static func failure(_ path: String) -> GemError {
        let (code, text) = (errno, String(cString: strerror(errno)))
        return GemError(.store, "Cannot write \(path): \(text).", cause: LibraryFailure(library: "libc", code: code, text: text))
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(partial) }
    }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    Glibc.write(descriptor, base, count)
    #elseif canImport(Musl)
    Musl.write(descriptor, base, count)
    #else
    Darwin.write(descriptor, base, count)
    #endif
}
