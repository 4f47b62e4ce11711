import GemCore
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        "1970-01-01T00:00:00.000000Z", "2026-07-28T02:24:45.254017Z", "2000-02-29T23:59:59.999999Z", "1969-12-31T23:59:59.000000Z",
    ])
    func textReadsBackUnchanged(text: String) {
        #expect(Timestamp(text)?.description == text)
    }

    @Test func decimalsAndOffsetsAreRead() {
        #expect(Timestamp("2026-07-30T04:24:45.088445427+02:00") == Timestamp("2026-07-30T02:24:45.088445Z"))
        #expect(Timestamp("2026-13-01T00:00:00Z") == nil)
        #expect(Timestamp("yesterday, in short") == nil)
    }
}
