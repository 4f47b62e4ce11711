internal import GemCore

/// The content-addressed files beside a cassette: `NAME.blobs/HASH.bin`.
struct BlobFolder: Sendable {
    /// The folder that holds the cassette.
    let parent: String
    /// `NAME.blobs`.
    let name: String

    /// The folder of the cassette at `path`.
    init(cassette path: String) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        parent = slash.map { String(path[..<$0]) + "/" } ?? ""
        let file = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        name = (file.hasSuffix(".json") ? String(file.dropLast(5)) : file) + ".blobs"
    }

    /// What a cassette writes for a blob, relative to its own folder.
    func reference(to digest: Digest) -> String { "\(name)/\(digest).bin" }

    /// Where a blob is.
    func path(of digest: Digest) -> String { parent + reference(to: digest) }

    /// Reads the blob a cassette names and checks its hash; `place` is where in the cassette it is named.
    func read(_ reference: String, length: Int?, at place: String) throws(GemError) -> [UInt8] {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasSuffix(".blobs"), parts[1].hasSuffix(".bin"), let digest = Digest(parts[1].dropLast(4)) else {
            throw GemError(.badInput, "\(place): \"\(reference)\" is not a name like \(name)/HASH.bin.")
        }
        var path = parent + reference
        if FileStatus.length(of: path) == nil, FileStatus.length(of: self.path(of: digest)) != nil { path = self.path(of: digest) }
        guard let size = FileStatus.length(of: path) else {
            throw GemError(
                .badInput,
                "\(place): the file \(path) is missing. Restore it (it belongs under version control beside the cassette), or record again."
            )
        }
        let bytes = try FileSlice(path: path, length: size).read()
        guard Digest(of: bytes) == digest, length == nil || length == bytes.count else {
            throw GemError(
                .badInput,
                "\(place): \(path) has changed: its \(bytes.count) bytes do not hash to its name. Restore it (mark *.bin as binary in .gitattributes), or record again."
            )
        }
        return bytes
    }

    /// Writes blobs that are not there yet.
    func write(_ blobs: [Digest: [UInt8]]) throws(GemError) {
        for (digest, bytes) in blobs {
            let path = path(of: digest)
            if FileStatus.length(of: path) == Int64(bytes.count) { continue }
            try DurableFile.write(bytes, to: path)
        }
    }
}
