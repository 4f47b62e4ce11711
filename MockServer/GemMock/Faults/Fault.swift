internal import GemCore

/// What goes wrong with an exchange.
public enum Fault: Sendable, Hashable {
    /// An error answer with the API's own body; 429 carries QuotaFailure and RetryInfo (two seconds unless told).
    case status(Int, retryMilliseconds: Int64? = nil)
    /// The request is taken and the connection lost before any answer.
    case drop
    /// Nothing can be sent at all.
    case unreachable
    /// The connection is lost after some events of the answer; in the middle of an answer that is one message.
    case cut(afterEvents: Int)
    /// The connection is lost after some bytes: of an upload's data where the request carries any, else of the answer.
    case cutBytes(after: Int)
    /// An error object among the events of a stream, after some of them; an error status for an answer that is one message.
    case errorMidStream(afterEvents: Int, status: Int)
    /// Silence, until the test resumes it or the caller gives up: before the answer, or after some events of it.
    case stall(afterEvents: Int? = nil)

    /// The word a request header or a log names it by.
    var name: String {
        switch self {
        case .status(let code, _): String(code)
        case .drop: "drop"
        case .unreachable: "unreachable"
        case .cut, .cutBytes: "cut"
        case .errorMidStream: "error-mid-stream"
        case .stall: "stall"
        }
    }

    /// Whether it strikes bytes, of which an upload's start has none.
    var needsData: Bool {
        switch self {
        case .cut, .cutBytes: true
        default: false
        }
    }

    /// Reads `KIND[;name=value…]` as the header `x-mock-fault` spells it; nil for a kind that is not known.
    public init?(_ text: String) {
        let spec = FaultSpec(text)
        let after = spec.values["after"].flatMap { Int($0) }
        switch spec.kind {
        case "drop": self = .drop
        case "unreachable": self = .unreachable
        case "cut":
            if let bytes = spec.values["bytes"].flatMap({ Int($0) }) {
                self = .cutBytes(after: bytes)
            } else {
                self = .cut(afterEvents: after ?? 1)
            }
        case "error-mid-stream": self = .errorMidStream(afterEvents: after ?? 1, status: spec.values["code"].flatMap { Int($0) } ?? 503)
        case "stall": self = .stall(afterEvents: after)
        default:
            guard let code = Int(spec.kind), [400, 401, 403, 404, 429, 499, 500, 503, 504].contains(code) else { return nil }
            self = .status(code, retryMilliseconds: spec.values["retry"].flatMap { FaultSpec.milliseconds($0) })
        }
    }
}

/// The parts of a fault's text.
struct FaultSpec {
    var kind: String
    var values: [String: String] = [:]

    init(_ text: String) {
        var parts = text.split(separator: ";").map { $0.split(separator: " ").joined() }
        kind = parts.isEmpty ? "" : parts.removeFirst().lowercased()
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { values[pair[0].lowercased()] = String(pair[1]) }
        }
    }

    /// Reads `2s`, `1.5s`, `300ms` or bare seconds.
    static func milliseconds(_ text: String) -> Int64? {
        let (digits, scale): (Substring, Double) =
            text.hasSuffix("ms") ? (text.dropLast(2), 1) : text.hasSuffix("s") ? (text.dropLast(), 1000) : (text[...], 1000)
        guard let value = Double(digits), value >= 0, value < 1e9 else { return nil }
        return Int64(value * scale)
    }
}
