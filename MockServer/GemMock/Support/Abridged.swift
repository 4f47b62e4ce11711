internal import GemCore

/// Shortens the long texts of a message, so that a log can hold it.
enum Abridged {
    /// The value with texts of more than so many bytes cut down to their beginning and their length.
    static func json(_ value: JSON, limit: Int = 1000) -> JSON {
        switch value {
        case .string(let text) where text.utf8.count > limit:
            return .string("\(text.prefix(200))… (\(text.utf8.count) bytes)")
        case .array(let items): return .array(items.map { json($0, limit: limit) })
        case .object(let object):
            return .object(JSON.Object(object.members.map { JSON.Object.Member($0.name, json($0.value, limit: limit)) }))
        default: return value
        }
    }
}
