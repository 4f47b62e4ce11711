internal import CCurl

/// A URL a request can go to, with the parts that decide who may see its credential.
struct Destination: Sendable {
    /// The URL as libcurl gets it.
    let url: String
    /// Scheme, host and port: a credential never leaves the one it was meant for.
    let origin: String
    /// Whether it is reached over TLS.
    let isEncrypted: Bool
    /// Host, and port where it is not the scheme's own; for messages.
    let host: String
    /// Whether the host is this machine.
    let isLoopback: Bool
    /// Whether there is a query.
    let hasQuery: Bool

    /// Reads an absolute http or https URL; nil for anything else, for a user name in it, and for a fragment.
    init?(_ url: String) {
        self.init(url, from: nil)
    }

    /// The URL a `Location` field names, seen from this one.
    func resolving(_ location: String) -> Destination? { Destination(location, from: url) }

    /// A URL without what may hold a secret, for messages.
    static func withoutQuery(_ url: String) -> String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let at = plain.lastIndex(of: "@") else { return String(plain) }
        return "…" + plain[at...]
    }

    private init?(_ text: String, from base: String?) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }), let parts = gem_curl_url() else { return nil }
        defer { gem_curl_url_cleanup(parts) }
        let flags = UInt32(CURLU_PATH_AS_IS | CURLU_DISALLOW_USER)
        if let base, gem_curl_url_set(parts, CURLUPART_URL, base, flags) != CURLUE_OK { return nil }
        guard gem_curl_url_set(parts, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: parts)?.lowercased(), scheme == "http" || scheme == "https",
            let name = Self.part(CURLUPART_HOST, of: parts)?.lowercased(),
            let port = Self.part(CURLUPART_PORT, of: parts, UInt32(CURLU_DEFAULT_PORT)),
            let url = base == nil ? text : Self.part(CURLUPART_URL, of: parts),
            Self.part(CURLUPART_FRAGMENT, of: parts) == nil
        else { return nil }
        self.url = url
        origin = "\(scheme)://\(name):\(port)"
        isEncrypted = scheme == "https"
        host = port == (isEncrypted ? "443" : "80") ? name : "\(name):\(port)"
        isLoopback = name == "localhost" || name == "[::1]" || (name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." })
        hasQuery = Self.part(CURLUPART_QUERY, of: parts) != nil
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard gem_curl_url_get(parts, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { gem_curl_free(text) }
        return String(cString: text)
    }
}
