package import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file of the store's own for bytes that come in pieces; it goes with the last reference.
///
/// Nothing is made before the first byte. While it lives its file is locked, so that `sweep` tells it from what a killed process left.
package final class UploadSpool: Sendable {
    /// Where the bytes are.
    package let path: String
    private let descriptor = Mutex<Int32>(-1)

    fileprivate init(folder: String) {
        path = "\(folder)/\(Hex.string(Digest(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)).bytes))"
    }

    deinit {
        let open = descriptor.withLock { $0 }
        guard open >= 0 else { return }
        unlink(path)
        close(open)
    }

    /// Writes bytes at an offset; throws `store` where the disk takes no more.
    package func write(_ bytes: [UInt8], at offset: Int64) throws(GemError) {
        guard !bytes.isEmpty else { return }
        let file = try opened()
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(file, buffer.baseAddress.map { $0 + written }, buffer.count - written, off_t(offset) + off_t(written))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .file("write a file", path) }
            written += count
        }
    }

    /// Reads up to `count` bytes from an offset; fewer where the file ends.
    package func read(at offset: Int64, count: Int) throws(GemError) -> [UInt8] {
        let file = try opened()
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            repeat { got = pread(file, buffer.baseAddress, count, off_t(offset)) } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        guard got >= 0 else { throw .file("read a file", path) }
        return bytes
    }

    /// Cuts the file to a length.
    package func truncate(to length: Int64) throws(GemError) {
        guard ftruncate(try opened(), off_t(length)) == 0 else { throw .file("shorten a file", path) }
    }

    /// Puts the bytes on disk under another name too; this name goes as ever.
    fileprivate func link(as name: String) throws(GemError) {
        let file = try opened()
        #if canImport(Darwin)
        let synced = fcntl(file, F_FULLFSYNC)
        #else
        let synced = fsync(file)
        #endif
        guard synced >= 0 else { throw .file("write a file", path) }
        guard linkat(AT_FDCWD, path, AT_FDCWD, name, 0) == 0 else { throw .file("name a file", name) }
    }

    private func opened() throws(GemError) -> Int32 {
        let result = descriptor.withLock { descriptor -> Result<Int32, GemError> in
            if descriptor >= 0 { return .success(descriptor) }
            let made = Self.make(path)
            if case .success(let file) = made { descriptor = file }
            return made
        }
        return try result.get()
    }

    private static func make(_ path: String) -> Result<Int32, GemError> {
        for _ in 0..<1000 {
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { return .failure(.file("make a file", path)) }
            var info = stat()
            // A sweep may have come between the two, and have removed it.
            if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &info) == 0, info.st_nlink > 0 { return .success(file) }
            close(file)
            sched_yield()
        }
        errno = EBUSY
        return .failure(.file("lock a file", path))
    }
}

extension Store {
    /// A new spool beside the blobs.
    package func newSpool() throws(GemError) -> UploadSpool {
        try requireWriting()
        let folder = UploadSpool.folder(of: path)
        try BlobFolder.makeFolder(folder)
        return UploadSpool(folder: folder)
    }

    /// Keeps a spool's bytes, whose hash and length the caller knows, as a blob; costs no copy. They are on disk when this returns.
    package func adopt(_ spool: UploadSpool, digest: Digest, length: Int64) throws(GemError) {
        try requireWriting()
        let blobs = core.blobs
        if blobs.holds(digest, length: length), NewFile.setTime(blobs.path(of: digest), core.time.now) { return }
        let new = "\(blobs.path)/.new-\(UploadSpool.name(of: spool.path))"
        try spool.link(as: new)
        _ = NewFile.setTime(new, core.time.now)
        guard rename(new, blobs.path(of: digest)) == 0 else {
            let failure = GemError.file("name a file", blobs.path(of: digest))
            unlink(new)
            throw failure
        }
        try BlobFolder.syncFolder(blobs.path)
    }
}

extension Store {
    /// Where a content's blob is, if there is one.
    package func blobPath(of digest: Digest) -> String { core.blobs.path(of: digest) }
}

extension UploadSpool {
    /// The folder of a store's spools.
    static func folder(of store: String) -> String { store + "/uploads" }

    fileprivate static func name(of path: String) -> Substring {
        path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    }

    /// Removes what killed processes have left in a store.
    static func sweep(_ store: String) {
        let path = folder(of: store)
        guard let folder = opendir(path) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard !name.hasPrefix(".") else { continue }
            let file = open("\(path)/\(name)", O_RDWR | O_CLOEXEC)
            guard file >= 0 else { continue }
            if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink("\(path)/\(name)") }
            close(file)
        }
    }
}
