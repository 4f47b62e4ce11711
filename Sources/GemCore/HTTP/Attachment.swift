/// Local media a request refers to without holding its bytes.
///
/// The body names it as a `fileData.fileUri` of `uri`. Keys, queue rows and cassettes see its content (MIME type, length, hash); only the upload layer swaps in a real URI.
public struct Attachment: Sendable, Hashable {
    /// The IANA media type, such as `video/mp4`.
    public var mimeType: String
    /// The content's length in bytes.
    public var length: Int64
    /// The content's XXH3-128.
    public var digest: Digest
    /// Where the bytes are on this machine.
    public var path: String
    /// The name shown in the file list upstream; may be empty.
    public var displayName: String

    /// Describes the file at `path`, whose content the caller has hashed.
    public init(mimeType: String, length: Int64, digest: Digest, path: String, displayName: String = "") {
        self.mimeType = mimeType
        self.length = length
        self.digest = digest
        self.path = path
        self.displayName = displayName
    }

    /// The scheme of the URIs that stand for local media inside a request body.
    public static let scheme = "gemcache-blob:"

    /// What stands in the request body's `fileUri` for this content.
    public var uri: String { Self.scheme + digest.description }
}
