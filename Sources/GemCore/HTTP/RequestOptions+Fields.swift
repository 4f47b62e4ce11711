public import HTTPTypes

extension RequestOptions {
    /// Reads the options a request's header fields set: `x-gemcache-sample`, `-namespace`, `-pace` and `-reduce`, `Cache-Control` and `Prefer: respond-async`.
    ///
    /// For doors and for a hit source; throws `badInput` where a value is not what it must be.
    public init(fields: HTTPFields) throws(GemError) {
        self.init()
        if let value = fields[.gemcacheSample] {
            guard let number = UInt32(value) else {
                throw GemError(.badInput, "x-gemcache-sample is \"\(value)\"; it must be a whole number from 0.")
            }
            sample = number
        }
        if let value = fields[.gemcacheNamespace] { namespace = value }
        if let value = fields[.gemcachePace] {
            guard let pace = Self.pace(value) else {
                throw GemError(
                    .badInput,
                    "x-gemcache-pace is \"\(value)\"; it must be a number from 0 (at once): 1 as it was recorded, 2 twice as fast.")
            }
            self.pace = pace
        }
        if let value = fields[.gemcacheReduce] {
            guard value == "0" || value == "1" else { throw GemError(.badInput, "x-gemcache-reduce is \"\(value)\"; it must be 0 or 1.") }
            reduces = value == "1"
        }
        if let value = fields[.cacheControl] { take(CacheControl(value)) }
        if let value = fields[.prefer], Self.words(value).contains("respond-async") { offline = .queue }
    }

    /// Reads a pace: a number from 0 to a million; nil for anything else.
    public static func pace(_ text: String) -> Double? {
        guard let pace = Double(text), pace.isFinite, (0...1_000_000).contains(pace) else { return nil }
        return pace
    }

    private mutating func take(_ control: CacheControl) {
        limits = control.limits
        if control.isOnlyIfCached {
            cache = .onlyIfCached
            // What is stored may not be used unasked, and nobody may be asked.
            if control.isNoCache { limits.maxAge = 0 }
        } else if control.isNoStore {
            cache = .bypass
        } else if control.isNoCache {
            cache = .refresh
        }
    }

    private static func words(_ value: String) -> [Substring] {
        value.lowercased().split { $0 == "," || $0 == ";" || $0 == " " || $0 == "\t" }
    }
}

extension HTTPField.Name {
    /// Which of several answers to the same question is wanted.
    public static let gemcacheSample = HTTPField.Name("x-gemcache-sample") ?? .cacheControl
    /// A part of the cache of its own.
    public static let gemcacheNamespace = HTTPField.Name("x-gemcache-namespace") ?? .cacheControl
    /// How fast a stored stream is replayed.
    public static let gemcachePace = HTTPField.Name("x-gemcache-pace") ?? .cacheControl
    /// Whether a shorter embedding may be cut from a stored longer one.
    public static let gemcacheReduce = HTTPField.Name("x-gemcache-reduce") ?? .cacheControl
    /// RFC 7240's `Prefer`.
    public static let prefer = HTTPField.Name("Prefer") ?? .cacheControl
}
