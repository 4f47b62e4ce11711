internal import GemCore

/// Walks a body beside its schema and notes what the front end would refuse.
///
/// Paths are the converter's own, with its habits: proto names, an index only where a list was written, a map's entries as
/// `properties[0].value`; of a list of scalars the index counts the refused ones alone. The words for unknown names, lists that
/// should be none, wrong enums, wrong scalars and messages, and objects for scalars are quoted from the service; those for oneofs and
/// base64 too, from other services with the same front end; those for maps, times and durations follow its converter's source.
struct MessageCheck {
    private let schema = Schema.shared
    /// The proto package of the service's own types, with a dot.
    let package: String
    private(set) var violations: [Violation] = []
    private var frames: [Frame] = []

    /// More than this many things wrong are not told.
    private static let limit = 200

    /// An open element: a message, or a list of a field's values.
    private struct Frame {
        var field: Int
        var name: String
        var isRepeated: Bool
        /// How many elements a list has had; -1 where this is none.
        var count: Int
    }

    init(package: String) { self.package = package }

    /// Checks the members of a message.
    mutating func message(_ object: JSON.Object, _ message: Schema.Message) {
        var taken: [String] = []
        for member in object.members where violations.count < Self.limit {
            guard let field = message.fields[member.name] else {
                let isTypeURL = member.name == "@type" && message.protoName == "/google.rpc.Status"
                if !isTypeURL { unknown(member.name, member.name.isEmpty ? "Proto fields must have a name." : "Cannot find field.") }
                continue
            }
            if case .null = member.value { continue }
            value(member.value, of: field, as: member.name, taken: &taken)
        }
    }

    private mutating func value(_ value: JSON, of field: Schema.Field, as name: String, taken: inout [String]) {
        switch value {
        case .object(let object):
            switch field.kind {
            case .message(let index, _):
                guard isFree(field, name, &taken) else { return }
                within(field) { $0.message(object, $0.schema.messages[index]) }
            case .map(let index): map(object, of: field, schema.messages[index])
            case .structure, .anything: _ = isFree(field, name, &taken)
            case .timestamp, .duration:
                guard isFree(field, name, &taken) else { return }
                within(field) { $0.message(object, Self.secondsAndNanos) }
            default: note(field.name, "Starting an object on a scalar field")
            }
        case .array(let elements):
            switch field.kind {
            case .anything: _ = isFree(field, name, &taken)
            case .map: note("Map", "Cannot bind a list to map for field '\(name)'.")
            case _ where !field.isRepeated: unknown(name, "Proto field is not repeating, cannot start list.")
            default: list(elements, of: field)
            }
        default:
            guard isFree(field, name, &taken) else { return }
            if let refusal = refusal(value, of: field, as: name) { within(field) { $0.note(refusal.type, refusal.value) } }
        }
    }

    /// Checks elements of a list; a list among them gives its own elements to the same field.
    private mutating func list(_ elements: [JSON], of field: Schema.Field) {
        frames.append(Frame(field: field.id, name: field.name, isRepeated: true, count: 0))
        defer { frames.removeLast() }
        let place = frames.count - 1
        for element in elements where violations.count < Self.limit {
            switch (element, field.kind) {
            case (.null, _), (_, .anything): continue
            case (.array(let inner), _): list(inner, of: field)
            case (.object(let object), .message(let index, _)):
                frames[place].count += 1
                within(field) { $0.message(object, $0.schema.messages[index]) }
            case (.object, .structure): frames[place].count += 1
            case (.object, _): note(field.name, "Starting an object on a scalar field")
            default:
                guard let refusal = refusal(element, of: field, as: "") else { continue }
                frames[place].count += 1
                note(refusal.type, refusal.value)
            }
        }
    }

    private mutating func map(_ object: JSON.Object, of field: Schema.Field, _ message: Schema.Message) {
        frames.append(Frame(field: field.id, name: field.name, isRepeated: true, count: 0))
        defer { frames.removeLast() }
        let place = frames.count - 1
        for member in object.members where violations.count < Self.limit {
            frames[place].count += 1
            frames.append(Frame(field: -1, name: "value", isRepeated: false, count: -1))
            switch member.value {
            case .null: break
            case .object(let inner): self.message(inner, message)
            case .array: unknown(member.name, "Proto field is not repeating, cannot start list.")
            default: note(url(message.protoName), ScalarReading.text(member.value))
            }
            frames.removeLast()
        }
    }

