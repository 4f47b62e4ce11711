import Testing

@testable import GemCLI

/// Where a line stands on a terminal.
@Suite struct LineScreenTests {
    private func screen(_ text: String, cursor: Int? = nil, columns: Int = 10, height: Int = 24) -> LineScreen {
        LineScreen("> ", Array(text), cursor: cursor ?? text.count, columns: columns, height: height)
    }

    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("ｱ", 1), ("한", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("\u{200B}", 0), ("\t", 4),
    ])
    func charactersTakeTheirColumns(text: String, width: Int) { #expect(DisplayWidth.of(text) == width) }

    @Test func aLongLineWrapsAndTheCursorStandsInItsRow() {
        let long = screen("abcdefghijkl", cursor: 9)
        #expect(long.rows == ["> abcdefgh", "ijkl"])
        #expect(long.cursor == (1, 1))
        #expect(screen("abcdefgh").cursor == (1, 0))
        #expect(screen("abcdefgh").rows == ["> abcdefgh", ""])
    }

    @Test func aWideCharacterIsNotCutInTwo() {
        #expect(screen("abcdefg漢x").rows == ["> abcdefg", "漢x"])
        #expect(screen("abcdefg漢x", cursor: 7).cursor == (1, 0))
    }

    @Test func newlinesBeginRows() {
        #expect(screen("a\nb\n").rows == ["> a", "b", ""])
        #expect(screen("a\nb\n").cursor == (2, 0))
    }

    @Test func whatIsHigherThanTheTerminalShowsTheRowsAroundTheCursor() {
        let text = (0..<20).map(String.init).joined(separator: "\n")
        #expect(screen(text, height: 3).rows == ["17", "18", "19"])
        #expect(screen(text, cursor: 0, height: 3).rows == ["> 0", "1", "2"])
    }

    @Test func drawingGoesUpToWhereItBeganAndBackToTheCursor() {
        #expect(screen("ab", cursor: 1).text(over: 2) == "\u{1B}[2A\r\u{1B}[J> ab\r\u{1B}[3C")
        #expect(screen("abcdefghij", cursor: 0).text(over: 0) == "\r\u{1B}[J> abcdefgh\r\nij\u{1B}[1A\r\u{1B}[2C")
        #expect(screen("abcdefghij", cursor: 0).end == "\u{1B}[1B\r\n")
    }
}
