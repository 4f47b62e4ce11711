internal import GemCache
internal import GemCore
internal import HTTPTypes

/// Fetches what a URL names, over the client's own transport and without its credential.
struct WebMedia: Sendable {
    let transport: any Transport
    let limits: MediaLimits
    /// The time there is for all that is fetched.
    let patience: TimeBudget

    /// The bytes, and what they are; throws `badInput` where the address holds nothing to look at, or a web page in the place of what its name tells.
    func fetch(_ url: String, mimeType: String?) async throws(GemError) -> (bytes: [UInt8], mimeType: String) {
        var address = url
        for _ in 0...max(0, limits.redirections) {
            var request = try Self.request(address)
            request.options.timeLimit = patience.left
            let response = try await send(request, for: url)
            let fields = response.head.headerFields
            if response.head.status.kind == .redirection, let location = fields[.location] {
                address = try Self.resolve(location, from: address)
                continue
            }
            guard response.head.status.kind == .successful else { throw Self.refusal(url, response.head.status.code) }
            let bytes = try await collect(response.body, of: url)
            guard !bytes.isEmpty else { throw GemError(.badInput, "\(Self.plain(url)) is empty; there is nothing to look at.") }
            try WebPage.check(bytes, of: Self.plain(url), named: Self.guess(url), told: mimeType)
            return (bytes, mimeType ?? Self.type(bytes, url: address, told: fields[.contentType]))
        }
        throw GemError(.badInput, "\(Self.plain(url)) redirects more than \(limits.redirections) times; give the address it leads to.")
    }

    private func send(_ request: Request, for url: String) async throws(GemError) -> Response {
        do { return try await transport.send(request) } catch {
            var error = error
            if error.code != .cancelled { error.message = "Could not fetch \(Self.plain(url)): \(error.message)" }
            throw error
        }
    }

    private static func refusal(_ url: String, _ status: Int) -> GemError {
        let remedy =
            switch status {
            case 401, 403, 407: "It wants a log-in or refuses programs; download it with a browser, and give the file."
            case 404, 410: "There is nothing at this address; check it."
            case 408, 429, 500...599: "Its server could not give it now; try again later."
            default: "Check the address, or download it and give the file."
            }
        return GemError(
            status < 500 ? .badInput : .upstream, "Could not fetch \(plain(url)): it was answered with HTTP \(status). \(remedy)")
    }

    private func collect(_ body: Body, of url: String) async throws(GemError) -> [UInt8] {
        let limit = Int(clamping: limits.inlineBytes)
        do { return try await body.collect(upTo: limit) } catch {
            guard error.code == .badInput else {
                var error = error
                if error.code != .cancelled { error.message = "Could not fetch \(Self.plain(url)) to its end: \(error.message)" }
                throw error
            }
            throw GemError(
                .badInput,
                "\(Self.plain(url)) has more than the \(limit) bytes that may travel inside a request; download it and give it as a file.")
        }
    }

    /// A plain question for a URL; its answer is not the cache's business.
    private static func request(_ url: String) throws(GemError) -> Request {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let rest = url.dropFirst(scheme.count + 3)
        let host = rest.prefix { !"/?#".contains($0) }
        guard ["http", "https"].contains(scheme), url.dropFirst(scheme.count).hasPrefix("://"), !host.isEmpty, !host.contains("@") else {
            throw GemError(.badInput, "\(plain(url)) cannot be fetched; give an http or https URL without a user name.")
        }
        var path = String(rest.dropFirst(host.count).prefix { $0 != "#" })
        if !path.hasPrefix("/") { path = "/" + path }
        guard path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), host.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw GemError(.badInput, "\(plain(url)) holds characters that a URL must escape; give it percent-encoded.")
        }
        var request = Request(HTTPRequest(method: .get, scheme: scheme, authority: String(host), path: path))
        request.options.cache = .bypass
        return request
    }

    /// A redirection's address; only to another http(s) address, and never from https to http.
    private static func resolve(_ location: String, from url: String) throws(GemError) -> String {
        let lower = location.lowercased()
        let scheme = url.prefix { $0 != ":" }
        if lower.hasPrefix("https://") { return location }
        if lower.hasPrefix("http://"), scheme.lowercased() == "http" { return location }
        let host = url.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        if location.hasPrefix("//") { return "\(scheme):\(location)" }
        if location.hasPrefix("/") { return "\(scheme)://\(host)\(location)" }
        guard !lower.contains("://") else {
            throw GemError(.badInput, "\(plain(url)) redirects to an address that is not followed; give the address itself.")
        }
        let path = url.dropFirst(scheme.count + 3 + host.count).prefix { $0 != "?" && $0 != "#" }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return "\(scheme)://\(host)\(folder)\(location)"
    }

    /// What the bytes are: told by themselves, by the URL's name, by the answer's head.
    private static func type(_ bytes: [UInt8], url: String, told: String?) -> String {
        let sniffed = MIMEType.sniff(bytes: Array(bytes.prefix(MIMEType.window)), name: name(url))
        let said = told.map { String($0.prefix { $0 != ";" }.filter { $0 != " " }).lowercased() } ?? ""
        let knows = said.contains("/") && said != "application/octet-stream"
        guard knows, sniffed == "application/octet-stream" || (sniffed == "text/plain" && said.hasPrefix("text/")) else { return sniffed }
        return said
    }

    /// What the URL's name tells; nil where that is nothing.
    private static func guess(_ url: String) -> String? { MIMEType.guess(name: name(url)) }

    /// Host and path.
    private static func name(_ url: String) -> String { String(plain(url).dropFirst(url.prefix { $0 != ":" }.count + 3)) }

    /// The URL without its query, which may hold a signature.
    private static func plain(_ url: String) -> String { String(url.prefix { $0 != "?" && $0 != "#" }) }
}
