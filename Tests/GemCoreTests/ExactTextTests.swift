import GemCore
import HTTPTypes
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

    @Test(arguments: [
        ("/v1beta/models/a%FF:generateContent", false), ("/v1beta/models/a:generateContent?x=%C3", false),
        ("/v1beta/models/a%C3/%A9:generateContent", false), ("/v1beta/models/caf%C3%A9:generateContent?x=%e2%84%aa", true),
        ("/v1beta/models/a%:generateContent?x=%zz", true),
    ])
    func aPathOfOtherBytesThanTextAsksNoQuestion(path: String, isQuestion: Bool) throws {
        let question = try Question.read(method: .post, path: path, body: Array(#"{"contents":[]}"#.utf8))
        #expect((question != nil) == isQuestion)
    }
}
