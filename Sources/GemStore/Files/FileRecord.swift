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
    /// `PROCESSING`, `ACTIVE` or `FAILED`.
    package var state: String

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

    var rowKey: DigestID { Self.rowKey(scope, digest, mimeType) }

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
    }
}
