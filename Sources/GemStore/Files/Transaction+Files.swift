package import GemCore

extension Transaction {
    /// Notes an upload, so that its content need not be uploaded again and its name keys as its content.
    ///
    /// The blob of a local or held file must be there (`Store.adopt`); it stays while the file lives.
    package mutating func putFile(_ record: FileRecord) throws(GemError) {
        try retain(blobOf: record)
        try put(tables.files, record.rowKey, record.row())
        let content = MediaContent(mimeType: record.mimeType, length: record.length, identity: .digest(record.digest))
        let known = KnownFile(
            name: record.name, content: content, file: record.rowKey, expires: record.expires ?? usualEnd, scopes: [record.scope])
        try putName(record.name, known)
        if !record.uri.isEmpty, FileURI.name(record.uri) != FileURI.name(record.name) { try putName(record.uri, known) }
        if record.sha256.count == 32 { try putAlias(sha256: record.sha256, record.digest) }
    }

    /// Notes what a file holds that others uploaded, and whose credential saw it, as `files.get` tells it; behind a base URL of one's own only the whole `uri` tells it from another service's.
    package mutating func putContent(ofFile name: String, uri: String = "", _ content: MediaContent, scope: CredentialScope? = nil)
        throws(GemError)
    {
        let known = KnownFile(name: name, content: content, file: nil, expires: usualEnd, scopes: scope.map { [$0] } ?? [])
        try putName(name, known)
        if !uri.isEmpty, FileURI.name(uri) == nil { try putName(uri, known) }
    }

    /// Notes that a file of this store's own is known to another credential too.
    package mutating func showFile(named name: String, to scope: CredentialScope) throws(GemError) {
        guard var known = snapshot.knownFile(name), !known.scopes.isEmpty, !known.scopes.contains(scope) else { return }
        known.scopes.append(scope)
        try putName(name, known)
    }

    /// Forgets an upload that upstream no longer has, so that the content is uploaded again; what its name stood for stays known.
    @discardableResult
    package mutating func forgetFile(_ scope: CredentialScope, _ digest: Digest, mimeType: String) throws(GemError) -> Bool {
        guard let record = snapshot.file(scope, digest, mimeType: mimeType) else {
            return try delete(tables.files, FileRecord.rowKey(scope, digest, mimeType))
        }
        try removeFile(record)
        return true
    }

    /// Forgets a file that was deleted upstream, and what its name stood for: the name may be given to another file.
    @discardableResult
    package mutating func forgetFile(named uri: String) throws(GemError) -> Bool {
        if let record = snapshot.file(named: uri) {
            try removeFile(record)
            try delete(tables.fileNames, FileURI.name(record.uri) ?? record.uri)
        }
        var isKnown = try delete(tables.fileNames, FileURI.name(uri) ?? uri)
        for other in snapshot.otherNames(ofFile: FileURI.name(uri) ?? uri) {
            isKnown = try delete(tables.fileNames, other) || isKnown
        }
        return isKnown
    }

    /// Notes that upstream does not have this file of a credential any more; tells whether its name stands for bytes that are held here.
    package mutating func loseFile(named name: String, of scope: CredentialScope) throws(GemError) -> Bool {
        if let successor = snapshot.successor(ofFile: name), successor.scope == scope { return try makeLocal(name, asHeldBy: successor) }
        guard let record = snapshot.file(named: name), record.scope == scope else { return false }
        // Another request may have noted it before.
        if record.isLocal { return true }
        if try makeLocal(record) { return true }
        try removeFile(record)
        return false
    }

    /// Has the name of an upload that upstream no longer has stand for its bytes here until its time is over, or for as long again where it is; false where they are not held.
    private mutating func makeLocal(_ record: FileRecord) throws(GemError) -> Bool {
        guard record.isHeld, core.blobs.holds(record.digest, length: record.length) else { return false }
        var local = record
        (local.state, local.isHeld, local.expires) = (FileRecord.local, false, end(after: record.expires))
        try putFile(local)
        try removeFile(record)
        return true
    }

