/// What stands before the canonical form of a cached content: the traits of what it holds, as `*5;`.
///
/// A question that names the content has these traits too: an answer that used a cached search tool is as short-lived as any other.
enum CachedContentForm {
    /// Writes the traits.
    static func head(_ traits: Question.Traits) -> [UInt8] { Array("*\(traits.rawValue);".utf8) }

    /// Reads the traits; none where the form was made by other hands.
    static func traits(_ form: [UInt8]) -> Question.Traits {
        guard form.first == UInt8(ascii: "*"), let end = form.prefix(5).firstIndex(of: UInt8(ascii: ";")) else { return [] }
        return UInt8(String(decoding: form[1..<end], as: UTF8.self)).map { Question.Traits(rawValue: $0) } ?? []
    }
}
