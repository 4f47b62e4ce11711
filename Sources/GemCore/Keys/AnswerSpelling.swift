/// What `alt` says: the form of an answer, and after it how its enums are to be written.
package struct AnswerSpelling: Sendable {
    /// The query items that say whether an answer in JSON is laid out with white space.
    package static let layoutItems: Set<String> = ["prettyPrint", "$prettyPrint", "pp"]

    /// `json`, `sse`, `media`, `proto`; in lower case.
    package let form: String
    /// Whether it says how enums are written.
    package let namesEncoding: Bool
    /// What it says besides.
    package let others: [String]

    /// Reads a decoded value.
    package init(_ value: String) {
        let words = value.split(separator: ";", omittingEmptySubsequences: false).map { word in
            String(word.drop { $0 == " " }).lowercased()
        }
        form = words.first ?? ""
        let rest = words.dropFirst().filter { !$0.isEmpty }
        others = rest.filter { !$0.hasPrefix("enum-encoding=") }
        namesEncoding = others.count < rest.count
    }
}