    /// Has the name of a lost file stand for the bytes held of its successor, which stays what it is; false where none are.
    private mutating func makeLocal(_ name: String, asHeldBy successor: FileRecord) throws(GemError) -> Bool {
        guard successor.isHeld, let known = snapshot.knownFile(name), core.blobs.holds(successor.digest, length: successor.length)
        else { return false }
        var local = successor
        (local.name, local.state, local.isHeld, local.resource) = (known.name, FileRecord.local, false, "")
        local.uri = successor.uri.hasSuffix(successor.name) ? successor.uri.dropLast(successor.name.count) + known.name : known.name
        local.expires = end(after: known.expires ?? successor.expires)
        try putFile(local)
        return true
    }

    /// Removes an upload's row; its blob goes with the last row that names it.
    mutating func removeFile(_ record: FileRecord) throws(GemError) {
        guard try delete(tables.files, record.rowKey) else { return }
        if record.namesBlob { try release(record.digest, length: record.length) }
        if record.isLocal { try addNow(Self.localFiles, -1) }
    }

    /// Has a file's row name its blob, where it does, and no longer the one it named before.
    private mutating func retain(blobOf record: FileRecord) throws(GemError) {
        let before = snapshot.decode(tables.files, record.rowKey, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
        if record.isLocal, before == nil { try addNow(Self.localFiles, 1) }
        let named = before.flatMap { $0.namesBlob ? $0 : nil }
        if record.namesBlob, named?.digest != record.digest { try retain(record.digest, length: record.length) }
        if let named, !record.namesBlob || named.digest != record.digest { try release(named.digest, length: named.length) }
    }

    /// The counter of the local files.
    static var localFiles: String { ".localFiles" }

    /// When a file of which that is not told ends: the API keeps files for 48 hours.
    private var usualEnd: Timestamp { now.adding(seconds: 48 * 3600) }

    /// When a file ends that takes the place of one that ends, or ended, at `end`.
    private func end(after end: Timestamp?) -> Timestamp {
        guard let end, end > now else { return usualEnd }
        return end
    }

    /// Notes the media type and length of a local content, for `gemcache-blob:` URIs.
    package mutating func putMedia(_ digest: Digest, mimeType: String, length: Int64) throws(GemError) {
        var writer = ByteWriter(.media, capacity: 64)
        writer.put(mimeType)
        writer.put(length)
        try put(tables.media, DigestID(digest), writer.sealed())
    }

    /// Notes that a SHA-256 (32 bytes) and an XXH3-128 belong to one content.
    package mutating func putAlias(sha256: [UInt8], _ digest: Digest) throws(GemError) {
        guard sha256.count == 32 else { throw GemError(.badInput, "A SHA-256 has 32 bytes, not \(sha256.count).") }
        var writer = ByteWriter(.alias, capacity: 16)
        writer.put(digest)
        try put(tables.aliases, sha256, writer.sealed())
    }

    /// Notes the canonical form of the content behind `cachedContents/ID`.
    package mutating func putCachedContent(_ name: String, canonical: [UInt8]) throws(GemError) {
        var writer = ByteWriter(.cachedContent, capacity: canonical.count)
        writer.put(canonical)
        try put(tables.cachedContents, name, writer.sealed())
    }

    /// Forgets a cached content that was deleted or changed upstream.
    @discardableResult
    package mutating func forgetCachedContent(_ name: String) throws(GemError) -> Bool { try delete(tables.cachedContents, name) }

    private mutating func putName(_ name: String, _ known: KnownFile) throws(GemError) {
        var known = known
        // A file that several credentials have seen is known to each.
        if let before = snapshot.knownFile(name), before.name == known.name, before.content == known.content {
            let all =
                before.scopes.isEmpty || known.scopes.isEmpty ? [] : before.scopes.filter { !known.scopes.contains($0) } + known.scopes
            known.scopes = all.suffix(KnownFile.mostScopes)
        }
        try put(tables.fileNames, FileURI.name(name) ?? name, known.row())
    }
}
