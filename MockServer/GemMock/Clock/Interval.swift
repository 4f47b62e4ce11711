/// A span of time as people write it.
enum Interval {
    /// Reads `300ms`, `2s`, `1.5s`, `90`, `2m`, `1h`, `3d`, up to ten years; nil for anything else. A bare number is seconds.
    static func seconds(_ text: String) -> Double? {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
        let unit = units.first { text.hasSuffix($0.0) } ?? ("", 1)
        let digits = text.dropLast(unit.0.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), let value = Double(digits) else {
            return nil
        }
        let seconds = value * unit.1
        return seconds <= 315_360_000 ? seconds : nil
    }

    /// The same in whole milliseconds.
    static func milliseconds(_ text: String) -> Int64? { seconds(text).map { Int64(($0 * 1000).rounded()) } }
}
