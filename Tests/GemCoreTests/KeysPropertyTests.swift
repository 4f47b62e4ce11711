import GemCore
import HTTPTypes
import Testing

/// Random rewritings of a body that mean the same keep its key; a change of one value changes it.
@Suite struct KeysPropertyTests {
    /// A small generator of its own, so that a failing seed can be run again.
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    static let body = #"""
        {"contents":[{"role":"user","parts":[{"text":"What is \"this\"? \u00e9\n"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]},
        {"role":"model","parts":[{"functionCall":{"name":"look_up","args":{"user_id":12,"deepValue":{"b":null,"a":[1.5,true,{}]}}},"thoughtSignature":"AQID"}]},
        {"role":"user","parts":[{"functionResponse":{"name":"look_up","response":{"out_put":"x","none":null}}}]}],
        "systemInstruction":{"parts":[{"text":"Be brief."}]},
        "tools":[{"functionDeclarations":[{"name":"look_up","description":"d","parameters":{"type":"OBJECT","properties":{"user_id":{"type":"INTEGER","minimum":1},"deepValue":{"type":"OBJECT","nullable":true}},"required":["user_id"]}}]}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look_up"]}},
        "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],
        "generationConfig":{"temperature":0.25,"topP":1,"maxOutputTokens":100,"stopSequences":["END"],"thinkingConfig":{"includeThoughts":true,"thinkingBudget":1024},"responseModalities":["TEXT"]}}
        """#

    static let userData: Set<String> = ["args", "response"]
    static let maps: Set<String> = ["properties"]

    /// Writes a value in another spelling; `isField` tells whether its names are the API's.
    static func rewrite(_ value: JSON, isField: Bool, using random: inout Generator) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text):
            return text.contains(".")
                ? [text, text + "0", text + "e0"].randomElement(using: &random) ?? ""
                : [text, text + ".0", text + "e0", text + "0e-1"].randomElement(using: &random) ?? ""
        case .string(let text): return quote(text, using: &random)
        case .array(let elements):
            if isField, elements.count == 1, Bool.random(using: &random) { return rewrite(elements[0], isField: true, using: &random) }
            return "[" + elements.map { rewrite($0, isField: isField, using: &random) }.joined(separator: "," + space(&random))
                + space(&random) + "]"
        case .object(let object):
            var members = object.members.map { member in
                name(member.name, isField: isField, using: &random) + ":" + space(&random) + inner(member, isField: isField, using: &random)
            }
            if isField, Bool.random(using: &random), object["parts"] != nil { members.append("\"role\":null") }
            members.shuffle(using: &random)
            return "{" + space(&random) + members.joined(separator: "," + space(&random)) + "}"
        }
    }

    private static func inner(_ member: JSON.Object.Member, isField: Bool, using random: inout Generator) -> String {
        if isField, maps.contains(member.name), case .object(let map) = member.value {
            let members = map.members.map { quote($0.name, using: &random) + ":" + rewrite($0.value, isField: true, using: &random) }
            return "{" + members.shuffled(using: &random).joined(separator: ",") + "}"
        }
        if isField, member.name == "role", member.value == "user" { return ["\"user\"", "\"USER\""].randomElement(using: &random) ?? "" }
        return rewrite(member.value, isField: isField && !userData.contains(member.name), using: &random)
    }

    private static func name(_ name: String, isField: Bool, using random: inout Generator) -> String {
        guard isField, Bool.random(using: &random) else { return quote(name, using: &random) }
        let snake = name.reduce(into: "") { text, letter in text += letter.isUppercase ? "_" + letter.lowercased() : String(letter) }
        return Bool.random(using: &random) ? "\"\(snake)\"" : snake
    }

    private static func quote(_ text: String, using random: inout Generator) -> String {
        let mark = Bool.random(using: &random) ? "'" : "\""
        return mark
            + text.unicodeScalars.map { scalar in
                if scalar.value < 0x10000,
                    scalar.value < 32 || scalar == "\"" || scalar == "'" || scalar == "\\" || Int.random(in: 0..<8, using: &random) == 0
                {
                    let digits = String(scalar.value, radix: 16)
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
                return String(scalar)
            }.joined() + mark
    }

    private static func space(_ random: inout Generator) -> String { ["", "", " ", "\n\t"].randomElement(using: &random) ?? "" }

    /// All bodies that differ from this one in one scalar.
    static func changes(of value: JSON) -> [JSON] {
        switch value {
        case .null: return [false]
        case .bool(let flag): return [.bool(!flag)]
        case .number(let text): return [.number("3" + text)]
        case .string(let text): return text == "user" ? ["model"] : [.string(text + "A"), .string("B" + text)]
        case .array(let elements):
            return elements.indices.flatMap { index in
                changes(of: elements[index]).map { change in
                    var copy = elements
                    copy[index] = change
                    return .array(copy)
                }
            } + [.array(elements + elements.suffix(1))]
        case .object(let object):
            return object.members.flatMap { member in
                changes(of: member.value).map { change in
                    var copy = object
                    copy[member.name] = change
                    return .object(copy)
                }
            }
        }
    }

    @Test(arguments: 0..<200) func rewritingsKeepTheKey(seed: Int) throws {
        var random = Generator(state: UInt64(seed))
        let first = try #require(try Asked(Self.body).question())
        let rewritten = Self.rewrite(try JSON(parsing: Self.body), isField: true, using: &random)
        let question = try #require(try Asked(rewritten).question())
        #expect(
            question.key == first.key,
            "seed \(seed): \(rewritten)\n\(String(decoding: question.canonical, as: UTF8.self))\n\(String(decoding: first.canonical, as: UTF8.self))"
        )
    }

    @Test func aChangeOfOneValueChangesTheKey() throws {
        let value = try JSON(parsing: Self.body)
        var owners: [RequestKey: String] = [:]
        for body in [value] + Self.changes(of: value) {
            let text = body.text()
            let question = try #require(try Asked(text).question())
            if let owner = owners[question.key], owner != text { Issue.record("One key for\n\(owner)\n\(text)") }
            owners[question.key] = text
        }
        #expect(owners.count > 60)
    }

    @Test(arguments: 0..<40) func bytesThatWereCutOrTurnedNeverTrap(seed: Int) {
        var random = Generator(state: UInt64(seed))
        for _ in 0..<50 {
            var bytes = Array(Self.body.utf8)
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? Question.read(method: .post, path: "/v1beta/models/m:generateContent", body: bytes)
            _ = try? EmbeddingBatch.read(method: .post, path: "/v1beta/models/m:batchEmbedContents", body: bytes)
        }
    }

    @Test func base64OfEveryLengthIsItsBytes() throws {
        var random = Generator(state: 1)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for count in Array(0..<70) + [12_287, 12_288, 12_289, 40_000] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var text: [UInt8] = []
            for start in stride(from: 0, to: count, by: 3) {
                let group = bytes[start..<min(start + 3, count)]
                let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
                for place in 0...group.count { text.append(alphabet[value >> (18 - 6 * place) & 63]) }
            }
            let inline = try Asked(part(#""inlineData":{"mimeType":"a/b","data":"\#(String(decoding: text, as: UTF8.self))"}"#)).question()
            let content = MediaContent(mimeType: "a/b", length: Int64(count), identity: .digest(Digest(of: bytes)))
            let file = try Asked(part(#""fileData":{"fileUri":"files/a"}"#)).question(KnownMedia(files: ["files/a": content]))
            #expect(inline?.canonical == file?.canonical, "\(count) bytes")
        }
    }
}
