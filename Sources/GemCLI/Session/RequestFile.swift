import GemCache
import GemCore
import HTTPTypes

/// A request as a file tells it: `{"id"?,"method"?,"path","query"?,"request_body"?}`, the body as a string with its bytes or as JSON.
struct RequestFile {
    var method: HTTPRequest.Method
    var path: String
    var body: [UInt8]

    /// Reads one JSON text, telling its id as soon as it is known; `place` names it in errors.
    init(_ bytes: [UInt8], _ place: String, onID: (String) -> Void = { _ in }) throws(GemError) {
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch {
            throw GemError(.badInput, "\(place) is not JSON: \(error). Give a request, or its body alone with --path.")
        }
        if case .string(let text)? = json["id"] { onID(text) } else if case .number(let text)? = json["id"] { onID(text) }
        guard let path = json["path"]?.string else {
            throw GemError(.badInput, "\(place) names no \"path\"; add it, or give the body alone with --path.")
        }
        let method = json["method"]?.string ?? "POST"
        guard let verb = HTTPRequest.Method(method) else {
            throw GemError(.badInput, "\(place) has \(method) for a method, which is none; POST is what questions have.")
        }
        self.method = verb
        let query = (json["query"]?.string ?? "").drop { $0 == "?" }
        self.path = query.isEmpty ? path : path + (path.contains("?") ? "&" : "?") + query
        switch json["request_body"] {
        case .string(let text): body = Array(text.utf8)
        case .some(.null), nil: body = []
        case .some(let value): body = value.bytes()
        }
    }

    /// A body alone, for a path given elsewhere.
    init(body: [UInt8], method: HTTPRequest.Method, path: String) {
        self.method = method
        self.path = path
        self.body = body
    }

    /// What it asks, item by item where it embeds.
    func asked(_ options: RequestOptions, _ resolver: any MediaResolver) -> Asked? {
        Asked(
            Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path), options: options), body: body,
            resolver: resolver)
    }

    /// What it asks; nil where it is no question.
    func question(_ options: RequestOptions, _ resolver: any MediaResolver = NoResolver()) throws(GemError) -> Question? {
        try Question.read(method: method, path: path, body: body, options: options, resolver: resolver)
    }
}
