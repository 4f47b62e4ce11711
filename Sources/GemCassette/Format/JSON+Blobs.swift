internal import GemCore

/// Moves long base64 strings of a body into files, so that the cassette stays readable, and back.
///
/// Such a string stands as `{"$blob": "NAME.blobs/HASH.bin", "length": …}`; a member of the caller's own that has that name gets one more `$`.
extension JSON {
    /// Strings shorter than this stay where they are.
    static let smallestBlob = 8 << 10

    /// The value with blobs moved out; `keep` takes the bytes and gives the name to write.
    func movingBlobs(_ keep: (Digest, [UInt8]) -> String) -> JSON {
        switch self {
        case .string(let text) where text.utf8.count > Self.smallestBlob:
            guard let (bytes, spelling) = Base64.decode(text) else { return self }
            return .members([
                "$blob": .string(keep(Digest(of: bytes), bytes)), "length": .int(bytes.count),
                "spelling": spelling == Base64() ? nil : .string(spelling.name),
            ])
        case .array(let elements): return .array(elements.map { $0.movingBlobs(keep) })
        case .object(let object):
            return .object(
                Object(
                    object.members.map { member in
                        let name = Self.isBlobName(member.name) ? "$" + member.name : member.name
                        return Object.Member(name, member.value.movingBlobs(keep))
                    }))
        default: return self
        }
    }

    /// The value with blobs put back; `read` gives the bytes behind a name and length, `place` is where this value stands.
    func restoringBlobs(
        at place: String, _ read: (String, Int?, String) throws(GemError) -> [UInt8]
    ) throws(GemError) -> JSON {
        switch self {
        case .array(let elements):
            var restored: [JSON] = []
            restored.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                restored.append(try element.restoringBlobs(at: "\(place)[\(index)]", read))
            }
            return .array(restored)
        case .object(let object):
            if let name = object["$blob"] {
                let spelling = object["spelling"].map { $0.string.flatMap { Base64(name: $0) } } ?? Base64()
                guard let name = name.string, let spelling else {
                    throw GemError(.badInput, "\(place): \"$blob\" wants a file's name, \"spelling\" one of base64, base64url.")
                }
                return .string(spelling.encode(try read(name, object["length"]?.int, place)))
            }
            var members: [Object.Member] = []
            members.reserveCapacity(object.members.count)
            for member in object.members {
                let name = Self.isBlobName(member.name) ? String(member.name.dropFirst()) : member.name
                members.append(.init(name, try member.value.restoringBlobs(at: "\(place).\(member.name)", read)))
            }
            return .object(Object(members))
        default: return self
        }
    }

    private static func isBlobName(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "$") && name.drop { $0 == "$" } == "blob"
    }
}
