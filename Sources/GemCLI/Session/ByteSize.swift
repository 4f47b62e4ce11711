import ArgumentParser

/// A number of bytes as one writes it: `2GiB`, `500MB`, `1.5G`, `1048576`.
struct ByteSize: ExpressibleByArgument, Sendable {
    /// The number.
    let bytes: Int64

    /// Reads a number with an optional unit, of which K, M, G and T alone count by 1024 as with `iB`; nil for anything else, and for what no disk holds.
    init?(argument text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).lowercased()
        let units: [String: Double] = [
            "": 1, "b": 1, "k": 1024, "kib": 1024, "kb": 1e3, "m": 1_048_576, "mib": 1_048_576, "mb": 1e6, "g": 1_073_741_824,
            "gib": 1_073_741_824, "gb": 1e9, "t": 1_099_511_627_776, "tib": 1_099_511_627_776, "tb": 1e12,
        ]
        guard let factor = units[unit], let value = Double(number), value * factor >= 1, value * factor < 9e18 else { return nil }
        bytes = Int64(value * factor)
    }
}
