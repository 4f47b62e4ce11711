/// Tells which URIs name a file of the Files API.
package enum FileURI {
    /// `files/ID` out of `files/ID`, `/VERSION/files/ID`, or such a path on the API's own host or on this machine (a mock or a proxy), with `/download`, verb or query; nil for every other URI.
    ///
    /// Another host's path may look alike and name something else.
    package static func name(_ uri: String) -> String? { name(uri, needsVersion: false) { isTrusted($0) } }

    /// Whether a URI on another host has the path of such a file: perhaps the API behind a base URL of one's own, perhaps something else.
    package static func isLookalike(_ uri: String) -> Bool { name(uri, needsVersion: true) { _ in true } != nil }

    private static func name(_ uri: String, needsVersion: Bool, _ trusts: (Substring) -> Bool) -> String? {
        var path = uri[...]
        if let scheme = path.firstRange(of: "://") {
            guard isWeb(uri) else { return nil }
            let rest = path[scheme.upperBound...]
            guard let slash = rest.firstIndex(of: "/"), trusts(rest[..<slash]) else { return nil }
            path = rest[slash...]
        }
        path = path.prefix { $0 != "?" && $0 != "#" }
        var segments = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        if let first = segments.first, first == "upload" || first == "download" { segments.removeFirst() }
        if let first = segments.first, isVersion(first) { segments.removeFirst() } else if needsVersion { return nil }
        guard segments.count == 2, segments.first == "files", let last = segments.last else { return nil }
        let id = last.prefix { $0 != ":" }
        return id.isEmpty || id.utf8.count > 64 || !id.utf8.allSatisfy(isPlain) ? nil : "files/" + id
    }

    /// Whether a URI names something on the web, which changes.
    package static func isWeb(_ uri: String) -> Bool {
        let start = uri.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    private static func isTrusted(_ authority: Substring) -> Bool {
        var host = authority.lowercased()[...]
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        if let colon = host.firstIndex(of: ":") { host = host[..<colon] }
        return host == "generativelanguage.googleapis.com" || host == "localhost" || isLoopback(host)
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func isVersion(_ segment: Substring) -> Bool {
        segment.utf8.first == UInt8(ascii: "v") && segment.utf8.dropFirst().first.map { (49...57).contains($0) } == true
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
    }
}
