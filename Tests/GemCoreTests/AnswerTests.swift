import GemCore
import Testing

@Suite struct AnswerTests {
    static let events =
        "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"a\"}],\"role\": \"model\"},\"index\": 0}]}\r\n\r\n"
        + "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"b\"}],\"role\": \"model\"},\"finishReason\": \"STOP\",\"index\": 0}]}\r\n\r\n"

    static func read(_ text: String, _ shape: Route.Shape, split: Int = 0) -> AnswerReader.Outcome {
        var reader = AnswerReader(shape: shape, start: Timestamp(microseconds: 0))
        let bytes = Array(text.utf8)
        reader.feed(Array(bytes[..<split]), at: Timestamp(microseconds: 10))
        reader.feed(Array(bytes[split...]), at: Timestamp(microseconds: 30))
        return reader.finish()
    }

    static func whole(_ text: String, _ shape: Route.Shape) throws -> Answer {
        guard case .whole(let answer) = read(text, shape) else { throw GemError(.internal, "not whole") }
        return answer
    }

    @Test func eventsComeOutAsTheyWentIn() throws {
        #expect(try Self.whole(Self.events, .events).bytes(as: .events) == Array(Self.events.utf8))
    }

    @Test func anArrayOfTheStreamReadsBackIntoTheSameEvents() throws {
        let array = try Self.whole(Self.events, .events).bytes(as: .array)
        let text = String(decoding: array, as: UTF8.self)
        #expect(text.hasPrefix("[{\n  \"candidates\": [") && text.hasSuffix("}\n]") && text.contains("}\n,\r\n{"))
        for split in [0, 1, 40, array.count - 1] {
            guard case .whole(let again) = Self.read(text, .array, split: split) else { throw GemError(.internal, "split \(split)") }
            #expect(try again.bytes(as: .array) == array)
            #expect(try again.bytes(as: .events) == Array(Self.events.utf8))
        }
    }

    @Test func aStreamAskedForAsUnaryIsMerged() throws {
        let json = try JSON(parsing: Self.whole(Self.events, .events).bytes(as: .unary))
        #expect(json["candidates"]?[0]?["content"]?["parts"]?[0]?["text"] == "ab")
        #expect(json["candidates"]?[0]?["finishReason"] == "STOP")
    }

    @Test func aUnaryAnswerIsServedAsOneEvent() throws {
        let answer = try Self.whole("{\n  \"a\": [\n    1\n  ]\n}\n", .unary)
        #expect(try answer.bytes(as: .events) == Array("data: {\"a\": [1]}\r\n\r\n".utf8))
        #expect(try answer.bytes(as: .array) == Array("[{\n  \"a\": [\n    1\n  ]\n}\n]".utf8))
    }

    @Test(
        arguments: [
            (String(events.dropLast(1)), Route.Shape.events), (events + "{\n  \"error\": {\n    \"code\": 499\n  }\n}\n", .events),
            ("", .events),
            ("[{\"a\": 1}\n", .array), ("[{\"a\": 1}]x", .array), ("", .array),
        ] as [(String, Route.Shape)])
    func anAnswerThatEndsEarlyIsBroken(text: String, shape: Route.Shape) {
        guard case .broken = Self.read(text, shape) else {
            Issue.record("\(text) was taken as whole")
            return
        }
    }

    @Test func theStoredFormReadsBackAndNothingElseDoes() throws {
        let answer = try Self.whole(Self.events, .events)
        let bytes = answer.encoded
        let again = Answer(encoded: bytes.span.bytes)
        #expect(again == answer)
        for count in 0..<bytes.count {
            let cut = Array(bytes[..<count])
            let nothing = Answer(encoded: cut.span.bytes)
            #expect(nothing == nil)
        }
    }
}