    private mutating func within(_ field: Schema.Field, _ body: (inout MessageCheck) -> Void) {
        frames.append(Frame(field: field.id, name: field.name, isRepeated: field.isRepeated, count: -1))
        body(&self)
        frames.removeLast()
    }

    /// Takes the field's group; notes a violation where another field has.
    private mutating func isFree(_ field: Schema.Field, _ name: String, _ taken: inout [String]) -> Bool {
        guard !field.oneof.isEmpty else { return true }
        if taken.contains(field.oneof) {
            note("oneof", "oneof field '\(field.oneof)' is already set. Cannot set '\(name)'")
            return false
        }
        taken.append(field.oneof)
        return true
    }

    /// Why a scalar cannot be a field's value: the type and the value as the front end writes them.
    private func refusal(_ value: JSON, of field: Schema.Field, as name: String) -> (type: String, value: String)? {
        let reading = ScalarReading(value)
        func unless(_ isGood: Bool, _ type: String) -> (String, String)? { isGood ? nil : (type, ScalarReading.text(value)) }
        switch field.kind {
        case .anything: return nil
        case .string: return unless(value.string != nil, "TYPE_STRING")
        case .int32: return unless(reading.isInteger(Int32.self), "TYPE_INT32")
        case .int64: return unless(reading.isInteger(Int64.self), "TYPE_INT64")
        case .float: return unless(reading.isNumber(upTo: Double(Float.greatestFiniteMagnitude)), "TYPE_FLOAT")
        case .double: return unless(reading.isNumber(upTo: .greatestFiniteMagnitude), "TYPE_DOUBLE")
        case .bool: return unless(reading.isBool, "TYPE_BOOL")
        case .bytes:
            guard let text = value.string else { return ("TYPE_BYTES", ScalarReading.text(value)) }
            return ScalarReading.isBase64(text) ? nil : ("TYPE_BYTES", "Base64 decoding failed for \(ScalarReading.text(value))")
        case .enumeration(let index): return enumRefusal(reading, index)
        case .message(let index, let other):
            if let other, enumRefusal(reading, other) == nil { return nil }
            return (url(schema.messages[index].protoName), ScalarReading.text(value))
        case .structure: return (url("/google.protobuf.Struct"), ScalarReading.text(value))
        case .map: return (url(field.name), ScalarReading.text(value))
        case .timestamp:
            return reading.timestampProblem.map { (url("/google.protobuf.Timestamp"), "Field '\(name)', \($0)") }
        case .duration:
            return reading.durationProblem.map { (url("/google.protobuf.Duration"), "Field '\(name)', \($0)") }
        }
    }

    private func enumRefusal(_ reading: ScalarReading, _ index: Int) -> (type: String, value: String)? {
        reading.isValue(of: schema.enumerations[index])
            ? nil : (url(schema.enumerations[index].protoName), ScalarReading.text(reading.value))
    }

    private func url(_ name: String) -> String {
        "type.googleapis.com/" + (name.hasPrefix("/") ? String(name.dropFirst()) : package + name)
    }

    private mutating func unknown(_ name: String, _ why: String) {
        let place = location
        let at = place.isEmpty ? "" : " at '\(place)'"
        violations.append(Violation(field: place, text: "Invalid JSON payload received. Unknown name \"\(name)\"\(at): \(why)"))
    }

    private mutating func note(_ type: String, _ value: String) {
        let place = location
        let at = place.isEmpty ? "" : " at '\(place)'"
        violations.append(Violation(field: place, text: "Invalid value\(at) (\(type)), \(value)"))
    }

    private var location: String {
        var out = ""
        var parent = 0
        for frame in frames {
            if !frame.isRepeated || frame.field != parent { out += (out.isEmpty ? "" : ".") + frame.name }
            if frame.isRepeated, frame.count > 0 { out += "[\(frame.count - 1)]" }
            parent = frame.field
        }
        return out
    }

    /// Times and durations may be written as the messages they are.
    private static let secondsAndNanos = Schema.Message(
        protoName: "/google.protobuf.Duration",
        fields: [
            "seconds": Schema.Field(id: -2, name: "seconds", kind: .int64, isRepeated: false, oneof: ""),
            "nanos": Schema.Field(id: -3, name: "nanos", kind: .int32, isRepeated: false, oneof: ""),
        ])
}
