package import GemCore

/// What came of making a message anew from its typed members: how much they hold, and what they do not.
///
/// A view keeps everything, so that reading and writing one shows nothing; a survey writes each declared member from its typed value.
package struct Survey: Sendable {
    /// A place in a message and what stands there.
    package struct Finding: Sendable {
        /// The names on the way, lists as `[]`.
        package var path: String
        /// What the message has there.
        package var found: JSON
        /// What was written instead; nil where nothing could be read.
        package var written: JSON?
    }

    /// How many values the typed members hold.
    package private(set) var typed = 0
    /// How many values stand under no declared member, by path.
    package private(set) var unknown: [String: Int] = [:]
    /// Declared members that do not read, or do not read back the same.
    package private(set) var failures: [Finding] = []
    private var path: [String] = []

    /// Starts with nothing.
    package init() {}

    /// Makes a message anew; what is not declared is taken over.
    package mutating func remake<Message: DeclaredMessage>(_ json: JSON, as type: Message.Type) -> JSON {
        step("", json) { Message.again(json, &$0) }
    }

    /// Goes down to a member; what cannot be read is a failure and kept as it is.
    mutating func step(_ name: String, _ member: JSON, _ read: (inout Survey) -> JSON?) -> JSON {
        path.append(name)
        defer { path.removeLast() }
        if let again = read(&self) { return again }
        failures.append(Finding(path: place, found: member))
        return member
    }

    mutating func met(_ member: JSON, _ again: JSON, isSame: Bool) {
        typed += member.leaves
        if !isSame { failures.append(Finding(path: place, found: member, written: again)) }
    }

    mutating func unknown(_ name: String, _ member: JSON) {
        unknown[place.isEmpty ? name : place + "." + name, default: 0] += member.leaves
    }

    private var place: String { path.dropFirst().joined(separator: ".").replacing(".[]", with: "[]") }
}

extension DeclaredMessage {
    package static func again(_ member: JSON, _ survey: inout Survey) -> JSON? {
        guard case .object(let object) = member else { return nil }
        if object.isEmpty { survey.met(member, member, isSame: true) }
        let declared = members
        var written = JSON.Object()
        for member in object.members {
            var value = member.value
            if value != .null {
                if let again = declared[member.name] {
                    value = survey.step(member.name, value) { again(value, &$0) }
                } else {
                    survey.unknown(member.name, value)
                }
            }
            written.members.append(.init(member.name, value))
        }
        return .object(written)
    }

    /// The declared members: by name, how one is read and written again.
    private static var members: [String: (JSON, inout Survey) -> JSON?] {
        var members: [String: (JSON, inout Survey) -> JSON?] = [:]
        for child in Mirror(reflecting: fields).children {
            guard let field = child.value as? any SurveyedField else { continue }
            members[field.name] = { field.again($0, &$1) }
        }
        return members
    }
}

private protocol SurveyedField {
    var name: String { get }
    func again(_ member: JSON, _ survey: inout Survey) -> JSON?
}

extension Field: SurveyedField {
    fileprivate func again(_ member: JSON, _ survey: inout Survey) -> JSON? { Value.again(member, &survey) }
}

extension JSON {
    /// How many values stand in it; an empty list or object is one.
    fileprivate var leaves: Int {
        switch self {
        case .object(let object): max(1, object.members.reduce(0) { $0 + $1.value.leaves })
        case .array(let elements): max(1, elements.reduce(0) { $0 + $1.leaves })
        default: 1
        }
    }
}
