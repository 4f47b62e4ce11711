import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON reads, in either dialect, as Foundation reads it, and what is written reads back the same.
enum JSONTarget: FuzzTarget {
    static let name = "json"

    static func run(_ bytes: [UInt8]) {
        let strict = try? JSON(parsing: bytes)
        let lenient = try? JSON(parsing: bytes, .lenient)
        if let strict { hold(lenient == strict, "the lenient dialect reads strict JSON otherwise") }
        let isRead = isRead(byFoundation: bytes)
        hold(strict == nil || isRead || isMatterOfTaste(bytes), "Foundation does not take this for JSON, and we do")
        // The other way round Foundation is the lax one: it reads `[1,]`.
        hold(strict != nil || !isRead || isMatterOfTaste(bytes) || lenient != nil, "Foundation takes this for JSON, and we do not")
        guard let json = lenient else { return }
        for layout in [JSON.Layout.compact, .line, .pretty, .readable] {
            hold((try? JSON(parsing: json.bytes(layout))) == json, "\(layout) does not read back")
        }
        _ = json.int
        _ = JSONDifference.first(json, strict ?? .null)?.excerpts()
    }

    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {
            if let object = try? decoder.container(keyedBy: Name.self) {
                for key in object.allKeys { _ = try object.decode(Anything.self, forKey: key) }
            } else if var array = try? decoder.unkeyedContainer() {
                while !array.isAtEnd { _ = try array.decode(Anything.self) }
            } else {
                // Foundation looks at a number only when it is wanted.
                let value = try decoder.singleValueContainer()
                guard !value.decodeNil(), (try? value.decode(Bool.self)) == nil, (try? value.decode(String.self)) == nil else { return }
                _ = try value.decode(Double.self)
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func isRead(byFoundation bytes: [UInt8]) -> Bool { (try? JSONDecoder().decode(Anything.self, from: Data(bytes))) != nil }

    /// What RFC 8259 leaves to the reader: text that is no UTF-8 or begins with a mark, NUL bytes, lone surrogates, depth, and numbers too large for a double.
    private static func isMatterOfTaste(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("e") || text.contains("E") || text.utf8.count > 300 { return true }
        return Array(text.utf8) != bytes || bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.contains(0) || text.contains("\\u")
            || bytes.filter { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }.count > 150
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
