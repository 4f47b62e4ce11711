import GemCore

/// Prints rows as they come: a line each, or one JSON object with a list of answers and, behind it, one of embeddings.
struct CacheListing {
    private let isJSON: Bool
    private var text = ""
    private var (hasBegun, isAtVectors, hasRow) = (false, false, false)
    private static let flushSize = 32 << 10

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Prints a row; of JSON, embeddings come behind all answers. Throws where nobody reads any more.
    mutating func add(_ row: CacheRow) throws {
        if isJSON {
            begin()
            if row.dimensions != nil, !isAtVectors { beginVectors() }
            text += (hasRow ? ",\n    " : "\n    ") + row.json.text(.compact)
        } else {
            text += row.line + "\n"
        }
        hasRow = true
        guard text.utf8.count > Self.flushSize else { return }
        flush()
        try Console.check()
    }

    /// Prints what ends the list.
    mutating func end() {
        if isJSON {
            begin()
            if !isAtVectors { beginVectors() }
            text += hasRow ? "\n  ]\n}\n" : "]\n}\n"
        }
        flush()
        if !isJSON, !hasRow { Console.note("Nothing is stored that fits.") }
    }

    private mutating func begin() {
        if !hasBegun { text += "{\n  \"entries\": [" }
        hasBegun = true
    }

    private mutating func beginVectors() {
        text += (hasRow ? "\n  " : "") + "],\n  \"vectors\": ["
        (isAtVectors, hasRow) = (true, false)
    }

    private mutating func flush() {
        Console.write(text)
        text = ""
    }
}
