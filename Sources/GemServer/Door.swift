internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// Decides from a request's head whether it may come in; pure, so that it runs on the event loop.
struct Door: Sendable {
    let configuration: HTTPServer.Configuration
    /// Where the client reached this server.
    let address: HTTPServer.BoundAddress
    /// Whether only this machine's own names and origins may come in.
    let checksHost: Bool

    /// How long clients may keep a connection waiting.
    let patience: Patience.Limits

    init(configuration: HTTPServer.Configuration, address: HTTPServer.BoundAddress, checksHost: Bool) {
        self.configuration = configuration
        self.address = address
        self.checksHost = checksHost
        let limits = configuration.patience
        patience = Patience.Limits(
            request: TimeAmount(limits.request), head: TimeAmount(limits.head), body: TimeAmount(limits.body),
            reader: TimeAmount(limits.reader))
    }

    /// The path of a request that may come in, and how its client addressed this server.
    struct Admission {
        var path: String
        var origin: String
    }

    /// Lets a request in, or says why not.
    func admit(_ head: RequestHead, _ bytes: ByteBuffer) throws(Refusal) -> Admission {
        let (path, authority) = try target(head, bytes)
        let host = authority ?? head.value(.host).map(bytes.text) ?? address.authority
        if checksHost {
            guard isOwn(host) else {
                throw Refusal(
                    status: 403, message: "This server answers for this machine only, not for the host \"\(host)\"; use \(address.url).")
            }
            try refuseOtherPages(head, bytes, host: host)
        }
        if let upgrade = head.value(.upgrade), bytes.readableBytesUInt8Span.lists(upgrade, "websocket") {
            throw Refusal(
                status: 501,
                message: "A WebSocket, as the Live API uses, does not go through this server: connect to the API itself for it.")
        }
        if bytes.text(head.method) == "TRACE" {
            throw Refusal(status: 405, message: "This server does not trace: a trace would show a key.")
        }
        if let expectation = head.value(.expect).map(bytes.text), expectation.lowercased() != "100-continue" {
            throw Refusal(status: 417, message: "This server cannot meet the expectation \"\(expectation)\".")
        }
        if let length = head.contentLength, length > configuration.maxBody { throw tooLarge }
        return Admission(path: path, origin: "http://" + host)
    }

    /// What a body over the limit is answered with.
    var tooLarge: Refusal {
        Refusal(status: 413, message: "The request's body is larger than the limit of \(configuration.maxBody) bytes.")
    }

    /// Compares without telling by its time where the difference is.
    static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func target(_ head: RequestHead, _ bytes: ByteBuffer) throws(Refusal) -> (path: String, authority: String?) {
        let target = bytes.text(head.target)
        if target.utf8.contains(UInt8(ascii: "#")) { throw .malformed("a fragment in its target") }
        if target.hasPrefix("/") || target == "*" && bytes.text(head.method) == "OPTIONS" { return (target, nil) }
        if bytes.text(head.method) == "CONNECT" {
            throw Refusal(status: 403, message: "This server is no forward proxy; set it as the base URL instead (\(address.url)).")
        }
        guard target.lowercased().hasPrefix("http://") || target.lowercased().hasPrefix("https://") else {
            throw .malformed("a target that is no path")
        }
        let rest = target[target.index(target.firstIndex(of: ":") ?? target.startIndex, offsetBy: 3)...]
        let slash = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<slash])
        guard isOwn(authority), Self.port(of: authority) == address.port else {
            throw Refusal(
                status: 403,
                message: "This server is no forward proxy for \"\(authority)\"; set it as the base URL instead (\(address.url)).")
        }
        return (rest[slash...].hasPrefix("/") ? String(rest[slash...]) : "/" + rest[slash...], authority)
    }

    /// Refuses what a browser sends for a page of another origin, another port of this machine included; all that it says of itself must be so.
    private func refuseOtherPages(_ head: RequestHead, _ bytes: ByteBuffer, host: String) throws(Refusal) {
        for field in head.fields {
            if field.kind == .origin, !isOrigin(bytes.text(field.value), of: host) {
                throw Refusal(status: 403, message: "Pages of the origin \"\(bytes.text(field.value))\" may not use this server.")
            }
            let span = bytes.readableBytesUInt8Span
            if field.kind == .fetchSite, span.lists(field.value, "cross-site") || span.lists(field.value, "same-site") {
                throw Refusal(status: 403, message: "Pages of other sites and ports may not use this server.")
            }
        }
    }

    /// Whether an origin is that of the pages which this server shows, under whichever of its names: the port tells it from others on this machine.
    private func isOrigin(_ origin: String, of host: String) -> Bool {
        guard origin.lowercased().hasPrefix("http://") else { return false }
        let authority = String(origin.dropFirst(7))
        return isOwn(authority) && Self.port(of: authority) == Self.port(of: host)
    }

    private func isOwn(_ authority: String) -> Bool {
        // A letter beyond ASCII may become one of ASCII in lower case, and is none in a name.
        guard authority.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        var name = authority.lowercased()
        if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
            guard Self.isPort(name[name.index(after: end)...]) else { return false }
            name = String(name[name.index(after: name.startIndex)..<end])
        } else if let colon = name.lastIndex(of: ":") {
            guard Self.isPort(name[colon...]) else { return false }
            name = String(name[..<colon])
        }
        return Self.isLoopback(name) || name == address.host || name == configuration.host.lowercased()
            || configuration.allowedHosts.contains { $0.lowercased() == name }
    }

    /// The port an authority names; that of http where it names none.
    private static func port(of authority: String) -> Int? {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].firstIndex(of: "]") == nil else { return 80 }
        return Int(authority[authority.index(after: colon)...])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Whether a name can only mean this machine.
    static func isLoopback(_ name: String) -> Bool {
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension ByteBuffer {
    /// The text at offsets from the reader index; empty where they are out of range.
    func text(_ range: Range<Int>) -> String {
        getString(at: readerIndex + range.lowerBound, length: range.count) ?? ""
    }
}
