import HTTPTypes
import Testing

@testable import GemCore

/// Where two questions differ is named right, in the asker's own spelling: a request with every field of the tables, each changed in turn; all of them with `GEMCACHE_KEY_ROUNDS` set.
@Suite struct KeyPlacesTests {
    /// A request's body that sets every field the tables know, each message in full where it comes first.
    struct Sample {
        private var seen: Set<Int> = []
        private let schema = KeySchema.shared
        var usesSnakeCase = false

        init(usesSnakeCase: Bool = false) { self.usesSnakeCase = usesSnakeCase }

        mutating func message(_ message: Int) -> JSON {
            guard seen.insert(message).inserted else { return ["another": "x"] }
            var members: [JSON.Object.Member] = []
            for field in KeySchema.messageTable[message] where field.kind != .override && field.kind != .replace && field.kind != .ignored {
                let name = String(decoding: KeySchema.bytes(usesSnakeCase ? field.alias : field.name), as: UTF8.self)
                let value = value(field)
                members.append(.init(name, field.flags.contains(.repeated) ? [value, value] : value))
            }
            members.append(.init("another", "as it stands"))
            return .object(JSON.Object(members))
        }

        private mutating func value(_ field: KeySchema.Field) -> JSON {
            switch field.kind {
            case .text, .cachedContent, .address: "text"
            case .number, .float: "12"
            case .dimension: 700
            case .flag, .falseIsAbsent: true
            case .trueIsAbsent: false
            case .enumeration:
                .string(String(decoding: KeySchema.bytes(KeySchema.enumTable[field.target].last?.name ?? ""), as: UTF8.self))
            case .message, .fileData, .mediaResolution: message(field.target)
            case .textContent: message(field.target)
            case .map: ["user": message(field.target), "other name": ["another": "y"]]
            case .bytes: "YWJj"
            case .duration: "10s"
            case .data, .ordered: ["user_data": ["deep": [1, "two"]], "null": .null]
            case .ignored, .override, .replace: .null
            case .role: "model"
            case .model: "models/another"
            case .callID: "call-1"
            case .secret: ["secret": "s3cr3t"]
            }
        }
    }

    /// One change of a body: the body, and the path that is to be named.
    struct Change {
        var path: String
        var isRemoval = false
        private let make: () -> JSON

        init(body: @escaping @autoclosure () -> JSON, path: String, isRemoval: Bool = false) {
            (make, self.path, self.isRemoval) = (body, path, isRemoval)
        }

        /// Made when it is asked for: all of them at once would be many megabytes.
        var body: JSON { make() }
    }

    /// Every body that differs in one value; `isSecret` and call ids aside, whose values are no part of a key.
    static func changes(of value: JSON, at path: String) -> [Change] {
        switch value {
        case .string(let text): return [Change(body: .string(other(text)), path: path)]
        case .number(let text): return [Change(body: .number(text + "3"), path: path)]
        case .bool(let flag): return [Change(body: .bool(!flag), path: path)]
        case .null: return [Change(body: 1, path: path)]
        case .array(let elements):
            guard let last = elements.last else { return [] }
            return elements.indices.flatMap { index in
                changes(of: elements[index], at: "\(path)[\(index)]").map { change in
                    Change(body: replacing(index, of: elements, by: change.body), path: change.path, isRemoval: change.isRemoval)
                }
            } + [
                Change(body: .array(elements + [last]), path: "\(path)[\(elements.count)]"),
                Change(body: .array(elements.dropLast()), path: "\(path)[\(elements.count - 1)]"),
            ]
        case .object(let object):
            return object.members.indices.flatMap { index -> [Change] in
                let member = object.members[index]
                let place = path + JSONDifference.step(member.name, path)
                if member.value["secret"] != nil { return [] }
                var changed = changes(of: member.value, at: place)
                // An id alone is none of the key's; a flag the other way round is absent, which the next line does.
                if member.name == "id", member.value == "call-1" { changed = [] }
                var without = object
                without[member.name] = nil
                let rest = without
                changed = changed.map { change in
                    Change(body: replacing(member.name, of: object, by: change.body), path: change.path, isRemoval: change.isRemoval)
                }
                // Who speaks is the user where nobody is named.
                if member.name == "role", member.value == "user" { return changed }
                return changed + [Change(body: .object(rest), path: place, isRemoval: true)]
            }
        }
    }

    private static func replacing(_ index: Int, of elements: [JSON], by value: JSON) -> JSON {
        var copy = elements
        copy[index] = value
        return .array(copy)
    }

    private static func replacing(_ name: String, of object: JSON.Object, by value: JSON) -> JSON {
        var copy = object
        copy[name] = value
        return .object(copy)
    }

    private static func other(_ text: String) -> String {
        switch text {
        case "YWJj": "YWJk"
        case "10s": "11s"
        case "12": "13"
        default: text + "x"
        }
    }

