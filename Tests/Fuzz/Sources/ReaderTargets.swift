import GemCore

/// JSON reads, in either dialect, and what is written reads back the same.
enum JSONTarget: FuzzTarget {
    static let name = "json"

    static func run(_ bytes: [UInt8]) {
        let strict = try? JSON(parsing: bytes)
        let lenient = try? JSON(parsing: bytes, .lenient)
        if let strict { hold(lenient == strict, "the lenient dialect reads strict JSON otherwise") }
        guard let json = lenient else { return }
        for layout in [JSON.Layout.compact, .line, .pretty, .readable] {
            hold((try? JSON(parsing: json.bytes(layout))) == json, "\(layout) does not read back")
        }
        _ = json.int
        _ = JSONDifference.first(json, strict ?? .null)?.excerpts()
    }
}

/// Streams read the same however their bytes are cut.
enum EventsTarget: FuzzTarget {
    static let name = "events"

    static func run(_ bytes: [UInt8]) {
        for shape in [Route.Shape.events, .array, .unary] {
            let whole = read(bytes, shape, by: max(1, bytes.count))
            for size in [1, 3] { hold(read(bytes, shape, by: size) == whole, "\(shape) in pieces of \(size) reads otherwise") }
            guard case .whole(let answer) = whole else { continue }
            for wanted in [Route.Shape.events, .array, .unary] { _ = try? answer.bytes(as: wanted) }
            if let merged = try? answer.merged() { _ = StreamMerge.isComplete([merged]) }
            let encoded = answer.encoded
            hold(Answer(encoded: encoded.span.bytes) == answer, "an answer is stored otherwise")
        }
        _ = Answer(encoded: bytes.span.bytes)
    }

    private static func read(_ bytes: [UInt8], _ shape: Route.Shape, by size: Int) -> AnswerReader.Outcome {
        let now = Timestamp(microseconds: 0)
        var reader = AnswerReader(shape: shape, start: now)
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.feed(Array(bytes[start..<min(start + size, bytes.count)]), at: now)
        }
        return reader.finish()
    }
}
