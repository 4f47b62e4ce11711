/// How old an answer from the cache may be: what a request's `Cache-Control` says beyond its policy (RFC 9111 section 5.2.1, RFC 5861 section 4).
///
/// All in whole seconds; nil where nothing is said.
public struct AgeLimits: Sendable, Hashable {
    /// The answer may be no older; 0 asks for one that is fetched now.
    public var maxAge: Int?
    /// The answer must stay fresh for so long.
    public var minFresh: Int?
    /// An answer past its lifetime will do, by no more than this; `anyTime` for any.
    public var maxStale: Int?
    /// An answer past its lifetime, or older than asked for, will do where upstream fails; by no more than this.
    public var staleIfError: Int?

    /// What `max-stale` without a number means.
    public static let anyTime = Int.max

    /// Sets no limit.
    public init() {}

    /// Whether the caller insists on an answer that is young enough.
    public var insistsOnFreshness: Bool { maxAge != nil || minFresh != nil }
}
