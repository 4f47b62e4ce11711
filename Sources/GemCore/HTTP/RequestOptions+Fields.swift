public import HTTPTypes

extension RequestOptions {
    /// Reads the options a request's header fields set: `x-gemcache-sample`, `x-gemcache-namespace`, `Cache-Control` and `Prefer: respond-async`.
    ///
    /// For doors and for a hit source; throws `badInput` where a sample is no number.
    public init(fields: HTTPFields) throws(GemError) {
        self.init()
        if let value = fields[.gemcacheSample] {
            guard let number = UInt32(value) else {
                throw GemError(.badInput, "x-gemcache-sample is \"\(value)\"; it must be a whole number from 0.")
            }
            sample = number
        }
        if let value = fields[.gemcacheNamespace] { namespace = value }
        if let value = fields[.cacheControl] {
            let directives = Self.words(value)
            if directives.contains("no-store") {
                cache = .bypass
            } else if directives.contains("only-if-cached") {
                cache = .onlyIfCached
            } else if directives.contains("no-cache") {
                cache = .refresh
            }
        }
        if let value = fields[.prefer], Self.words(value).contains("respond-async") { offline = .queue }
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
    /// RFC 7240's `Prefer`.
    public static let prefer = HTTPField.Name("Prefer") ?? .cacheControl
}
