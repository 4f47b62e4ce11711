internal import GemCore
internal import Synchronization

/// What the files and cached contents that recorded requests name did hold, so that keys come out the same without them.
struct ResolverTable: Sendable {
    private(set) var files: [ExactText: MediaContent] = [:]
    private(set) var cachedContents: [ExactText: [UInt8]] = [:]

    /// One row.
    enum Entry: Sendable {
        case file(String, MediaContent)
        case cachedContent(String, [UInt8])
    }

    /// The rows in a stable order.
    var entries: [Entry] {
        files.sorted { $0.key < $1.key }.map { .file($0.key.text, $0.value) }
            + cachedContents.sorted { $0.key < $1.key }.map { .cachedContent($0.key.text, $0.value) }
    }

    mutating func add(_ entry: Entry) {
        switch entry {
        case .file(let uri, let content): files[ExactText(uri)] = content
        case .cachedContent(let name, let canonical): cachedContents[ExactText(name)] = canonical
        }
    }

    mutating func add(_ other: ResolverTable) {
        for entry in other.entries { add(entry) }
    }
}

extension MediaContent {
    var digest: Digest? {
        guard case .digest(let digest) = identity else { return nil }
        return digest
    }

    var sha256: [UInt8]? {
        guard case .sha256(let bytes) = identity else { return nil }
        return bytes
    }
}

/// Asks a request's own attachments, then the cassette's table and the resolver in the order told, and notes what was asked for.
final class TracingResolver: MediaResolver {
    private let attachments: [Attachment]
    private let table: ResolverTable
    private let resolver: any MediaResolver
    private let isTableFirst: Bool
    private let seen = Mutex(ResolverTable())

    init(_ attachments: [Attachment], table: ResolverTable, resolver: any MediaResolver, isTableFirst: Bool) {
        self.attachments = attachments
        self.table = table
        self.resolver = resolver
        self.isTableFirst = isTableFirst
    }

    /// What was asked for and known, attachments apart.
    var trace: ResolverTable { seen.withLock { $0 } }

    func content(ofFile uri: String) -> MediaContent? {
        if uri.hasPrefix(Attachment.scheme) {
            return attachments.first { $0.uri == uri }.map {
                MediaContent(mimeType: $0.mimeType, length: $0.length, identity: .digest($0.digest))
            } ?? resolver.content(ofFile: uri)
        }
        let stored = table.files[ExactText(uri)]
        let content = isTableFirst ? stored ?? resolver.content(ofFile: uri) : resolver.content(ofFile: uri) ?? stored
        if let content { seen.withLock { $0.add(.file(uri, content)) } }
        return content
    }

    func canonical(ofCachedContent name: String) -> [UInt8]? {
        let stored = table.cachedContents[ExactText(name)]
        let canonical =
            isTableFirst
            ? stored ?? resolver.canonical(ofCachedContent: name) : resolver.canonical(ofCachedContent: name) ?? stored
        if let canonical { seen.withLock { $0.add(.cachedContent(name, canonical)) } }
        return canonical
    }
}
