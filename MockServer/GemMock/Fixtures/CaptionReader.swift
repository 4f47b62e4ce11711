internal import GemCore

/// Reads captions: `{"captions": {"cat.wav": "a cat purring", "SHA-256": "…"}}`, or the inner object alone.
struct CaptionReader {
    let source: String
    /// The folder whose files may be named; nil where none may.
    let folder: String?

    func captions(_ json: JSON) throws(GemError) -> Captions {
        guard let object = (json["captions"] ?? json).object else {
            throw wrong("captions must be an object of file names or SHA-256 hashes, each with its caption.")
        }
        var captions = Captions()
        for member in object.members {
            guard let caption = member.value.string else { throw wrong("the caption of \"\(member.name)\" must be a string.") }
            if member.name.utf8.count == 64, member.name.utf8.allSatisfy({ Hex.value($0) != nil }) {
                captions.add(caption, sha256: member.name.lowercased())
            } else {
                captions.add(caption, digest: try digest(member.name))
            }
        }
        return captions
    }

    private func digest(_ name: String) throws(GemError) -> Digest {
        guard let folder else { throw wrong("\"\(name)\" is no SHA-256; files can be named in the captions.json of a fixtures folder.") }
        let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        guard let stamp = FileStamp(path) else { throw wrong("there is no file \(path); captions are given by file name or SHA-256.") }
        var hasher = Digest.Hasher()
        var offset: Int64 = 0
        while offset < stamp.length {
            let piece = FileSlice(path: path, offset: offset, length: min(1 << 20, stamp.length - offset))
            hasher.update(try piece.read())
            offset += piece.length
        }
        return hasher.digest()
    }

    private func wrong(_ text: String) -> GemError { GemError(.badInput, "Captions \(source): \(text)") }
}
