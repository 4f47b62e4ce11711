/// Writes metrics in Prometheus' text form.
struct Exposition {
    private(set) var text = ""
    private var name = ""

    /// Starts a family of samples.
    mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = "gemcache_mock_" + name
        text += "# HELP \(self.name) \(Self.escaped(help, quotes: false))\n# TYPE \(self.name) \(type)\n"
    }

    /// Adds a sample to the family.
    mutating func sample(_ labels: KeyValuePairs<String, String>, _ value: some Numeric) {
        let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\"" where quotes: out += "\\\""
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
