import HTTPTypes
import Testing

@testable import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Requests with every field of the tables, written anew by random rules at random places, keep their key; with one value changed besides, they do not.
///
/// `GEMCACHE_KEY_ROUNDS=1000` takes as many rounds of each request.
@Suite struct KeysRewritingTests {
    static let rounds = getenv("GEMCACHE_KEY_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 2
    static let isThorough = getenv("GEMCACHE_KEY_ROUNDS") != nil

    /// A request in its plain form.
    struct Plain: Sendable, CustomTestStringConvertible {
        var path: String
        var root: Int
        var body: String?
        var testDescription: String { body == nil ? path + " with every field" : path }
    }

    static let requests = [
        Plain(path: "/v1beta/models/m:generateContent", root: KeySchema.Root.generate, body: KeysPropertyTests.body),
        Plain(
            path: "/v1beta/models/m:streamGenerateContent?alt=sse", root: KeySchema.Root.generate,
            body:
                #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","id":"one"}},{"functionCall":{"name":"f","id":"two"}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","id":"two","response":{}}},{"functionResponse":{"name":"f","id":"one","response":{"a":[]}}}]}]}"#
        ),
        Plain(path: "/v1beta/models/m:generateContent", root: KeySchema.Root.generate),
        Plain(path: "/v1beta/models/m:countTokens", root: KeySchema.Root.count),
        Plain(path: "/v1beta/models/gemini-embedding-001:embedContent", root: KeySchema.Root.embed),
        Plain(
            path: "/v1beta/models/gemini-embedding-001:embedContent", root: KeySchema.Root.embed,
            body: #"{"content":{"role":"user","parts":[{"text":"a text"}]},"taskType":"CLUSTERING","outputDimensionality":256}"#),
    ]

    @Test(arguments: requests) func rewritingsKeepTheKeyAndChangesDoNot(_ plain: Plain) throws {
        var sample = KeyPlacesTests.Sample()
        let body = try plain.body.map { try JSON(parsing: $0) } ?? sample.message(plain.root)
        func question(_ body: [UInt8], _ path: String) throws -> Question {
            try #require(try Question.read(method: .post, path: path, body: body))
        }
        let first = try question(body.bytes(), plain.path)
        let changes = KeyPlacesTests.changes(of: body, at: "")
        for round in 0..<Self.rounds {
            var rewriter = Rewriter(random: .init(state: UInt64(round) &* 977 &+ UInt64(plain.root)), ids: Int.random(in: 0..<1 << 30))
            let (text, path) = (rewriter.body(body, plain.root), rewriter.path(plain.path))
            let again = try question(Array(text.utf8), path)
            #expect(again.canonical == first.canonical, "round \(round), \(path)\n\(text)")
            guard let change = changes.randomElement(using: &rewriter.random) else { continue }
            let other = try question(Array(rewriter.body(change.body, plain.root).utf8), rewriter.path(plain.path))
            #expect(other.key != first.key, "round \(round): \(change.path) changed")
        }
    }

    @Test(arguments: requests) func whatANoteCallsIgnoredCanBeLeftOut(_ plain: Plain) throws {
        let body = try plain.body.map { try JSON(parsing: $0) } ?? .object(.init([]))
        for round in 0..<Self.rounds {
            var rewriter = Rewriter(random: .init(state: UInt64(round)), ids: 7)
            let text = rewriter.body(body, plain.root)
            let explanation = try #require(try KeyExplanation(method: .post, path: plain.path, body: Array(text.utf8)))
            let json = try JSON(parsing: text, .lenient)
            for note in explanation.notes where note.effect == .ignored && note.rule != "E7" {
                guard let without = Self.leavingOut(note.path, of: json) else {
                    Issue.record("\(note.path) is no place of \(text)")
                    continue
                }
                #expect(
                    try Question.read(method: .post, path: plain.path, body: without.bytes())?.key == explanation.question.key, "\(note)")
            }
        }
    }

    /// The value without the member at a path as notes spell it.
    static func leavingOut(_ path: String, of value: JSON, at place: String = "") -> JSON? {
        switch value {
        case .object(let object):
            for member in object.members {
                let step = place + JSONDifference.step(member.name, place)
                var copy = object
                if step == path {
                    copy[member.name] = nil
                    return .object(copy)
                }
                guard path.hasPrefix(step), let inner = leavingOut(path, of: member.value, at: step) else { continue }
                copy[member.name] = inner
                return .object(copy)
            }
            return nil
        case .array(let elements):
            for (index, element) in elements.enumerated() where path.hasPrefix("\(place)[\(index)]") {
                guard let inner = leavingOut(path, of: element, at: "\(place)[\(index)]") else { continue }
                var copy = elements
                copy[index] = inner
                return .array(copy)
            }
            return nil
        default: return nil
        }
    }
}

/// Writes requests anew, changing only what means nothing.
struct Rewriter {
    var random: KeysPropertyTests.Generator
    /// Makes the ids of calls other ids.
    let ids: Int
    private let schema = KeySchema.shared

