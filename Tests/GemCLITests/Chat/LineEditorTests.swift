import Testing

@testable import GemCLI

/// Typing, byte by byte, without a terminal.
@Suite struct LineEditorTests {
    /// Types bytes; gives the editor and what the last one led to.
    private func typed(_ text: String, history: [String] = [], words: [String] = []) -> (LineEditor, LineEditor.Outcome?) {
        var editor = LineEditor(history: history, words: words)
        var last: LineEditor.Outcome?
        for byte in text.utf8 { last = editor.feed(byte) }
        return (editor, last)
    }

    @Test(arguments: [
        ("ac\u{1B}[Db", "abc"), ("bc\u{01}a", "abc"), ("ab\u{1B}[H\u{1B}[Fc", "abc"), ("ab\u{1B}OH\u{1B}[4~c", "abc"),
        ("abcd\u{7F}", "abc"),
        ("xabc\u{01}\u{04}", "abc"), ("abcx\u{1B}[D\u{1B}[3~", "abc"), ("abcdef\u{1B}[D\u{1B}[D\u{1B}[D\u{0B}", "abc"),
        ("xyzabc\u{02}\u{02}\u{02}\u{15}", "abc"), ("one two\u{17}three", "one three"), ("one two\u{1B}b\u{1B}bx", "xone two"),
        ("one two\u{1B}[1;5D\u{1B}[1;3Cx", "one twox"), ("ab\u{15}\u{19}\u{19}", "abab"), ("a\u{1B}\rb", "a\nb"), ("a\u{1B}[99zb", "ab"),
        ("a\u{1B}[31;1;5;7Zb", "ab"), ("", ""),
    ])
    func keysEditTheLine(bytes: String, text: String) { #expect(typed(bytes).0.text == text) }

    @Test func theCursorMovesOverWholeCharacters() {
        #expect(typed("né漢👩‍👩‍👧🇫🇷\u{1B}[D\u{1B}[D\u{1B}[Dx").0.text == "néx漢👩‍👩‍👧🇫🇷")
        #expect(typed("e\u{301}\u{7F}").0.text.isEmpty)
        #expect(typed("👍🏽\u{02}").0.cursor == 0)
    }

    @Test func bytesThatAreNoTextAreLeftOut() {
        var editor = LineEditor()
        for byte: UInt8 in [0xFF, 0x80, 0xC3, 0x41, 0xE6, 0xBC, 0x42, 0xF5, 0xC0, 0x80, 0x43] { _ = editor.feed(byte) }
        #expect(editor.text == "ABC")
    }

    @Test func everyByteAfterEveryByteIsBorne() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                var editor = LineEditor(history: ["one"], words: ["/help"])
                for byte in [0x61, first, second, 0x5B, 0x41, first] { _ = editor.feed(byte) }
                guard (0...editor.characters.count).contains(editor.cursor) else {
                    Issue.record("The cursor is out of the line after \(first) \(second).")
                    return
                }
            }
        }
    }

    @Test func aPasteIsOneTextWithItsLinesAndSubmitsNothing() {
        let (editor, last) = typed("a\u{1B}[200~one\r\ntwo\rthree\u{1B}[31mred\u{07}\u{1B}[201~")
        #expect(editor.text == "aone\ntwo\nthree[31mred")
        #expect(last == .edited)
    }

    @Test func enterSubmitsAndControlKeysEndOrStop() {
        #expect(typed("hello\r").1 == .submitted("hello"))
        #expect(typed("hello\n").1 == .submitted("hello"))
        #expect(typed("\u{04}").1 == .ended)
        #expect(typed("hello\u{03}").1 == .interrupted)
        #expect(typed("\u{0C}").1 == .cleared)
    }

    @Test func upAndDownGoThroughTheHistoryAndBackToTheDraft() {
        let history = ["first", "second"]
        #expect(typed("dr\u{1B}[A", history: history).0.text == "second")
        #expect(typed("dr\u{1B}[A\u{1B}[A\u{1B}[A", history: history).0.text == "first")
        #expect(typed("dr\u{1B}[A\u{10}\u{1B}[B\u{0E}", history: history).0.text == "dr")
        #expect(typed("\u{1B}[A!\r", history: history).1 == .submitted("second!"))
    }

    @Test func aSearchFindsTheNewestAndGoesOnToOlder() {
        let history = ["a boat", "a ship", "the boat", "last"]
        #expect(typed("\u{12}boat\r", history: history).1 == .submitted("the boat"))
        #expect(typed("\u{12}boat\u{12}\u{05}!", history: history).0.text == "a boat!")
        #expect(typed("dr\u{12}boat\u{07}", history: history).0.text == "dr")
        #expect(typed("\u{12}none\r", history: history).1 == .submitted(""))
        #expect(typed("\u{12}bo", history: history).0.shown("> ").prompt == "(search 'bo') ")
    }

    @Test func tabCompletesACommandThatIsTheOnlyOne() {
        #expect(typed("/he\t", words: ["/help", "/history"]).0.text == "/help")
        #expect(typed("/h\t", words: ["/help", "/history"]).0.text == "/h")
    }
}
