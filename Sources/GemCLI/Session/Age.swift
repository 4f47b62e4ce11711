import ArgumentParser

/// A length of time as one writes it: `90s`, `15m`, `12h`, `30d`, `4w`.
struct Age: ExpressibleByArgument, Sendable {
    /// In seconds.
    let seconds: Double

    /// Reads a number with its unit; nil for anything else.
    init?(argument text: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int32(text.dropLast()), number >= 0 else { return nil }
        seconds = Double(number) * unit
    }
}
