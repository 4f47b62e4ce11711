public import GemCore

/// Makes JSON Schemas of Swift types, for answers and function arguments.
public enum JSONSchema {
    /// The schema of a type, found by letting it decode itself and noting what it asks for.
    ///
    /// Known are structs and classes with a synthesised or plain `init(from:)`, nested and recursive ones too, optionals (which are not
    /// required), arrays, sets, dictionaries, booleans, numbers, strings, `CaseIterable` enums of strings or integers, and Foundation's
    /// `Date`, `URL`, `UUID`, `Decimal` and `Data` (as base64). A type that conforms to `SchemaDescribing` describes its members.
    ///
    /// Throws `badInput` for a type that does not show its form this way, such as an enum with associated values: its schema must be
    /// given.
    public static func of(_ type: (some Decodable).Type) throws(GemError) -> JSON {
        let builder = SchemaBuilder()
        do {
            var schema = try builder.form(of: type).schema
            if !builder.definitions.isEmpty { schema["$defs"] = .object(builder.definitions) }
            return schema
        } catch {
            throw GemError(
                .badInput, "No schema can be made of \(type): \(SchemaBuilder.words(error)) Or give a schema made by hand.", cause: error)
        }
    }
}

/// A type whose schema tells the model what its members mean.
///
///     struct Recipe: Decodable, SchemaDescribing {
///         var title: String
///         var minutes: Int
///         static let descriptions = ["minutes": "How long it takes, waiting included."]
///     }
public protocol SchemaDescribing {
    /// What members mean, by name; the empty name stands for the type itself.
    static var descriptions: [String: String] { get }
}

/// Finds the forms of types, each once.
final class SchemaBuilder {
    /// A type's schema, and any value of it; nil where none can be made, since the type is being looked at already.
    struct Form<T> {
        var schema: JSON
        var sample: T?
    }

    /// The schemas of recursive types, by name.
    private(set) var definitions = JSON.Object()
    private var stack: [ObjectIdentifier] = []
    private var recursive: Set<ObjectIdentifier> = []
    private var known: [ObjectIdentifier: (schema: JSON, sample: Any?)] = [:]
    private var names: [ObjectIdentifier: String] = [:]

    /// The form of a type.
    func form<T: Decodable>(of type: T.Type, at path: [any CodingKey] = []) throws -> Form<T> {
        if type == JSON.self { return Form(schema: .object(JSON.Object()), sample: JSON.null as? T) }
        if let scalar = type as? any JSONScalar.Type { return Form(schema: scalar.schema, sample: scalar.sample as? T) }
        if let known = KnownType(type) {
            return Form(schema: known.schema, sample: try ValueDecoder.read(type, known.sample, at: path))
        }
        if let shaped = type as? any SchemaShaped.Type {
            let (schema, sample) = try shaped.shape(self, path)
            return Form(schema: schema, sample: sample as? T)
        }
        if let cases = type as? any CaseIterable.Type, let form: Form<T> = try enumeration(cases) { return form }
        return try record(type, path)
    }

    /// An enum whose cases are strings or integers; nil for another.
    private func enumeration<T>(_ type: any CaseIterable.Type) throws -> Form<T>? {
        func look<C: CaseIterable>(_ type: C.Type) -> (values: [JSON?], first: Any?) {
            (type.allCases.map { ($0 as? any RawRepresentable).flatMap(Self.raw) }, type.allCases.first)
        }
        let (found, first) = look(type)
        let values = found.compactMap { $0 }
        guard let kind = values.first, values.count == found.count else { return nil }
        return Form(schema: ["type": kind.string == nil ? "integer" : "string", "enum": .array(values)], sample: first as? T)
    }

    /// A raw value that is a string or an integer.
    private static func raw(_ value: any RawRepresentable) -> JSON? {
        func open<R: RawRepresentable>(_ value: R) -> JSON? {
            if let text = value.rawValue as? String { return .string(text) }
            return (value.rawValue as? any BinaryInteger).map { JSON.int($0) }
        }
        return open(value)
    }

    /// A type that decodes itself: what it asks for is noted.
    private func record<T: Decodable>(_ type: T.Type, _ path: [any CodingKey]) throws -> Form<T> {
        let id = ObjectIdentifier(type)
        if let known = known[id] { return Form(schema: known.schema, sample: known.sample as? T) }
        if stack.contains(id) {
            recursive.insert(id)
            return Form(schema: reference(id, type), sample: nil)
        }
        guard stack.count < 64 else { throw Trouble(path, "it is nested too deeply.") }
        stack.append(id)
        defer { stack.removeLast() }
        let note = SchemaNote()
        let sample: T
        do {
            sample = try T(from: SchemaDecoder(builder: self, note: note, codingPath: path))
        } catch let error as Trouble {
            throw error
        } catch {
            let isEnum = type is any RawRepresentable.Type
            let remedy =
                isEnum
                ? "\(type) takes not every value: make it CaseIterable." : "\(type) asks for more than a form: \(Self.context(error))."
            throw Trouble(path, remedy)
        }
        var schema = note.schema
        if let described = type as? any SchemaDescribing.Type { schema = Self.describe(schema, described.descriptions) }
        if recursive.contains(id) {
            let reference = reference(id, type)
            definitions[names[id] ?? ""] = schema
            schema = reference
        }
        known[id] = (schema, sample)
        return Form(schema: schema, sample: sample)
    }

    private func reference(_ id: ObjectIdentifier, _ type: any Any.Type) -> JSON {
        let name = names[id] ?? unused(String(describing: type))
        names[id] = name
        return ["$ref": .string("#/$defs/" + name)]
    }

    /// A name no other type has.
    private func unused(_ wanted: String) -> String {
        let plain = String(wanted.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        var name = plain
        var number = 2
        while names.values.contains(name) {
            name = "\(plain)\(number)"
            number += 1
        }
        return name
    }

    private static func describe(_ schema: JSON, _ descriptions: [String: String]) -> JSON {
        var schema = schema
        if let own = descriptions[""] { schema["description"] = .string(own) }
        for (name, words) in descriptions where schema["properties"]?[name] != nil {
            schema["properties"]?[name]?["description"] = .string(words)
        }
        return schema
    }

    /// Why no form was found, and where.
    struct Trouble: Error, CustomStringConvertible {
        let description: String
        init(_ path: [any CodingKey], _ words: String) {
            description = path.isEmpty ? words : "at \(path.words), \(words)"
        }
    }

    static func words(_ error: any Error) -> String { (error as? Trouble)?.description ?? "\(error)" }

    private static func context(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context):
            context.debugDescription
        default: "\(error)"
        }
    }
}

extension [any CodingKey] {
    /// `steps[2].minutes`.
    var words: String {
        reduce(into: "") { words, key in
            if let index = key.intValue {
                words += "[\(index)]"
            } else {
                words += words.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
    }
}