    init(random: KeysPropertyTests.Generator, ids: Int) { (self.random, self.ids) = (random, ids) }

    private mutating func chance(_ number: Int = 2) -> Bool { Int.random(in: 0..<number, using: &random) == 0 }

    // The path.

    mutating func path(_ path: String) -> String {
        guard let colon = path.lastIndex(of: ":"), let slash = path[..<colon].lastIndex(of: "/") else { return path }
        let name = path[path.index(after: slash)..<colon]
        var verb = path[path.index(after: colon)...].prefix { $0 != "?" }
        if verb.hasSuffix("enerateContent") { verb = chance() ? "generateContent" : "streamGenerateContent" }
        let version = ["v1", "v1beta", "v1alpha"].randomElement(using: &random) ?? "v1"
        let items = ["key=AIza", "prettyPrint=true", "$.xgafv=2", "quotaUser=me", "alt=json", "%24alt=json%3Benum-encoding%3Dint"]
        let query = items.filter { _ in chance(3) }.shuffled(using: &random).joined(separator: "&")
        return "/\(version)/models/\(name):\(verb)" + (query.isEmpty ? "" : "?" + query)
    }

    // The body.

    mutating func body(_ body: JSON, _ root: Int) -> String {
        (chance(8) ? "\u{FEFF}" : "") + space() + message(body, root, isRoot: true) + space()
    }

    private mutating func message(_ value: JSON, _ message: Int, isRoot: Bool = false) -> String {
        guard let object = value.object else { return data(value) }
        var members: [String] = []
        var there: Set<Int> = []
        for member in object.members {
            guard let index = schema.field(named: member.name, in: message) else {
                members.append(quote(member.name) + ":" + space() + data(member.value))
                continue
            }
            there.insert(index)
            if let text = self.member(member.value, index) { members.append(text) }
        }
        for index in schema.fields.indices where !there.contains(index) {
            guard chance(4), isField(index, of: message), let text = absent(index) else { continue }
            members.append(text)
        }
        members.shuffle(using: &random)
        return "{" + space() + members.joined(separator: space() + "," + space()) + (chance(6) && !members.isEmpty ? "," : "") + "}"
    }

    private func isField(_ index: Int, of message: Int) -> Bool {
        schema.field(KeySchema.bytes(schema.fields[index].name), in: message) == index
    }

