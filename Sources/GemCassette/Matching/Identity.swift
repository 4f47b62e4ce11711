internal import GemCore
internal import HTTPTypes

/// What two requests must share to get the same recording.
enum Identity: Sendable, Hashable {
    /// The question's canonical form.
    case question(RequestKey, canonical: [UInt8])
    /// Method, path, upload command and body, for requests without a key.
    case exact(ExactText)
}

/// The form of the answer a request wants: recordings of the same question in the same form are preferred.
struct Form: Sendable, Hashable {
    var api: Route.API
    var operation: Route.Operation
    var shape: Route.Shape
    /// Whether enums are wanted as integers.
    var hasIntegerEnums: Bool

    init(_ route: Route) {
        api = route.api
        operation = route.operation
        shape = route.shape
        hasIntegerEnums = route.queryValue("$alt")?.contains("enum-encoding=int") ?? false
    }

    /// Whether an answer in the other form can be told as one in this form, its framing apart.
    func isKin(of other: Form) -> Bool {
        guard api == other.api else { return false }
        if operation == other.operation { return true }
        let generating: Set<Route.Operation> = [.generateContent, .streamGenerateContent]
        return generating.contains(operation) && generating.contains(other.operation)
    }
}

/// A request's identity, form and facts, found the same way for live and for recorded requests.
struct Reading: Sendable {
    let identity: Identity
    let form: Form
    /// The name of the upload it belongs to; empty for others.
    let upload: String
    /// Whether it carries a secret in its body: never recorded.
    let isSecret: Bool

    init(_ request: RecordedRequest, body: [UInt8]? = nil, resolver: any MediaResolver) {
        let route = request.route
        form = Form(route)
        upload = Redaction.uploadID(in: request.path) ?? ""
        let question =
            request.body.isKeyless
            ? nil
            : try? Question.read(
                method: request.method, path: request.path, body: body ?? request.body.bytes, options: request.options, resolver: resolver)
        isSecret = question?.traits.contains(.secret) == true || Self.carriesSecret(request.body.json) || Self.answersSecret(request.path)
        if let question, !question.traits.contains(.bypass) {
            identity = .question(question.key, canonical: question.canonical)
        } else {
            identity = .exact(ExactText(Self.exact(request)))
        }
    }

    /// The key of its question; nil where it asks none.
    var key: RequestKey? {
        guard case .question(let key, _) = identity else { return nil }
        return key
    }

    private static func exact(_ request: RecordedRequest) -> String {
        var lines = [request.method.rawValue, Redaction.url(request.path) { _ in nil }]
        for name in UploadHeaders.telling { lines.append(request.headers[name] ?? "") }
        lines.append(request.body.fingerprint)
        if !request.options.namespace.isEmpty || request.options.sample > 0 {
            lines.append("\(request.options.sample) \(request.options.namespace)")
        }
        return lines.joined(separator: "\n")
    }

    /// Whether a body gives an MCP server's headers, which hold the caller's tokens, or an address that holds one; at any depth, for batches hold whole requests.
    private static func carriesSecret(_ json: JSON?) -> Bool {
        switch json {
        case .array(let elements): return elements.contains { carriesSecret($0) }
        case .object(let object):
            return object.members.contains { member in
                if member.name == "mcpServers" || member.name == "mcp_servers" { return hasHeaders(member.value) }
                return carriesSecret(member.value)
            }
        default: return false
        }
    }

    private static func hasHeaders(_ json: JSON) -> Bool {
        switch json {
        case .array(let elements): return elements.contains { hasHeaders($0) }
        case .object(let object):
            return object.members.contains { member in
                if member.name == "headers" { return member.value != .null && member.value != [:] }
                if let text = member.value.string { return AddressSecret.isHeld(in: text) }
                return hasHeaders(member.value)
            }
        default: return false
        }
    }

    /// Whether the answer is itself a credential: short-lived tokens for browsers.
    private static func answersSecret(_ path: String) -> Bool {
        path.contains("/auth_tokens") || path.contains("/authTokens")
    }
}

extension RecordedBody {
    /// Whether the body can hold no question.
    fileprivate var isKeyless: Bool {
        if case .digest = self { return true }
        return false
    }
}

/// The headers of the resumable upload protocol.
enum UploadHeaders {
    /// Those of a request that a cassette keeps.
    static let request = names([
        "content-type", "x-goog-upload-protocol", "x-goog-upload-command", "x-goog-upload-offset", "x-goog-upload-header-content-length",
        "x-goog-upload-header-content-type",
    ])
    /// Those that tell one request of an upload from another.
    static let telling = names(["x-goog-upload-command", "x-goog-upload-offset"])
    /// Those of a response that hold the upload's URL.
    static let urls = names(["x-goog-upload-url", "x-goog-upload-control-url", "location"])
    static let command = names(["x-goog-upload-command"]).first
    static let status = names(["x-goog-upload-status"]).first

    private static func names(_ names: [String]) -> [HTTPField.Name] { names.compactMap { HTTPField.Name($0) } }
}

/// The headers of a response that a cassette keeps.
enum ResponseHeaders {
    static func isKept(_ name: String) -> Bool {
        name == "content-type" || name == "location" || name == "retry-after" || name.hasPrefix("x-gemini-")
            || name.hasPrefix("x-vertex-ai-") || uploads.contains(name)
    }

    private static let uploads: Set<String> = [
        "x-goog-upload-status", "x-goog-upload-url", "x-goog-upload-control-url", "x-goog-upload-chunk-granularity",
        "x-goog-upload-size-received",
    ]
}
