import Testing

@testable import GemCLI

/// Sizes and ages on the command line.
@Suite struct SizeTests {
    @Test(arguments: [
        ("1", 1), ("1024B", 1024), ("2GiB", 2 << 30), ("2gib", 2 << 30), ("500MB", 500_000_000), ("1.5K", 1536), ("1T", 1 << 40),
        ("3kb", 3000),
    ])
    func aSizeIsRead(text: String, bytes: Int64) { #expect(ByteSize(argument: text)?.bytes == bytes) }

    @Test(arguments: ["", "0", "GiB", "-1", "1.2.3MB", "12 MB", "1e9", "9999999999T", "1XB", "nan", "0.1", "١MB"])
    func whatIsNoSizeIsRefused(text: String) { #expect(ByteSize(argument: text) == nil) }

    @Test(arguments: [("90s", 90.0), ("15m", 900), ("12h", 43_200), ("30d", 2_592_000), ("4w", 2_419_200), ("0s", 0)])
    func anAgeIsRead(text: String, seconds: Double) { #expect(Age(argument: text)?.seconds == seconds) }

    @Test(arguments: ["", "5", "d", "-1d", "1y", "99999999999d", "1.5h"])
    func whatIsNoAgeIsRefused(text: String) { #expect(Age(argument: text) == nil) }
}
