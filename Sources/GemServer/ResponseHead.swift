internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// How the end of an answer's body is told.
enum ResponseFraming: Equatable {
    /// The status or the method rules a body out; the length a GET would have, where known.
    case none(length: Int64?)
    case length(Int64)
    case chunked
    /// For HTTP/1.0, which knows no chunks.
    case untilClose
}

extension ByteBuffer {
    /// Writes the head of an answer.
    mutating func write(_ response: Response, framing: ResponseFraming, connection: String?, name: String, hasTrailer: Bool = false) {
        let head = response.head
        writeStatusLine(head.status)
        var (hasDate, hasServer) = (false, false)
        for field in head.headerFields {
            switch field.name.canonicalName {
            case "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection", "proxy-authenticate",
                "content-length", "alt-svc":
                continue
            case "date": hasDate = true
            case "server": hasServer = true
            default: break
            }
            writeField(field.name.rawName, field.value)
        }
        if let status = response.cacheStatus { writeField("Cache-Status", status.description) }
        if !hasDate { writeImmutableBuffer(HTTPDate.shared.line) }
        if !hasServer { writeField("Server", name) }
        switch framing {
        case .none(let length): if let length { writeField("Content-Length", String(length)) }
        case .length(let length): writeField("Content-Length", String(length))
        case .chunked: writeStaticString("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
        if hasTrailer { writeStaticString("Trailer: Cache-Status\r\n") }
        if let connection { writeField("Connection", connection) }
        writeStaticString("\r\n")
    }

    /// The end of a chunked body, with what is told only now.
    static func lastChunk(_ status: CacheStatus?) -> ByteBuffer {
        var buffer = ByteBuffer(staticString: "0\r\n")
        if let status { buffer.writeField("Cache-Status", status.description) }
        buffer.writeStaticString("\r\n")
        return buffer
    }

    /// Writes the head and body of a hit.
    mutating func write(_ hit: Hit, coding: StaticString? = nil, closes: Bool, name: String) {
        if let head = hit.head {
            write(Response(head), framing: .length(Int64(hit.body.count)), connection: closes ? "close" : nil, name: name)
            writeBytes(hit.body)
            return
        }
        writeStaticString("HTTP/1.1 200 OK\r\nContent-Type: ")
        writeString(hit.contentType)
        writeStaticString("\r\nContent-Length: ")
        writeDecimal(hit.body.count)
        writeStaticString("\r\nAge: ")
        writeDecimal(hit.age)
        writeStaticString("\r\nCache-Status: ")
        writeString(hit.cacheStatus)
        writeStaticString("\r\nServer: ")
        writeString(name)
        writeStaticString("\r\n")
        writeImmutableBuffer(HTTPDate.shared.line)
        if let coding { writeStaticString(coding) }
        if closes { writeStaticString("Connection: close\r\n") }
        writeStaticString("\r\n")
        writeBytes(hit.body)
    }

    /// Writes a chunk with its frame.
    mutating func writeChunk(_ bytes: [UInt8]) {
        writeString(String(bytes.count, radix: 16))
        writeStaticString("\r\n")
        writeBytes(bytes)
        writeStaticString("\r\n")
    }

    private mutating func writeStatusLine(_ status: HTTPResponse.Status) {
        writeStaticString("HTTP/1.1 ")
        writeDecimal(status.code)
        writeStaticString(" ")
        writeString(status.reasonPhrase.isEmpty ? Self.reason(status.code) : status.reasonPhrase)
        writeStaticString("\r\n")
    }

    private mutating func writeField(_ name: String, _ value: String) {
        writeString(name)
        writeStaticString(": ")
        writeString(value)
        writeStaticString("\r\n")
    }

    private mutating func writeDecimal(_ value: Int) {
        guard value >= 10 else {
            writeInteger(UInt8(48 + max(0, value)))
            return
        }
        writeString(String(value))
    }

    private static func reason(_ code: Int) -> String {
        switch code {
        case 200: "OK"
        case 202: "Accepted"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 499: "Client Closed Request"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 508: "Loop Detected"
        default: "Status"
        }
    }
}
