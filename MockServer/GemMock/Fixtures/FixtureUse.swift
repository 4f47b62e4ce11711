internal import GemCore

/// A fixture and how often it has answered.
public struct FixtureUse: Sendable, Hashable {
    /// The file it stands in, and which one of it: `answers.json #2 (line 14)`.
    public var source: String
    /// What it answers, in words.
    public var matches: String
    /// How often it has answered since the start or the last reset.
    public var uses: Int
    /// How often it can still answer; nil for always.
    public var left: Int?

    init(_ row: FixtureRow) {
        source = row.fixture.source
        matches = row.fixture.match.description
        uses = row.uses
        left = row.left
    }

    /// The line of `/__mock/fixtures`.
    var json: JSON {
        .members(["source": .string(source), "matches": .string(matches), "uses": .int(uses), "left": left.map { .int($0) }])
    }
}

/// A fixture file that could not be read again; its last good version still answers.
public struct FixtureProblem: Sendable, Hashable {
    /// The file.
    public var source: String
    /// What is wrong with it, and where.
    public var message: String

    var json: JSON { ["source": .string(source), "message": .string(message)] }
}

extension FixtureMatch: CustomStringConvertible {
    /// The conditions, in words; `anything` without any.
    var description: String {
        var words: [String] = []
        if let key { words.append("key \(key)") }
        if !operation.isEmpty { words.append(operation) }
        if !model.isEmpty { words.append(model) }
        if let text { words.append("text \(text)") }
        if !method.isEmpty { words.append(method) }
        if let path { words.append("path \(path)") }
        return words.isEmpty ? "anything" : words.joined(separator: ", ")
    }
}

extension FixtureMatch.Pattern: CustomStringConvertible {
    var description: String {
        switch self {
        case .substring(let text): "\"\(text)\""
        case .exact(let text): "= \"\(text)\""
        case .expression(let source): "/\(source)/"
        }
    }
}
