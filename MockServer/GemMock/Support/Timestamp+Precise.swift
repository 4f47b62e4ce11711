internal import GemCore

extension Timestamp {
    /// RFC 3339 with nine decimals, the last three as told, as the API writes times that it has from elsewhere.
    func precise(_ nanoseconds: Int) -> String {
        let digits = String(max(0, min(999, nanoseconds)))
        return String(description.dropLast()) + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }

    /// This time moved by some seconds, kept within years 1 and 9999.
    func moved(seconds: Double) -> Timestamp {
        let bounded = Double(microseconds) + seconds * 1e6
        let (first, last) = (-62_135_596_800_000_000.0, 253_402_300_799_000_000.0)
        return Timestamp(microseconds: Int64(max(first, min(last, bounded.isNaN ? Double(microseconds) : bounded))))
    }
}
