internal import GemCore
internal import GemStore
internal import HTTPTypes

// What the cache would do with a request.
extension AdminTransport {
    /// Explains `{"path","body"?,"method"?,"sample"?,"namespace"?}`; the body as JSON, or as a string with its bytes.
    func explain(_ bytes: [UInt8], _ credential: Credential?) throws(GemError) -> Response {
        guard let json = try? JSON(parsing: bytes), let path = json["path"]?.string, path.hasPrefix("/") else {
            return Self.message(
                .badRequest, "Post {\"path\": \"/v1beta/models/M:generateContent\", \"body\": {…}}; \"method\" is POST unless it is given.")
        }
        guard let method = HTTPRequest.Method(json["method"]?.string ?? "POST") else {
            return Self.message(.badRequest, "\"method\" is no HTTP method.")
        }
        let body: [UInt8] =
            switch json["body"] {
            case .string(let text)?: Array(text.utf8)
            case .some(.null), nil: []
            case let value?: value.bytes()
            }
        var request = Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path))
        if let sample = json["sample"]?.int { request.options.sample = UInt32(exactly: sample) ?? 0 }
        request.options.namespace = json["namespace"]?.string ?? ""
        request.liftCredential()
        request.head.path = PlainQuery.path(request.path)
        if isScoped { request.options.keep(in: CredentialScope(credential, salt: store.salt)) }
        guard Asked.mayAnswer(request.route.operation), let asked = Asked(request, body: body, resolver: store) else {
            return Self.json(
                .members([
                    "outcome": "bypass", "reason": "this is no question the cache knows, or its body cannot be read",
                    "operation": .string(request.route.operation.rawValue),
                ]))
        }
        return Self.json(CacheExplanation(asked, store).json)
    }
}
