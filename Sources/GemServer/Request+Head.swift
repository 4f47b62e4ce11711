internal import GemCore
internal import HTTPTypes
internal import NIOCore

extension Request {
    /// Builds the request a transport sees: no credential, no field about this connection, gemcache's own options read and taken out.
    init(_ head: RequestHead, _ bytes: ByteBuffer, admission: Door.Admission, door: Door) throws(Refusal) {
        guard let method = HTTPRequest.Method(rawValue: bytes.text(head.method)) else { throw .malformed("a method that is no token") }
        var fields = HTTPFields()
        var own = HTTPFields()
        var token: String?
        var named: Set<String> = []
        for field in head.fields {
            let value = bytes.text(field.value)
            switch field.kind {
            case .hopByHop, .te, .upgrade, .contentLength, .transferEncoding, .host, .expect, .acceptEncoding: continue
            case .connection: named.formUnion(value.split(separator: ",").map { Self.trimmed($0).lowercased() })
            case .token: token = value
            case .sample: own.append(HTTPField(name: .gemcacheSample, value: value))
            case .namespace: own.append(HTTPField(name: .gemcacheNamespace, value: value))
            case .pace: own.append(HTTPField(name: .gemcachePace, value: value))
            case .reduce: own.append(HTTPField(name: .gemcacheReduce, value: value))
            case .cacheControl: own.append(HTTPField(name: .cacheControl, value: value))
            case .prefer: own.append(HTTPField(name: .prefer, value: value))
            default:
                guard let name = HTTPField.Name(bytes.text(field.name)) else { throw .malformed("a field name that is no token") }
                let isCredential = field.kind == .apiKey || field.kind == .authorization
                if isCredential, fields[name] != nil { throw .malformed("more than one \(name.rawName)") }
                fields.append(HTTPField(name: name, value: value))
            }
        }
        for name in named where name != "close" && name != "keep-alive" {
            if let name = HTTPField.Name(name) { fields[name] = nil }
        }
        let options: RequestOptions
        do throws(GemError) { options = try RequestOptions(fields: own) } catch { throw Refusal(status: 400, message: error.message) }
        let (path, isInPath) = door.withoutToken(admission.path)
        self.init(
            HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: fields), options: options)
        origin = admission.origin
        let showsToken = door.takeToken(from: &self, shown: token, isInPath: isInPath)
        let showsTwo = showsTwoCredentials
        liftCredential()
        guard showsToken || token == nil && continuesUpload else {
            throw Refusal(status: 401, message: "This server asks for its token, in x-gemcache-token or in the place of the API key.")
        }
        guard !showsTwo else {
            throw Refusal(
                status: 400,
                message:
                    "The request shows an API key and an Authorization of another scheme than Bearer, and only one can be sent on: leave one out."
            )
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
