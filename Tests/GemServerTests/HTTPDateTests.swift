import GemCore
import Testing

@testable import GemServer

@Suite struct HTTPDateTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_795_261_367, "Sat, 21 Nov 2026 11:42:47 GMT"),
    ])
    func datesAreSpelledAsHTTPDoes(_ second: Int64, _ text: String) {
        #expect(HTTPDate.text(Timestamp(microseconds: second * 1_000_000)) == text)
    }
}
