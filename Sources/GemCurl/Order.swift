internal import GemCore
internal import HTTPTypes

/// One exchange as the loop's thread needs to know it: checked, and free of anything it would have to ask for.
struct Order: Sendable {
    /// Where it goes.
    var destination: Destination
    /// The method.
    let method: HTTPRequest.Method
    /// The header fields as lines.
    let lines: [String]
    /// What is sent.
    let upload: Upload
    /// Whether the answer is read as it arrives: it may be paused, so it comes over HTTP/1.1 and as it is.
    let isStreamed: Bool
    /// Whether libcurl may send it again by itself when a kept connection turns out dead.
    let isRepeatable: Bool
    /// How many milliseconds the exchange may take in all, the connection included.
    let timeLimit: Int?
    /// The transport's settings.
    let configuration: CurlTransport.Configuration

    /// Checks a request; throws `badInput` where it cannot be sent as it is.
    init(_ request: Request, _ configuration: CurlTransport.Configuration) throws(GemError) {
        let route = request.route
        destination = try Self.destination(of: request, route, configuration)
        method = request.head.method
        upload = try Upload(request)
        isStreamed = !Self.isUnary(route)
        isRepeatable = method == .get || method == .head || Self.questions.contains(route.operation)
        // For libcurl nothing is no limit.
        timeLimit = request.options.timeLimit.map { $0 > 0 ? Int(max(1, min($0, 1e9) * 1000)) : 1 }
        lines = Self.lines(request.head.headerFields, userAgent: configuration.userAgent)
        self.configuration = configuration
    }

    /// Whether the answer is asked for, and decoded, as gzip.
    var asksForGzip: Bool { !isStreamed && method != .head }

    /// Whether only HTTP/1.1 will do: a paused HTTP/2 stream can buffer tens of megabytes.
    var needsHTTP11: Bool { isStreamed || upload.isRead || configuration.httpVersion == .http11 }

    /// Whether it can share a connection with others of its origin, where the server speaks HTTP/2.
    var mayShareConnection: Bool { !needsHTTP11 && destination.isEncrypted }

    /// The same request to where a redirect points, if it may be followed: GET or HEAD, and the same origin.
    func following(_ head: HTTPResponse) -> Order? {
        guard method == .get || method == .head, [301, 302, 303, 307, 308].contains(head.status.code),
            let location = head.headerFields[.location], let next = destination.resolving(location),
            next.origin == destination.origin
        else { return nil }
        var order = self
        order.destination = next
        return order
    }

    private static func destination(
        of request: Request, _ route: Route, _ configuration: CurlTransport.Configuration
    ) throws(GemError) -> Destination {
        let base: String
        if let scheme = request.head.scheme, let authority = request.head.authority {
            base = "\(scheme)://\(authority)"
            guard Destination(base)?.hasQuery == false, authority.utf8.allSatisfy({ $0 != UInt8(ascii: "/") }) else {
                throw GemError(
                    .badInput, "\(Destination.withoutQuery(base)) is no address a request can go to: give http or https and a host.")
            }
        } else {
            base = try configuration.base(for: route)
        }
        let path = request.path
        guard path.hasPrefix("/"), let found = Destination((base.hasSuffix("/") ? String(base.dropLast()) : base) + path) else {
            throw GemError(
                .badInput,
                "The path \(Destination.withoutQuery(path)) cannot be sent: it must begin with / and have blanks and # percent-encoded.")
        }
        return found
    }

    /// Fields that belong to one connection, or that libcurl sets itself.
    private static let own: Set<HTTPField.Name> = {
        let more = ["Host", "Keep-Alive", "Proxy-Connection"].compactMap { HTTPField.Name($0) }
        return Set(
            [.acceptEncoding, .connection, .contentLength, .expect, .proxyAuthorization, .te, .trailer, .transferEncoding, .upgrade] + more)
    }()

    private static func lines(_ fields: HTTPFields, userAgent: String) -> [String] {
        // A name with nothing after the colon takes back what libcurl would add by itself.
        var lines = ["Expect:"]
        for field in fields where !own.contains(field.name) {
            lines.append(field.value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(field.value)")
        }
        if fields[.accept] == nil { lines.append("Accept:") }
        if fields[.contentType] == nil { lines.append("Content-Type:") }
        if fields[.userAgent] == nil { lines.append("User-Agent: \(userAgent)") }
        return lines
    }

    private static func isUnary(_ route: Route) -> Bool {
        if let alt = route.queryValue("alt") ?? route.queryValue("$alt"), alt != "json" { return false }
        switch route.operation {
        case .streamGenerateContent, .downloadFile, .chatCompletions, .interactions, .other: return false
        default: return true
        }
    }

    /// What may be asked twice without harm.
    private static let questions: Set<Route.Operation> = [
        .generateContent, .streamGenerateContent, .countTokens, .computeTokens, .embedContent, .batchEmbedContents, .openAIEmbeddings,
        .chatCompletions,
    ]
}
