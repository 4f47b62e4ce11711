package import GemCore

extension Snapshot {
    /// The live or expired upload of a content with one credential and media type; whether it still lives is for the caller to judge by `expires`.
    package func file(_ scope: CredentialScope, _ digest: Digest, mimeType: String) -> FileRecord? {
        let found = decode(tables.files, FileRecord.rowKey(scope, digest, mimeType), .file) { (reader) throws(Truncated) in
            try FileRecord(&reader)
        }
        guard let found, found.scope == scope, found.digest == digest, found.mimeType == mimeType else { return nil }
        return found
    }

    /// Whether there is any file that only this store has.
    package var hasLocalFiles: Bool { soundCounter(Transaction.localFiles) != 0 }

    /// Every file of one credential, local ones too, the one told last first; reads the whole table.
    package func files(of scope: CredentialScope) -> [FileRecord] {
        var found: [FileRecord] = []
        forEachRow(tables.files) { _, row in
            if let record = decode(row, .file, { (reader) throws(Truncated) in try FileRecord(&reader) }), record.scope == scope {
                found.append(record)
            }
            return true
        }
        return found.sorted { ($0.checked?.microseconds ?? 0, $0.name) > ($1.checked?.microseconds ?? 0, $1.name) }
    }

    /// The upload a Files-API URI or name refers to, while the store knows it.
    package func file(named uri: String) -> FileRecord? {
        guard let known = knownFile(uri), let id = known.file else { return nil }
        let found = decode(tables.files, id, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
        return found?.name == known.name || found?.uri == uri ? found : nil
    }

    /// The upload of the same content and type that has taken the place of the file of this name; nil where none has.
    func successor(ofFile name: String) -> FileRecord? {
        guard let known = knownFile(name), let id = known.file, case .digest(let digest) = known.content.identity else { return nil }
        let found = decode(tables.files, id, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
        guard let found, found.name != known.name, found.digest == digest, !found.isLocal else { return nil }
        return found
    }

    /// What a Files-API URI or name holds, also after the file has expired; nil where that was never known.
    package func content(ofFile uri: String) -> MediaContent? { content(ofFile: uri) { _ in true } }

    /// The same for who asks with a credential: a file is known to whose upload it is, and to who has looked at it. Who asks with none may use what is
    /// stored; where `scope` is nil, nobody knows who asks.
    package func content(ofFile uri: String, knownTo scope: CredentialScope?) -> MediaContent? {
        content(ofFile: uri) { known in
            known.scopes.isEmpty || scope == CredentialScope.none || scope.map { known.scopes.contains($0) } ?? false
        }
    }

    private func content(ofFile uri: String, _ mayKnow: (KnownFile) -> Bool) -> MediaContent? {
        if uri.hasPrefix(Attachment.scheme) { return Digest(uri.dropFirst(Attachment.scheme.count)).flatMap { media($0) } }
        guard let known = knownFile(uri), mayKnow(known) else { return nil }
        var content = known.content
        if case .sha256(let hash) = content.identity, let digest = digest(ofSHA256: hash) { content.identity = .digest(digest) }
        return content
    }

    /// The media type and length of a local content that was noted with `putMedia`.
    package func media(_ digest: Digest) -> MediaContent? {
        decode(tables.media, DigestID(digest), .media) { (reader) throws(Truncated) in
            MediaContent(mimeType: try reader.string(), length: try reader.integer(), identity: .digest(digest))
        }
    }

    /// The XXH3-128 of the content with this SHA-256, where both are known.
    package func digest(ofSHA256 hash: [UInt8]) -> Digest? {
        decode(tables.aliases, hash, .alias) { (reader) throws(Truncated) in try reader.digest() }
    }

    /// The canonical form of the content behind `cachedContents/ID`; nil where unknown.
    package func canonical(ofCachedContent name: String) -> [UInt8]? {
        decode(tables.cachedContents, name, .cachedContent) { (reader) throws(Truncated) in try reader.bytes() }
    }

    /// The addresses beside its name under which a file is known; reads the whole table.
    func otherNames(ofFile name: String) -> [String] {
        var found: [String] = []
        forEachRow(tables.fileNames) { key, row in
            let known = decode(row, .fileName) { (reader) throws(Truncated) in try KnownFile(&reader) }
            let text = String(decoding: key, as: UTF8.self)
            if known?.name == name, text != name { found.append(text) }
            return true
        }
        return found
    }

    func knownFile(_ uri: String) -> KnownFile? {
        decode(tables.fileNames, FileURI.name(uri) ?? uri, .fileName) { (reader) throws(Truncated) in try KnownFile(&reader) }
    }
}

/// What a file's name is known to stand for.
struct KnownFile {
    var name: String
    var content: MediaContent
    /// The key of the upload's row, where it was uploaded through this store.
    var file: DigestID?
    /// When the file ends; nil where an older build noted it.
    var expires: Timestamp?
    /// Whose it is known to be; empty where that is not known, and for everyone.
    var scopes: [CredentialScope] = []
    /// So many are remembered.
    static let mostScopes = 16

    func row() -> [UInt8] {
        var writer = ByteWriter(.fileName)
        writer.put(name)
        writer.put(content.mimeType)
        writer.put(content.length)
        switch content.identity {
        case .digest(let digest):
            writer.put(true)
            writer.put(digest)
        case .sha256(let hash):
            writer.put(false)
            writer.put(hash)
        }
        writer.put(optional: file) { $0.put($1.digest) }
        writer.put(optional: expires) { $0.put($1) }
        writer.put(UInt32(scopes.count))
        for scope in scopes { writer.put(scope.text) }
        return writer.sealed()
    }
}

extension KnownFile {
    init(_ reader: inout ByteReader) throws(Truncated) {
        name = try reader.string()
        let (mimeType, length): (String, Int64) = (try reader.string(), try reader.integer())
        let identity: MediaContent.Identity = try reader.flag() ? .digest(try reader.digest()) : .sha256(try reader.bytes())
        content = MediaContent(mimeType: mimeType, length: length, identity: identity)
        file = try reader.optional { (reader) throws(Truncated) in DigestID(try reader.digest()) }
        // Rows of older builds end here.
        guard let end = try? reader.optional({ (reader) throws(Truncated) in try reader.timestamp() }) else { return }
        expires = end
        guard let count = try? reader.integer(UInt32.self) else { return }
        for _ in 0..<min(count, UInt32(Self.mostScopes)) { scopes.append(CredentialScope(try reader.string())) }
    }
}
