/// What a file holds, as far as it is known.
public struct MediaContent: Sendable, Hashable {
    /// How the content is known.
    public enum Identity: Sendable, Hashable {
        /// By its XXH3-128: equal to the same bytes sent inline.
        case digest(Digest)
        /// Only by its SHA-256 (32 bytes), as the Files API tells it.
        case sha256([UInt8])
    }

    /// The IANA media type.
    public var mimeType: String
    /// The length in bytes.
    public var length: Int64
    /// The content's hash.
    public var identity: Identity

    /// Describes a file's content.
    public init(mimeType: String, length: Int64, identity: Identity) {
        self.mimeType = mimeType
        self.length = length
        self.identity = identity
    }
}

/// Knows what uploaded files and cached contents hold, so that a key can name content where a request names an expiring URI.
public protocol MediaResolver: Sendable {
    /// The content behind a Files-API URI or name (`files/abc`, `https://…/v1beta/files/abc`), or behind an `Attachment.uri`; nil where unknown.
    func content(ofFile uri: String) -> MediaContent?
    /// The canonical form of the content behind `cachedContents/ID`; nil where unknown.
    func canonical(ofCachedContent name: String) -> [UInt8]?
}

/// Knows nothing: every Files-API URI stays unknown.
public struct NoResolver: MediaResolver {
    /// Makes the resolver.
    public init() {}
    public func content(ofFile uri: String) -> MediaContent? { nil }
    public func canonical(ofCachedContent name: String) -> [UInt8]? { nil }
}
