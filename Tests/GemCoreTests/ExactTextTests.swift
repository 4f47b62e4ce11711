import GemCore
import Testing

@Suite struct ExactTextTests {
    @Test(arguments: [("caf\u{e9}", "cafe\u{301}"), ("K", "\u{212a}"), ("\u{c5}", "\u{212b}"), ("\u{212b}", "A\u{30a}")])
    func equivalentTextsAreNotTheSameBytes(text: String, other: String) {
        #expect(text == other)
        #expect(!text.isExactly(other) && ExactText(text) != ExactText(other))
        #expect(Set([ExactText(text), ExactText(other), ExactText(text)]).count == 2)
        #expect((ExactText(text) < ExactText(other)) != (ExactText(other) < ExactText(text)))
        var (options, others) = (RequestOptions(), RequestOptions())
        (options.namespace, others.namespace) = (text, other)
        #expect(options != others && Set([options, others]).count == 2)
    }
}
