internal import GemCore

/// Writes enums as the integers each service has for them; names without one stay.
enum EnumNumbers {
    /// An answer of a route, or one event of it.
    static func encoded(_ answer: JSON, _ route: Route) -> JSON {
        guard let name = Transcoder.answer(route), let message = Schema.shared.message(name) else { return answer }
        return encoded(answer, .message(message, orEnum: nil), route.api)
    }

    private static func encoded(_ value: JSON, _ kind: Schema.Kind, _ api: Route.API) -> JSON {
        switch (value, kind) {
        case (.array(let elements), _): return .array(elements.map { encoded($0, kind, api) })
        case (.string(let name), .enumeration(let index)), (.string(let name), .message(_, orEnum: let index?)):
            return Schema.shared.enumerations[index].numbers(api)[name].map { .int($0) } ?? value
        case (.object(let object), .message(let index, _)): return members(object) { Schema.shared.messages[index].fields[$0]?.kind }
        case (.object(let object), .map(let index)): return members(object) { _ in .message(index, orEnum: nil) }
        case (.object(let object), .anything):
            // A message of any type says which.
            guard let type = object["@type"]?.string?.split(separator: ".").last, let index = Schema.shared.message(String(type)) else {
                return value
            }
            return encoded(value, .message(index, orEnum: nil), api)
        default: return value
        }

        func members(_ object: JSON.Object, _ kind: (String) -> Schema.Kind?) -> JSON {
            var object = object
            for (index, member) in object.members.enumerated() {
                if let kind = kind(member.name) { object.members[index].value = encoded(member.value, kind, api) }
            }
            return .object(object)
        }
    }
}
