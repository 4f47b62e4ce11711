internal import GemCore
internal import HTTPTypes

extension Flight {
    /// What goes upstream beside a question, and may make upstream refuse one request and not the other; as bytes, for those alone are the same.
    static func terms(of request: Request, _ route: Route) -> [UInt8] {
        var out: [UInt8] = []
        func add(_ text: String) {
            out += String(text.utf8.count).utf8
            out.append(UInt8(ascii: " "))
            out += text.utf8
        }
        add(route.version)
        add(route.scope)
        // No part of the question, but of what upstream counts and how it tells an error.
        for item in route.query where ["quotaUser", "userIp", "$.xgafv"].contains(item.name) {
            add(item.name)
            add(item.value)
        }
        out.append(UInt8(ascii: "\n"))
        let fields: [HTTPField] = request.head.headerFields.filter { $0.mayMatterUpstream }
        for field in fields.count > 1 ? fields.sorted(by: { $0.name.canonicalName < $1.name.canonicalName }) : fields {
            add(field.name.canonicalName)
            add(field.value)
        }
        out.append(UInt8(ascii: "\n"))
        for attachment in request.attachments {
            for text in [attachment.uri, attachment.mimeType, attachment.path, attachment.displayName] { add(text) }
        }
        return out
    }
}

extension HTTPField {
    /// What only tells about the client, its connection, its language and its tracing: two clients that differ in nothing else ask the same.
    private static let idle: Set<String> = [
        "accept", "accept-encoding", "accept-language", "baggage", "cache-control", "connection", "content-length", "expect", "host",
        "keep-alive", "prefer", "te", "transfer-encoding", "dnt", "pragma", "priority", "traceparent", "tracestate", "user-agent",
        "x-b3-sampled", "x-b3-spanid", "x-b3-traceid", "x-client-request-id", "x-cloud-trace-context", "x-goog-api-client", "x-request-id",
    ]
    private static let idleBeginnings = ["sec-", "x-stainless-"]

    fileprivate var mayMatterUpstream: Bool {
        let name = name.canonicalName
        return !Self.idle.contains(name) && !Self.idleBeginnings.contains { name.hasPrefix($0) } && !isJSON
    }

    /// Whether it says that the body is JSON, which it is where nothing is said.
    private var isJSON: Bool {
        guard name == .contentType else { return false }
        let words = value.lowercased().split { $0 == ";" || $0 == " " || $0 == "\t" }
        return words.first == "application/json" && words.dropFirst().allSatisfy { $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" }
    }
}
