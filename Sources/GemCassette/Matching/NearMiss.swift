internal import GemCore
internal import HTTPTypes

/// The recording that comes nearest to a request without one, and where the two part.
struct NearMiss: Sendable {
    /// The recording's number in the file, from 1.
    let number: Int
    let interaction: Interaction
    /// The first difference; nil where only the form of the answer differs.
    let difference: JSONDifference?

    /// Looks among the recordings of the same operation, else of any, for the one with the fewest and smallest differences.
    static func find(_ inquiry: Inquiry, in entries: [PlayList.Entry]) -> NearMiss? {
        let asked = inquiry.request.comparable
        let same = entries.indices.filter { entries[$0].reading.form.isKin(of: inquiry.reading.form) }
        var best: (distance: Double, near: NearMiss)?
        for index in same.isEmpty ? Array(entries.indices) : same {
            let entry = entries[index]
            let differences =
                entry.reading.identity == inquiry.reading.identity
                ? [] : JSONDifference.all(entry.interaction.request.comparable, asked, upTo: 200)
            let distance = differences.reduce(0) { $0 + $1.size }
            if let best, best.distance <= distance { continue }
            best = (distance, NearMiss(number: index + 1, interaction: entry.interaction, difference: differences.first))
        }
        return best?.near
    }

    /// The error for a request without a recording: what was asked, what comes nearest, and how to record it.
    static func error(_ inquiry: Inquiry, in entries: [PlayList.Entry], cassette: String, command: String) -> GemError {
        let asked = "\(inquiry.request.method.rawValue) \(inquiry.request.path)"
        var lines = ["No recording in \(cassette) answers \(asked)."]
        if inquiry.reading.isSecret {
            lines[0] += " It carries or fetches a secret, such as an MCP server's headers; such requests are never recorded."
            return GemError(.notRecorded, lines.joined(separator: "\n"))
        }
        if let near = find(inquiry, in: entries) {
            let request = near.interaction.request
            lines.append(
                "Nearest: recording \(near.number), \(request.method.rawValue) \(request.path), of \(near.interaction.recordedAt).")
            if let difference = near.difference {
                let (recorded, now) = difference.excerpts()
                lines.append("First difference at \(difference.path):")
                lines.append("  recorded: \(recorded)")
                lines.append("  asked:    \(now)")
            } else {
                lines.append("It is the same question, but its recorded answer does not come in the form that is asked for now.")
            }
        } else {
            lines.append("The cassette is empty.")
        }
        lines.append("To record it: \(command)")
        return GemError(.notRecorded, lines.joined(separator: "\n"))
    }
}

extension RecordedRequest {
    /// The request as one value in which differences are looked for, spelled so that what keys ignore is not named as a difference.
    var comparable: JSON {
        let route = self.route
        let isKnown = route.operation != .other
        var members: [JSON.Object.Member] = [.init("method", .string(method.rawValue))]
        if isKnown, !route.model.isEmpty {
            members.append(.init("model", .string(route.model)))
        } else {
            members.append(.init("path", .string(Redaction.url(path) { _ in nil })))
        }
        for name in UploadHeaders.telling {
            if let value = headers[name] { members.append(.init(name.canonicalName, .string(value))) }
        }
        if options.sample > 0 { members.append(.init("x-gemcache-sample", .int(options.sample))) }
        if !options.namespace.isEmpty { members.append(.init("x-gemcache-namespace", .string(options.namespace))) }
        switch body {
        case .none: break
        case .json(.object(let object), _):
            members.append(contentsOf: object.members.filter { $0.name != "model" }.map { .init(Self.camel($0.name), $0.value.camelNames) })
        default: members.append(.init("body", body.summary))
        }
        return .object(JSON.Object(members))
    }

    fileprivate static func camel(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}

extension JSON {
    fileprivate var camelNames: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.camelNames))
        case .object(let object):
            .object(Object(object.members.filter { $0.value != .null }.map { .init(RecordedRequest.camel($0.name), $0.value.camelNames) }))
        default: self
        }
    }
}

extension JSONDifference {
    /// Between 1 for texts that nearly agree and 2 for values that have nothing in common.
    fileprivate var size: Double {
        guard let left = left?.string?.utf8, let right = right?.string?.utf8 else { return 2 }
        let longest = max(left.count, right.count, 1)
        let start = zip(left, right).prefix { $0 == $1 }.count
        let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        return 2 - Double(start + end) / Double(longest)
    }
}

extension RecordedBody {
    fileprivate var summary: JSON {
        switch self {
        case .none: .null
        case .json(let value, _): value
        case .text(let text): .string(text)
        case .bytes(let bytes): .string("\(bytes.count) bytes with the hash \(Digest(of: bytes))")
        case .digest(let digest, let length): .string("\(length) bytes with the hash \(digest)")
        }
    }
}
