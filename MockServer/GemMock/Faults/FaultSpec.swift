internal import GemCore

/// A fault's text taken apart: `KIND[;name=value…]`.
struct FaultSpec {
    /// The whole text, for messages.
    let text: String
    let kind: String
    /// The values by their names in lower case.
    let values: [String: String]

    /// What every kind may carry: when it strikes.
    static let orderNames: Set<String> = ["times", "id", "skip", "rate", "seed", "operation", "model"]

    /// The error answers that can be asked for.
    static let codes = [400, 401, 403, 404, 429, 499, 500, 503, 504]

    /// What each kind takes beside that.
    static let kinds: [String: [String]] = [
        "drop": [], "reset": ["after", "bytes"], "unreachable": [], "cut": ["after", "bytes"], "error-mid-stream": ["after", "code"],
        "stall": ["after", "for"], "slow": ["bytes"], "garbage": ["after"], "duplicate": ["after"], "empty": [], "html": ["code"],
        "early-end": ["after"],
    ]

    init(_ text: String) throws(GemError) {
        var parts = text.split(separator: ";", omittingEmptySubsequences: true).map { $0.trimmed }[...]
        let kind = parts.popFirst()?.lowercased() ?? ""
        let code = Int(kind).flatMap { Self.codes.contains($0) ? $0 : nil }
        guard let own = code == nil ? Self.kinds[kind] : code == 429 ? ["retry", "per"] : ["retry"] else {
            let known = Self.codes.map(String.init) + Self.kinds.keys.sorted()
            throw GemError(.badInput, "Fault \"\(text)\": there is no fault \"\(kind)\"; there are \(known.joined(separator: ", ")).")
        }
        var values: [String: String] = [:]
        for part in parts where !part.isEmpty {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard pair.count == 2 else { throw GemError(.badInput, "Fault \"\(text)\": \"\(part)\" is not name=value.") }
            let name = pair[0].lowercased()
            guard own.contains(name) || Self.orderNames.contains(name) else {
                let known = own + Self.orderNames.sorted()
                throw GemError(
                    .badInput, "Fault \"\(text)\": there is no parameter \"\(name)\"; \(kind) takes \(known.joined(separator: ", ")).")
            }
            guard values.updateValue(pair[1], forKey: name) == nil else {
                throw GemError(.badInput, "Fault \"\(text)\": \(name) is given twice.")
            }
        }
        (self.text, self.kind, self.values) = (text, kind, values)
    }

    /// The fault itself.
    func fault() throws(GemError) -> Fault {
        let after = try count("after")
        switch kind {
        case "drop": return .drop
        case "reset": return try count("bytes").map { .resetBytes(after: $0) } ?? .reset(afterEvents: after)
        case "unreachable": return .unreachable
        case "cut": return try count("bytes").map { .cutBytes(after: $0) } ?? .cut(afterEvents: after ?? 1)
        case "error-mid-stream": return .errorMidStream(afterEvents: after ?? 1, status: try code() ?? 503)
        case "stall": return .stall(afterEvents: after, milliseconds: try milliseconds("for"))
        case "slow": return .slow(bytesPerSecond: max(1, try count("bytes") ?? 1024))
        case "garbage": return .garbage(afterEvents: after, seed: try seed())
        case "duplicate": return .duplicate(afterEvents: after ?? 1)
        case "empty": return .empty
        case "html": return .html(try code() ?? 502)
        case "early-end": return .earlyEnd(afterEvents: after)
        default:
            let perDay = values["per"].map { $0.lowercased() } ?? "minute"
            guard ["minute", "day"].contains(perDay) else { throw wrong("per", "minute or day") }
            return .status(Int(kind) ?? 500, retryMilliseconds: try milliseconds("retry"), perDay: perDay == "day")
        }
    }

    /// A count from 0 up; nil where the text gives none.
    func count(_ name: String) throws(GemError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), value >= 0 else { throw wrong(name, "a whole number from 0 up") }
        return value
    }

    /// The seed; 0 where the text gives none.
    func seed() throws(GemError) -> UInt64 {
        guard let text = values["seed"] else { return 0 }
        guard let value = UInt64(text) else { throw wrong("seed", "a whole number from 0 up") }
        return value
    }

    /// What a parameter should have been.
    func wrong(_ name: String, _ wanted: String) -> GemError {
        GemError(.badInput, "Fault \"\(text)\": \(name)=\(values[name] ?? "") is not \(wanted).")
    }

    private func milliseconds(_ name: String) throws(GemError) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let value = Interval.milliseconds(text) else { throw wrong(name, "a span of time such as 300ms, 2s, 1m") }
        return value
    }

    private func code() throws(GemError) -> Int? {
        guard let value = try count("code") else { return nil }
        guard (400...599).contains(value) else { throw wrong("code", "an error's HTTP status, 400 to 599") }
        return value
    }
}

extension Substring {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