    /// A member that means what none means.
    private mutating func absent(_ index: Int) -> String? {
        let field = schema.fields[index]
        if field.flags.contains(.nullIsData) { return nil }
        let name = name(field) + ":"
        if field.kind == .ignored { return name + (chance() ? #"{"team":"a"}"# : "'x'") }
        if field.kind == .falseIsAbsent, chance() { return name + "false" }
        if field.kind == .trueIsAbsent, chance() { return name + "true" }
        if field.kind == .model, chance() { return nil }
        if field.kind == .role, chance() { return name + "'User'" }
        if field.flags.contains(.repeated), chance() { return name + "[" + space() + "]" }
        if field.flags.contains(.emptyIsAbsent) || field.kind == .map, chance() { return name + "{}" }
        return name + "null"
    }

    private mutating func member(_ value: JSON, _ index: Int) -> String? {
        let field = schema.fields[index]
        if field.kind == .role, value == "user", chance() { return nil }
        let text = name(field) + space() + ":" + space() + written(value, field)
        let isScalar: Bool =
            switch field.kind {
            case .text, .flag, .number, .float, .enumeration, .duration: !field.flags.contains(.repeated)
            default: false
            }
        // Of two the last counts; nothing stands between them, so that shuffling keeps their order.
        return isScalar && chance(8) ? name(field) + ":'junk'," + text : text
    }

    private mutating func written(_ value: JSON, _ field: KeySchema.Field) -> String {
        guard field.flags.contains(.repeated), case .array(let elements) = value else { return single(value, field) }
        if elements.count == 1, chance() { return single(elements[0], field) }
        return "[" + elements.map { single($0, field) }.joined(separator: "," + space()) + (chance(6) && !elements.isEmpty ? "," : "") + "]"
    }

    private mutating func single(_ value: JSON, _ field: KeySchema.Field) -> String {
        switch (field.kind, value) {
        case (.message, .object), (.fileData, .object), (.mediaResolution, .object), (.textContent, .object):
            return message(value, field.target)
        case (.map, .object(let object)):
            let members = object.members.map { quote($0.name) + ":" + message($0.value, field.target) }
            return "{" + members.shuffled(using: &random).joined(separator: ",") + "}"
        case (.number, .number(let text)), (.float, .number(let text)), (.dimension, .number(let text)):
            let number = number(text)
            return chance() ? number : quote(number)
        case (.enumeration, .string(let name)): return enumeration(name, field.target)
        case (.bytes, .string(let text)): return quote(base64(text))
        case (.duration, .string(let text)): return quote(number(String(text.dropLast())) + "s")
        case (.role, .string(let text)): return quote(chance() ? text : text.uppercased())
        case (.callID, .string(let text)): return quote("\(text)-\(ids)")
        case (.ordered, _): return data(value, isOrdered: true)
        default: return data(value)
        }
    }

    private mutating func enumeration(_ name: String, _ index: Int) -> String {
        let value = KeySchema.enumTable[index].first { KeySchema.bytes($0.name).elementsEqual(name.utf8) }
        guard let value else { return quote(name) }
        if value.developer >= 0, chance() { return number(String(value.developer)) }
        return quote(chance() ? name : name.lowercased())
    }

    private mutating func base64(_ text: String) -> String {
        var text = text.filter { $0 != "=" }
        if chance() { text = text.replacing("+", with: "-").replacing("/", with: "_") }
        return chance() ? text : text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    private mutating func number(_ text: String) -> String {
        guard !text.contains("e"), !text.contains("E") else { return text }
        let forms =
            text.contains(".")
            ? [text, text + "0", text + "e0", text + "00E+0"] : [text, text + ".0", text + "e0", text + "0e-1", text + "E-0"]
        return forms.randomElement(using: &random) ?? text
    }

    /// User data: only its spelling may be another.
    private mutating func data(_ value: JSON, isOrdered: Bool = false) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text): return number(text)
        case .string(let text): return quote(text)
        case .array(let elements): return "[" + space() + elements.map { data($0, isOrdered: isOrdered) }.joined(separator: ",") + "]"
        case .object(let object):
            let members = object.members.map { quote($0.name) + ":" + data($0.value, isOrdered: isOrdered) }
            return "{" + (isOrdered ? members : members.shuffled(using: &random)).joined(separator: "," + space()) + "}"
        }
    }

    private mutating func name(_ field: KeySchema.Field) -> String {
        let name = String(decoding: KeySchema.bytes(chance() ? field.alias : field.name), as: UTF8.self)
        return chance(4) ? name : quote(name)
    }

    private mutating func quote(_ text: String) -> String {
        let mark = chance() ? "'" : "\""
        return mark
            + text.unicodeScalars.map { scalar in
                let mustEscape = scalar.value < 32 || scalar == "\"" || scalar == "'" || scalar == "\\"
                guard scalar.value < 0x10000, mustEscape || Int.random(in: 0..<9, using: &random) == 0 else { return String(scalar) }
                let digits = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() + mark
    }

    private mutating func space() -> String { ["", "", "", " ", "\n\t"].randomElement(using: &random) ?? "" }
}
