internal import GemCore

/// A value and where it stands in a cassette, so that every complaint names the place.
struct JSONPlace {
    let value: JSON
    let path: String
    /// The cassette's path.
    let file: String

    /// The complaint that this value is not what it should be.
    func complaint(_ wanted: String) -> GemError {
        let found = JSONDifference(path: "", left: value, right: nil).excerpts(width: 40).left
        return GemError(
            .badInput,
            "The cassette \(file) cannot be used: \(path) should be \(wanted), not \(found). Mend it by hand or from version control, or remove the file and record again."
        )
    }

    func member(_ name: String) -> JSONPlace? {
        value[name].map { JSONPlace(value: $0, path: path.isEmpty ? name : "\(path).\(name)", file: file) }
    }

    func required(_ name: String, _ wanted: String) throws(GemError) -> JSONPlace {
        guard let member = member(name) else { throw complaint("an object with \"\(name)\" (\(wanted))") }
        return member
    }

    func string() throws(GemError) -> String {
        guard let text = value.string else { throw complaint("a string") }
        return text
    }

    func int() throws(GemError) -> Int64 {
        guard case .number(let text) = value, let number = Int64(text) else { throw complaint("a whole number") }
        return number
    }

    func elements() throws(GemError) -> [JSONPlace] {
        guard let elements = value.array else { throw complaint("an array") }
        return elements.enumerated().map { JSONPlace(value: $1, path: "\(path)[\($0)]", file: file) }
    }

    func digest() throws(GemError) -> Digest {
        guard let digest = Digest(try string()) else { throw complaint("32 hexadecimal digits") }
        return digest
    }
}
