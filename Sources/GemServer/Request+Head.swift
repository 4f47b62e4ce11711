internal import GemCore
internal import HTTPTypes
internal import NIOCore

extension Request {
    /// Builds the request a transport sees: no credential, no field about this connection, gemcache's own options read and taken out.
    init(_ head: RequestHead, _ bytes: ByteBuffer, admission: Door.Admission, door: Door) throws(Refusal) {
        guard let method = HTTPRequest.Method(rawValue: bytes.text(head.method)) else { throw .malformed("a method that is no token") }
        var options = RequestOptions()
        var fields = HTTPFields()
        var token: String?
        var named: Set<String> = []
        for field in head.fields {
            let value = bytes.text(field.value)
            switch field.kind {
            case .hopByHop, .contentLength, .transferEncoding, .host, .expect, .acceptEncoding: continue
            case .connection: named.formUnion(value.split(separator: ",").map { Self.trimmed($0).lowercased() })
            case .token: token = value
            case .sample, .namespace, .cacheControl: try options.read(field.kind, value)
            case .prefer where options.readsPreference(value): continue
            default:
                guard let name = HTTPField.Name(bytes.text(field.name)) else { throw .malformed("a field name that is no token") }
                fields.append(HTTPField(name: name, value: value))
            }
        }
        for name in named where name != "close" && name != "keep-alive" {
            if let name = HTTPField.Name(name) { fields[name] = nil }
        }
        self.init(
            HTTPRequest(method: method, scheme: nil, authority: nil, path: admission.path, headerFields: fields), options: options)
        origin = admission.origin
        liftCredential()
        guard door.holdsToken(&self, shown: token) else {
            throw Refusal(status: 401, message: "This server asks for its token, in x-gemcache-token or in the place of the API key.")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}

extension RequestOptions {
    /// Reads one of gemcache's own fields.
    mutating func read(_ kind: FieldKind, _ value: String) throws(Refusal) {
        switch kind {
        case .sample:
            guard let number = UInt32(value) else {
                throw Refusal(status: 400, message: "x-gemcache-sample is \"\(value)\"; it must be a whole number from 0.")
            }
            sample = number
        case .namespace:
            namespace = value
        case .cacheControl:
            let directives = value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
            if directives.contains("no-store") {
                cache = .bypass
            } else if directives.contains("only-if-cached"), cache != .bypass {
                cache = .onlyIfCached
            } else if directives.contains("no-cache"), cache == .auto {
                cache = .refresh
            }
        default:
            break
        }
    }

    /// Whether a `Prefer` field asks for `respond-async`, which lets a question wait in the queue.
    mutating func readsPreference(_ value: String) -> Bool {
        guard value.lowercased().split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }).contains("respond-async") else { return false }
        offline = .queue
        return true
    }
}
