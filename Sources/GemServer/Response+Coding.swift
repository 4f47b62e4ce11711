internal import GemCore
internal import HTTPTypes

/// How an answer's bytes are coded for one client.
enum Coding: Equatable {
    /// As they are.
    case plain
    /// JSON in gzip, streams of it too, as the API does.
    case gzip
    /// Whole JSON bodies of so many bytes in gzip where that is welcome; others as they are.
    case negotiated(from: Int, isWelcome: Bool)

    /// What a server with this configuration does for a client whose `Accept-Encoding` field says this; nil where it has none.
    init(_ configuration: HTTPServer.Configuration, _ field: String?) {
        if configuration.codesJSON {
            self = field.map(ContentCoding.takesGzip) == true ? .gzip : .plain
        } else if let from = configuration.gzipsFrom {
            let isNeeded = field.map(ContentCoding.needsGzip) == true
            self = .negotiated(from: isNeeded ? 1 : from, isWelcome: field.map(ContentCoding.prefersGzip) == true)
        } else {
            self = .plain
        }
    }
}

extension Response {
    /// The same answer, coded.
    func coded(_ coding: Coding) -> Response {
        switch coding {
        case .plain: return self
        case .gzip: return gzipped()
        case .negotiated(let from, let isWelcome):
            guard isWholeJSON, let length = body.length, length >= Int64(from) else { return self }
            var response = isWelcome ? gzipped() : self
            // A coding of upstream's own is handed on, and did not depend on this client's wish.
            guard head.headerFields[.contentEncoding] == nil else { return self }
            let vary = head.headerFields[.vary].map { $0 + ", " } ?? ""
            response.head.headerFields[.vary] = vary + "Accept-Encoding"
            response.head.headerFields[.contentLength] = nil
            return response
        }
    }

    private var isWholeJSON: Bool { head.headerFields[.contentType]?.lowercased().hasPrefix("application/json") == true }
}

extension HTTPField.Name {
    fileprivate static var vary: HTTPField.Name { .init("Vary") ?? .contentEncoding }
}

extension Hit {
    /// Larger hits go out as they are: coding them would hold up the other connections.
    private static let codingLimit = 64 << 10

    /// The same hit in gzip where it is large enough and the client would rather have it so; its `coding` is told by a line of the head.
    mutating func code(from limit: Int, _ field: () -> String?) -> StaticString? {
        guard body.count >= limit, head == nil, contentType.hasPrefix("application/json") else { return nil }
        guard body.count <= Self.codingLimit, let field = field(), ContentCoding.prefersGzip(field), var gzip = Gzip() else {
            return "Vary: Accept-Encoding\r\n"
        }
        body = gzip.encode(body, isLast: true)
        return "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n"
    }
}
