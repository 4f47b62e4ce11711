/// What a request asks, in canonical form: two requests with equal canonical forms get the same answer.
public struct Question: Sendable {
    /// XXH3-128 of `canonical`.
    public let key: RequestKey
    /// The canonical form: key version, operation, model, namespace, sample, config and parts; compared on every hit.
    public let canonical: [UInt8]
    /// Where the request goes.
    public let route: Route
    /// What decides whether and how long an answer may be kept.
    public let traits: Traits

    package init(canonical: [UInt8], route: Route, traits: Traits) {
        #if DEBUG
        key = RequestKey(NarrowKeys.narrowed(Digest(of: canonical)))
        #else
        key = RequestKey(Digest(of: canonical))
        #endif
        self.canonical = canonical
        self.route = route
        self.traits = traits
    }

    /// Facts about a question that limit how its answer may be kept.
    public struct Traits: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The answer depends on the day: grounding, URL context, maps, file search, YouTube or web URIs.
        public static let timeDependent = Traits(rawValue: 1)
        /// It names a file or cached content whose bytes are unknown: not cached, not coalesced.
        public static let unknownMedia = Traits(rawValue: 2)
        /// The body carries a secret of the caller: never stored, recorded or queued.
        public static let secret = Traits(rawValue: 4)
        /// The form of the answer is one the cache does not serve (`fields`, `$callback`, `alt=media|proto`).
        public static let bypass = Traits(rawValue: 8)
    }
}
