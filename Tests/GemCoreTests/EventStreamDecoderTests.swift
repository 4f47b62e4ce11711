import GemCore
import Testing

@Suite struct EventStreamDecoderTests {
    static let text = "data: {\"a\": 1}\r\n\r\ndata: x\ndata: y\n\n: note\nevent: done\ndata: [DONE]\n\n"
    static let events: [EventStreamDecoder.Event] = [
        .init(data: Array("{\"a\": 1}".utf8)), .init(data: Array("x\ny".utf8)), .init(name: "done", data: Array("[DONE]".utf8)),
    ]

    @Test func everySplitGivesTheSameEvents() {
        let bytes = Array(Self.text.utf8)
        for split in 0...bytes.count {
            var decoder = EventStreamDecoder()
            var events = decoder.feed(Array(bytes[..<split]))
            events += decoder.feed(Array(bytes[split...]))
            #expect(events == Self.events)
            #expect(decoder.isAtBoundary)
        }
    }

    @Test(arguments: ["\r\n", "\n", "\r"])
    func everyTwoSplitsGiveTheSameEventsWhateverEndsALine(end: String) {
        let bytes = Array(Self.text.replacing("\r\n", with: "\n").replacing("\n", with: end).utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var decoder = EventStreamDecoder()
                var events: [EventStreamDecoder.Event] = []
                for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] { events += decoder.feed(Array(piece)) }
                // A carriage return at the very end may be half of a line's end.
                if end == "\r" { events += decoder.feed([10]) }
                guard events == Self.events, decoder.isAtBoundary else {
                    Issue.record("cut at \(first) and \(second): \(events)")
                    return
                }
            }
        }
    }

    @Test func aBareErrorObjectIsStray() {
        var decoder = EventStreamDecoder()
        let events = decoder.feed(Array("data: 1\r\n\r\n{\n  \"error\": {\n    \"code\": 499\n  }\n}\n".utf8))
        decoder.finish()
        #expect(events.count == 1)
        #expect(String(decoding: decoder.stray, as: UTF8.self).contains("\"code\": 499"))
    }

    @Test func anEventWithoutItsBlankLineIsNotComplete() {
        var decoder = EventStreamDecoder()
        #expect(decoder.feed(Array("data: half".utf8)).isEmpty)
        #expect(!decoder.isAtBoundary)
    }
}