    static func place(_ asked: Question, _ stored: Question, body: JSON) throws -> String? {
        let forms = (try #require(CanonicalForm(asked.canonical)), try #require(CanonicalForm(stored.canonical)))
        let spelling = try #require(QuestionSpelling(asked.route, body: body.bytes()))
        return QuestionDifference.all(forms.0, forms.1).map { spelling.place(of: $0.steps) }
            .min { $0.order.lexicographicallyPrecedes($1.order) }?.path
    }

    struct Form: Sendable, CustomTestStringConvertible {
        var path: String
        var root: Int
        var usesSnakeCase = false
        var testDescription: String { path + (usesSnakeCase ? " in snake case" : "") }
    }

    /// Every how many-th field is changed.
    private static let step = KeysRewritingTests.isThorough ? 1 : 96

    @Test(arguments: [
        Form(path: "/v1beta/models/m:generateContent", root: KeySchema.Root.generate),
        Form(path: "/v1beta/models/m:generateContent", root: KeySchema.Root.generate, usesSnakeCase: true),
        Form(path: "/v1beta/models/m:countTokens", root: KeySchema.Root.count),
        Form(path: "/v1beta/models/gemini-embedding-001:embedContent", root: KeySchema.Root.embed),
    ])
    func theChangedFieldIsNamed(_ form: Form) throws {
        var sample = Sample(usesSnakeCase: form.usesSnakeCase)
        let body = sample.message(form.root)
        func question(_ body: JSON) throws -> Question {
            try #require(try Question.read(method: .post, path: form.path, body: body.bytes()))
        }
        let stored = try question(body)
        var named = 0
        var kinds: Set<String> = []
        for change in Self.changes(of: body, at: "") {
            // The second of two equal elements shows nothing that the first does not; and of the rest the suite takes a few.
            guard kinds.insert(change.path.filter { !$0.isNumber } + "\(change.isRemoval)").inserted,
                (kinds.count - 1) % Self.step == 0
            else { continue }
            let asked = try question(change.body)
            if asked.canonical == stored.canonical {
                Issue.record("\(change.path) changed, and the key did not")
                continue
            }
            let place = try Self.place(asked, stored, body: change.body)
            if change.isRemoval, let place, Self.isTold(change.path, by: place) { continue }
            #expect(place == change.path)
            if place == change.path { named += 1 }
        }
        #expect(named > (form.root == KeySchema.Root.embed ? 48 : 240) / Self.step)
    }

    /// Whether a place tells of the removal at `path`: the message that is empty without its only member, or the file of a part that named data and file at once.
    private static func isTold(_ path: String, by place: String) -> Bool {
        path.hasPrefix(place + ".")
            || path.replacing("inlineData", with: "fileData").replacing("inline_data", with: "file_data") == place
    }

    @Test func placesAreToldAsTheAskerSpellsThem() throws {
        func place(_ asked: String, _ stored: String, _ path: String = "/v1beta/models/m:generateContent") throws -> String? {
            try Self.place(
                try #require(try Asked(asked, path).question()), try #require(try Asked(stored, path).question()),
                body: JSON(parsing: asked, .lenient))
        }
        #expect(try place("{contents:{parts:{text:'a'}}}", #"{"contents":[{"parts":[{"text":"b"}]}]}"#) == "contents.parts.text")
        #expect(
            try place(#"{"generation_config":{"max_output_tokens":1}}"#, #"{"generationConfig":{"maxOutputTokens":2}}"#)
                == "generation_config.max_output_tokens")
        #expect(
            try place(#"{"generation_config":{"top_k":1}}"#, #"{"generationConfig":{"topK":1,"maxOutputTokens":2}}"#)
                == "generation_config.max_output_tokens")
        #expect(try place(hello, hello(with: #""tools":[{"codeExecution":{}}]"#)) == "tools")
        #expect(
            try place(#"{"contents":[{"parts":[{"text":"a"},{"text":"b"}]}]}"#, #"{"contents":[{"parts":[{"text":"b"},{"text":"a"}]}]}"#)
                == "contents[0].parts[0].text")
        #expect(
            try place(schema(#"{"properties":{"a b":{"type":1}}}"#), schema(#"{"properties":{"a b":{"type":2}}}"#))
                == #"generationConfig.responseSchema.properties["a b"].type"#)
        #expect(
            try place(config(#""responseJsonSchema":{"a":1,"b":2}"#), config(#""responseJsonSchema":{"b":2,"a":1}"#))
                == "generationConfig.responseJsonSchema")
        #expect(
            try place(#"{"generateContentRequest":{"contents":{"parts":{"text":"a"}}}}"#, hello, "/v1beta/models/m:countTokens")
                == "generateContentRequest.contents.parts.text")
        let predict = KeysAttackTests.predict, batch = KeysAttackTests.batch
        let asked = #"{"instances":[{"content":"a"},{"content":"b","task_type":"CLUSTERING"}],"parameters":{"outputDimensionality":256}}"#
        #expect(try place(asked, asked.replacing("\"b\"", with: "\"c\""), predict) == "instances[1].content")
        #expect(try place(asked, asked.replacing("CLUSTERING", with: "CLASSIFICATION"), predict) == "instances[1].task_type")
        #expect(try place(asked, asked.replacing("256", with: "128"), predict) == "parameters.outputDimensionality")
        let none = #"{"instances":[{"content":"a"},{"content":"b"}],"parameters":{"task_type":"x","outputDimensionality":256}}"#
        #expect(try place(none, none.replacing("\"x\"", with: "\"y\""), predict) == "parameters.task_type")
        #expect(try place(none.replacing("\"a\"", with: "\"a\",\"task_type\":\"x\""), none, predict) == "instances[0].task_type")
        let requests = #"{"requests":[{"content":{"parts":{"text":"a"}}},{"content":{"parts":[{"text":"b"}]}}]}"#
        #expect(try place(requests, requests.replacing("\"a\"", with: "\"c\""), batch) == "requests[0].content.parts.text")
    }
}
