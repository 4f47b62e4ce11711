import GemCore
import HTTPTypes

/// One recorded exchange: a line of a `*.jsonl` file.
struct Recording {
    /// What is known of a body.
    enum Content {
        case bytes([UInt8])
        /// The recording leaves it out; why.
        case absent(String)
    }

    var id: String
    var method: HTTPRequest.Method
    /// The path with its query.
    var path: String
    var status: Int
    var request: Content
    var response: Content
    /// Whether the response's bytes are as on the wire.
    var isExact: Bool

    init(_ json: JSON, source: String) {
        id = json["id"]?.string ?? source
        method = HTTPRequest.Method(json["method"]?.string ?? "POST") ?? .post
        let query = json["query"]?.string ?? ""
        let path = json["path"]?.string ?? "/"
        self.path = query.isEmpty || path.contains("?") ? path : path + "?" + query
        status = json["status"]?.int ?? 200
        request = Self.content("request", json)
        response = Self.content("response", json)
        // What was made up by hand has its maker's spelling, not the service's.
        isExact = json["exact_response_body"]?.bool ?? false && json["synthetic"]?.string != "synthetic"
    }

    private static func content(_ side: String, _ json: JSON) -> Content {
        if let text = json[side + "_body_b64"]?.string {
            guard let bytes = Base64Coding.decode(text) else { return .absent("base64 that does not read") }
            return readable(bytes)
        }
        switch json[side + "_body"] {
        case .string(let text): return readable(Array(text.utf8))
        case nil, .null: return .absent(json[side + "_body_elided"] == nil ? "no body" : "left out of the recording")
        case let value?: return .bytes(value.bytes())
        }
    }

    private static func readable(_ bytes: [UInt8]) -> Content {
        if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .absent("compressed") }
        if bytes.allSatisfy({ $0 == 32 || $0 == 10 || $0 == 13 || $0 == 9 }) { return .absent("empty") }
        return .bytes(bytes)
    }

    var route: Route { Route(method: method, path: path) }
    var isGood: Bool { (200..<300).contains(status) }

    /// The response taken apart, or why that is not to be had.
    var answer: Result<RecordedAnswer, Skip> {
        switch response {
        case .absent(let reason): .failure(Skip("response body: \(reason)"))
        case .bytes(let bytes): Result { () throws(Skip) in try RecordedAnswer(bytes, route) }
        }
    }
}

/// A response's body taken apart.
enum RecordedAnswer {
    /// One JSON value.
    case message(JSON, bytes: [UInt8])
    /// The values of a stream in order, the error object after them where there is one, and whether it came to its end.
    case stream([JSON], shape: Route.Shape, bytes: [UInt8], error: JSON?, isWhole: Bool)

    /// Takes a body apart; throws why it holds no JSON.
    init(_ bytes: [UInt8], _ route: Route) throws(Skip) {
        if ["data:", "event:", ":", "id:", "retry:"].contains(where: { bytes.starts(with: $0.utf8) }) {
            self = try Self.events(bytes)
            return
        }
        let first = bytes.first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 } ?? 0
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            throw Skip(bytes.starts(with: "<".utf8) ? "a page of HTML" : "a body that is no JSON")
        }
        guard let json = try? JSON(parsing: bytes) else {
            self = try Self.unusual(bytes)
            return
        }
        guard route.operation == .streamGenerateContent, let elements = json.array, elements.first?["error"] == nil else {
            self = .message(json, bytes: bytes)
            return
        }
        self = .stream(elements, shape: .array, bytes: bytes, error: nil, isWhole: true)
    }

    /// What hand-written recordings hold: a trailing comma, or the chunks of a stream one a line.
    private static func unusual(_ bytes: [UInt8]) throws(Skip) -> RecordedAnswer {
        if let json = try? JSON(parsing: bytes, .lenient) { return .message(json, bytes: bytes) }
        return .stream(try lines(bytes), shape: .events, bytes: bytes, error: nil, isWhole: false)
    }

    private static func lines(_ bytes: [UInt8]) throws(Skip) -> [JSON] {
        var values: [JSON] = []
        for line in bytes.split(separator: 10) where !line.allSatisfy({ $0 == 13 || $0 == 32 }) {
            do { values.append(try JSON(parsing: Array(line))) } catch { throw Skip("broken in the recording: \(error.message)") }
        }
        return values
    }

    private static func events(_ bytes: [UInt8]) throws(Skip) -> RecordedAnswer {
        var decoder = EventStreamDecoder()
        var events = decoder.feed(bytes)
        let isWhole = decoder.isAtBoundary && decoder.stray.isEmpty
        decoder.finish()
        // What other recorders cut off the end is the last blank line.
        if !isWhole, decoder.stray.isEmpty { events += decoder.feed([10, 10]) }
        var values: [JSON] = []
        var isFramed = true
        for event in events where event.data != Array("[DONE]".utf8) {
            if let value = try? JSON(parsing: event.data) {
                values.append(value)
            } else {
                values += try lines(event.data)
                isFramed = false
            }
        }
        var stray: JSON?
        if !decoder.stray.isEmpty {
            do { stray = try JSON(parsing: decoder.stray) } catch { throw Skip("broken in the recording: text between the events") }
        }
        return .stream(values, shape: .events, bytes: bytes, error: stray, isWhole: isWhole && isFramed)
    }
}

/// Why something is not checked, or cannot be.
struct Skip: Error {
    var reason: String
    var isFailure = false

    init(_ reason: String, isFailure: Bool = false) {
        self.reason = reason
        self.isFailure = isFailure
    }
}
