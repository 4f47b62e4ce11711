package import GemCore

/// A file that was uploaded with one credential.
package struct FileRecord: Sendable, Hashable {
    /// Whose file it is: a file can be used only with the credential that uploaded it.
    package var scope: CredentialScope
    /// The content's XXH3-128.
    package var digest: Digest
    /// The IANA media type.
    package var mimeType: String
    /// The content's length in bytes.
    package var length: Int64
    /// What a request names it by.
    package var uri: String
    /// Its resource name, `files/ID`.
    package var name: String
    /// The content's SHA-256, 32 bytes; empty where unknown.
    package var sha256: [UInt8]
    /// When upstream forgets it; nil where unknown.
    package var expires: Timestamp?
    /// `PROCESSING`, `ACTIVE` or `FAILED`; `local` for a file that only this store has.
    package var state: String
    /// The whole `File` as upstream last told it, in JSON; empty where that was never seen.
    package var resource = ""
    /// When upstream last said that it is there; nil where unknown.
    package var checked: Timestamp?
    /// Whether the store keeps its bytes as a blob while its name is known, so that it can be uploaded again.
    package var isHeld = false

    /// The state of a file that was taken in while upstream could not be reached: its bytes are a blob.
    package static let local = "LOCAL"

    /// Whether only this store has it.
    package var isLocal: Bool { state == Self.local }

    /// Whether its row counts as one that names its blob.
    var namesBlob: Bool { isLocal || isHeld }

    /// Describes an uploaded file.
    package init(
        scope: CredentialScope, digest: Digest, mimeType: String, length: Int64, uri: String, name: String, sha256: [UInt8] = [],
        expires: Timestamp? = nil, state: String = "ACTIVE"
    ) {
        self.scope = scope
        self.digest = digest
        self.mimeType = mimeType
        self.length = length
        self.uri = uri
        self.name = name
        self.sha256 = sha256
        self.expires = expires
        self.state = state
    }
}

extension FileRecord {
    /// The row's key: a hash of scope, content and media type, all of which are compared when it is read.
    static func rowKey(_ scope: CredentialScope, _ digest: Digest, _ mimeType: String) -> DigestID {
        DigestID(Digest(of: digest.bytes + Array(scope.text.utf8) + [0] + Array(mimeType.utf8)))
    }

    /// The key of a local file's row: its name, since one content may have several.
    static func rowKey(local name: String) -> DigestID { DigestID(Digest(of: Array("local ".utf8) + Array(name.utf8))) }

    var rowKey: DigestID { isLocal ? Self.rowKey(local: name) : Self.rowKey(scope, digest, mimeType) }

    func row() -> [UInt8] {
        var writer = ByteWriter(.file)
        writer.put(scope.text)
        writer.put(digest)
        writer.put(mimeType)
        writer.put(length)
        writer.put(uri)
        writer.put(name)
        writer.put(sha256)
        writer.put(optional: expires) { $0.put($1) }
        writer.put(state)
        writer.put(resource)
        writer.put(optional: checked) { $0.put($1) }
        writer.put(isHeld)
        return writer.sealed()
    }

    init(_ reader: inout ByteReader) throws(Truncated) {
        scope = CredentialScope(try reader.string())
        digest = try reader.digest()
        mimeType = try reader.string()
        length = try reader.integer()
        uri = try reader.string()
        name = try reader.string()
        sha256 = try reader.bytes()
        expires = try reader.optional { (reader) throws(Truncated) in try reader.timestamp() }
        state = try reader.string()
        // Rows of older builds end here.
        guard let resource = try? reader.string() else { return }
        self.resource = resource
        checked = try reader.optional { (reader) throws(Truncated) in try reader.timestamp() }
        isHeld = try reader.flag()
    }
}
