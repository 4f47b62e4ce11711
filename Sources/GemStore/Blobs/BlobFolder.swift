internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The folder of large contents beside the environment, each in a file named by its XXH3-128.
///
/// A file is whole and on disk before its name exists, and its name exists before any row that refers to it commits.
struct BlobFolder: Sendable {
    let path: String
    let time: any TimeSource
    let fault: StoreFault?
    private static let serial = Counter()

    init(path: String, time: any TimeSource, fault: StoreFault? = nil) {
        self.path = path
        self.time = time
        self.fault = fault
    }

    /// The path of a content's file.
    func path(of digest: Digest) -> String { path + "/" + digest.description }

    /// Whether a content of this length is there.
    func holds(_ digest: Digest, length: Int64) -> Bool {
        var info = stat()
        return stat(path(of: digest), &info) == 0 && Int64(info.st_size) == length
    }

    /// Keeps bytes; they are on disk when this returns.
    func keep(_ bytes: [UInt8]) throws(GemError) -> Digest {
        let digest = Digest(of: bytes)
        if renew(digest, length: Int64(bytes.count)) { return digest }
        let file = try newFile()
        try file.write(bytes)
        try finish(file, digest)
        return digest
    }

    /// Keeps a copy of a file, which must have this content; the copy is on disk when this returns.
    func keep(fileAt source: String, digest: Digest, length: Int64) throws(GemError) {
        if renew(digest, length: length) { return }
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw FileSlice.failure("open", source) }
        defer { close(input) }
        let file = try newFile()
        let found = try file.write(contentOf: input, source)
        guard found.digest == digest, found.length == length else {
            throw GemError(.badInput, "\(source) has changed since it was hashed; attach it again.")
        }
        try finish(file, digest)
    }

    /// A file for a content whose hash is known only once it is written; `finish` names it.
    func newFile() throws(GemError) -> NewFile {
        try NewFile(path: path + "/.new-\(getpid())-\(Self.serial.next())", fault)
    }

    /// Gives a written file the name of its content; it is on disk when this returns.
    func finish(_ file: borrowing NewFile, _ digest: Digest) throws(GemError) {
        try file.finish(as: path(of: digest), at: time.now)
        if let code = fault?(.syncFolder), code != 0 { throw .store(code, "write the folder", at: path) }
        try Self.syncFolder(path)
    }

    /// Maps a content into memory; nil where it is missing or not what its name says.
    func map(_ digest: Digest, length: Int64) -> MappedFile? {
        guard let mapped = MappedFile(path: path(of: digest), length: length) else { return nil }
        guard mapped.digest == digest else { return nil }
        return mapped
    }

    /// Whether a content is there and what its name says; reads all of it.
    func isWhole(_ digest: Digest, length: Int64) -> Bool {
        length == 0 ? holds(digest, length: 0) && digest == Digest(of: []) : map(digest, length: length) != nil
    }

    /// Removes a content's file.
    func remove(_ digest: Digest) { unlink(path(of: digest)) }

    /// Every file of the folder: its name, length and the time it was last kept.
    func files() -> [(name: String, length: Int64, kept: Timestamp)] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [(name: String, length: Int64, kept: Timestamp)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            var info = stat()
            guard name != ".", name != "..", stat(path + "/" + name, &info) == 0 else { continue }
            #if canImport(Darwin)
            let modified = info.st_mtimespec
            #else
            let modified = info.st_mtim
            #endif
            let kept = Timestamp(microseconds: Int64(modified.tv_sec) * 1_000_000 + Int64(modified.tv_nsec) / 1000)
            found.append((name, Int64(info.st_size), kept))
        }
        return found
    }

    /// Removes a file by the name `files` gave.
    func remove(named name: String) { unlink(path + "/" + name) }

    /// Whether the content is there already, and whole; if so, its time is set anew, so that a sweep for strays spares it.
    private func renew(_ digest: Digest, length: Int64) -> Bool {
        isWhole(digest, length: length) && NewFile.setTime(path(of: digest), time.now)
    }

    /// Makes a folder that only its owner may enter, and the folders above it.
    static func makeFolder(_ path: String) throws(GemError) {
        if mkdir(path, 0o700) == 0 { return }
        if errno == EEXIST || errno == EISDIR {
            var info = stat()
            guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { throw .store(ENOTDIR, "make a folder", at: path) }
            return
        }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        }
        throw .file("make a folder", path)
    }

    /// What a file takes on disk.
    static func diskBytes(_ path: String) -> Int64 {
        var info = stat()
        return stat(path, &info) == 0 ? Int64(info.st_blocks) * 512 : 0
    }

    /// Lets only the owner read and write a file.
    static func protect(_ path: String) throws(GemError) {
        guard chmod(path, 0o600) == 0 else { throw .file("protect the file", path) }
    }

    /// Puts a file's bytes on disk.
    static func syncFile(_ path: String, _ fault: StoreFault? = nil) throws(GemError) {
        if let code = fault?(.syncFile), code != 0 { throw .store(code, "write a file", at: path) }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .file("open a file", path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .file("write a file", path) }
    }

    /// Makes a folder's names durable.
    static func syncFolder(_ path: String) throws(GemError) {
        let folder = open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw .file("open the folder", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .file("write the folder", path) }
    }
}
