internal import GemCore
internal import Gemini
internal import Testing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

private enum Unit: String, Codable, CaseIterable { case gram, litre }
private enum Stars: Int, Codable, CaseIterable { case one = 1, two }
private enum Closed: String, Codable { case a, b }
private enum Shape: Codable, Equatable { case circle(Double), square(Double) }

private struct Ingredient: Codable, Equatable {
    var name: String
    var amount: Double?
    var unit: Unit
}

private struct Recipe: Codable, Equatable, SchemaDescribing {
    var title: String
    var minutes: UInt8
    var stars: Stars?
    var isVegan: Bool
    var ingredients: [Ingredient]
    var notes: [String: [Int]]
    var tags: Set<String>
    static let descriptions = ["": "What to cook.", "minutes": "Waiting included."]
}

private struct Tree: Codable, Equatable {
    var name: String
    var children: [Tree]
}

private final class Node: Codable {
    var value: Int
    var next: Node?
}

private struct Known: Codable, Equatable {
    var day: Date
    var page: URL
    var id: UUID
}

private struct ByHand: Decodable {
    var x = 0
    var y = 0
    enum Keys: String, CodingKey { case place, label }
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        var place = try container.nestedUnkeyedContainer(forKey: .place)
        x = try place.decode(Int.self)
        y = try place.decode(Int.self)
        _ = try container.decodeIfPresent(String.self, forKey: .label)
    }
}

private struct Price: Codable, Equatable, Sendable {
    var sum: Decimal
    var stamp: Data?
}

@Suite struct SchemaTests {
    private static func read<T: Decodable>(_ json: String, as type: T.Type) throws -> T {
        let text = JSON.string(json).text()
        let answer = try JSON(parsing: #"{"candidates":[{"content":{"parts":[{"text":\#(text)}]},"finishReason":"STOP"}]}"#)
        return try GenerateContentResponse(json: answer).value(as: type)
    }

    /// A list of a value as a function's answer tells it.
    private static func written(_ value: some Encodable & Sendable & SendableMetatype) async throws -> String? {
        let call = #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]}"#
        let transport = ScriptedTransport(json: call, answer("ok"))
        _ = try await Gemini(transport: transport).gem("q", functions: [FunctionTool("f", "") { [value] }])
        return try JSON(parsing: transport.bodies[1])["contents"]?[2]?["parts"]?[0]?["functionResponse"]?["response"]?["result"]?.text()
    }

    @Test(arguments: [
        ("12.50", "12.5"), ("0", "0"), ("-0.001", "-0.001"), ("100", "100"), ("1e3", "1000"), ("1.5E-2", "0.015"), ("-7", "-7"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"), ("1e30", "1e30"), ("0.0", "0"),
    ])
    func aDecimalIsANumber(spelled: String, text: String) async throws {
        let price = try Self.read(#"{"sum":\#(spelled)}"#, as: Price.self)
        #expect(price.sum == Decimal(string: spelled))
        #expect(try await Self.written(price) == #"[{"sum":\#(text)}]"#)
        #expect(try await Self.written(#require(Decimal(string: spelled))) == "[\(text)]")
    }

    @Test func bytesAreBase64() async throws {
        let price = try Self.read(#"{"sum":1,"stamp":"AAH/"}"#, as: Price.self)
        #expect(price.stamp == Data([0, 1, 255]))
        #expect(try await Self.written(price) == #"[{"sum":1,"stamp":"AAH/"}]"#)
        #expect(
            try JSONSchema.of(Price.self).text()
                == #"{"type":"object","properties":{"sum":{"type":"number"},"stamp":{"type":"string","description":"Bytes in base64."}},"required":["sum"]}"#
        )
    }

    @Test(arguments: [
        (#"{"sum":1e9999}"#, "at sum, expected a number of 38 digits at most, found the number 1e9999"),
        (#"{"sum":"1"}"#, #"expected a number of 38 digits at most, found "1""#),
        (#"{"sum":999999999999999999999999999999999999999999}"#, "38 digits"),
        (#"{"sum":1,"stamp":"?"}"#, #"at stamp, expected bytes in base64, found "?""#), (#"{"sum":null}"#, "sum"),
    ])
    func whatIsNoDecimalAndNoBytesIsTold(json: String, words: String) {
        let error = #expect(throws: GemError.self) { try Self.read(json, as: Price.self) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func aTypeShowsItsForm() throws {
        #expect(
            try JSONSchema.of(Recipe.self).text()
                == #"{"type":"object","properties":{"title":{"type":"string"},"minutes":{"type":"integer","minimum":0,"description":"Waiting included."},"#
                + #""stars":{"type":"integer","enum":[1,2]},"isVegan":{"type":"boolean"},"ingredients":{"type":"array","items":{"type":"object","#
                + #""properties":{"name":{"type":"string"},"amount":{"type":"number"},"unit":{"type":"string","enum":["gram","litre"]}},"#
                + #""required":["name","unit"]}},"notes":{"type":"object","additionalProperties":{"type":"array","items":{"type":"integer"}}},"#
                + #""tags":{"type":"array","items":{"type":"string"}}},"required":["title","minutes","isVegan","ingredients","notes","tags"],"#
                + #""description":"What to cook."}"#)
    }

    @Test func typesThatHoldThemselvesAreNamedOnce() throws {
        #expect(
            try JSONSchema.of(Tree.self).text()
                == ##"{"$ref":"#/$defs/Tree","$defs":{"Tree":{"type":"object","properties":{"name":{"type":"string"},"##
                + ##""children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},"required":["name","children"]}}}"##)
        #expect(try JSONSchema.of([Node].self)["$defs"]?["Node"]?["required"] == ["value"])
    }

    @Test func plainTypesAndFoundationsStringsAreKnown() throws {
        #expect(try JSONSchema.of([Int].self).text() == #"{"type":"array","items":{"type":"integer"}}"#)
        #expect(try JSONSchema.of([Int?].self).text() == #"{"type":"array","items":{"type":["integer","null"]}}"#)
        #expect(try JSONSchema.of(Unit.self).text() == #"{"type":"string","enum":["gram","litre"]}"#)
        #expect(try JSONSchema.of(JSON.self).text() == "{}")
        #expect(
            try JSONSchema.of(Known.self)["properties"]?.text()
                == #"{"day":{"type":"string","format":"date-time"},"page":{"type":"string","format":"uri"},"id":{"type":"string","format":"uuid"}}"#
        )
        #expect(
            try JSONSchema.of(ByHand.self).text()
                == #"{"type":"object","properties":{"place":{"type":"array","items":{"type":"integer"}},"label":{"type":"string"}},"required":["place"]}"#
        )
    }

    @Test func aTypeThatHidesItsFormIsToldWithItsPlace() throws {
        struct Holder: Decodable {
            var list: [Closed]
        }
        let closed = #expect(throws: GemError.self) { _ = try JSONSchema.of(Holder.self) }
        #expect(closed?.code == .badInput)
        #expect(closed?.message.contains("at list, Closed takes not every value: make it CaseIterable") == true, "\(closed?.message ?? "")")
        let shape = #expect(throws: GemError.self) { _ = try JSONSchema.of(Shape.self) }
        #expect(shape?.message.contains("Shape") == true && shape?.message.contains("schema made by hand") == true)
        #expect(throws: GemError.self) { _ = try JSONSchema.of([Int: String].self) }
    }

    @Test func valuesAreReadAndWrittenAgain() async throws {
        let text =
            #"{"title":"Soup","minutes":30.0,"isVegan":true,"ingredients":[{"name":"salt","unit":"gram","amount":2}],"notes":{"a":[1]},"tags":["hot"],"more":1}"#
        let recipe = try response(text).value(as: Recipe.self)
        #expect(recipe.minutes == 30 && recipe.stars == nil && recipe.ingredients == [Ingredient(name: "salt", amount: 2, unit: .gram)])
        #expect(try response("```json\n\(text)\n```").value(as: Recipe.self) == recipe)
        let known =
            #"{"day":"2026-07-28T02:24:45.500000Z","page":"https://example.com/a?b=1","id":"E621E1F8-C36C-495A-93FC-0C247A3E6E5F"}"#
        let value = try response(known).value(as: Known.self)
        #expect(value.day.timeIntervalSince1970 == 1_785_205_485.5)
        #expect(value.page.absoluteString == "https://example.com/a?b=1")
        #expect(try response(#"{"name":"a","children":[{"name":"b","children":[]}]}"#).value(as: Tree.self).children[0].name == "b")
        #expect(try response(#"{"circle":{"_0":2}}"#).value(as: Shape.self) == .circle(2))
        #expect(try response("[1,null]").value(as: [Int?].self) == [1, nil])
    }

    @Test(arguments: [
        (#"{"title":"a"}"#, "minutes is missing"), (#"{"title":7}"#, "at title, expected String, found the number 7"),
        (#"{"title":"a","minutes":300}"#, "at minutes, expected UInt8, found the number 300"),
        (#"{"title":"a","minutes":1,"isVegan":true,"ingredients":[{"name":"b","unit":"ton"}]}"#, "at ingredients[0].unit"),
        (#"{"title":"a","minutes":1,"isVegan":true,"ingredients":{}}"#, "at ingredients, expected a list, found an object"),
        (#"{"title":null}"#, "at title, expected String, found null"), ("[]", "expected an object, found a list"), ("Soup!", "is not JSON"),
    ])
    func anAnswerThatDoesNotFitIsToldWithItsPlace(text: String, words: String) throws {
        let response = try response(text)
        let error = #expect(throws: GemError.self) { _ = try response.value(as: Recipe.self) }
        #expect(error?.code == .noAnswer)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    private func response(_ text: String, finish: String = "STOP") throws -> GenerateContentResponse {
        GenerateContentResponse(json: [
            "candidates": [["content": ["parts": [["text": .string(text)]]], "finishReason": .string(finish)]],
            "usageMetadata": ["candidatesTokenCount": 12, "thoughtsTokenCount": 34],
        ])
    }

    @Test func aCutAnswerIsNoValue() throws {
        for text in [#"{"name":"a","chil"#, #"{"name":"a","children":[]}"#] {
            let response = try response(text, finish: "MAX_TOKENS")
            let error = #expect(throws: GemError.self) { _ = try response.value(as: Tree.self) }
            #expect(error?.message.contains("maxOutputTokens") == true && error?.message.contains("34 of thought") == true)
            #expect(error?.noAnswer?.finishReason == .maxTokens)
        }
    }

    @Test func theQuestionAsksForTheType() async throws {
        let text = #"{"candidates":[{"content":{"parts":[{"text":"{\"name\":\"a\",\"children\":[]}"}]},"finishReason":"STOP"}]}"#
        let transport = ScriptedTransport(json: text, text, text)
        let gemini = Gemini(transport: transport)
        let tree = try await gemini.gem("A tree.", as: Tree.self, thinking: nil)
        #expect(tree == Tree(name: "a", children: []))
        _ = try await gemini.gem("A tree.", as: Tree.self, schema: ["type": "object"], thinking: nil)
        _ = try await gemini.generate(GenerateContentRequest(contents: ["A tree."]), as: Tree.self, schema: ["type": "object"])
        let asked = try transport.bodies.map { try JSON(parsing: $0)["generationConfig"] ?? .null }
        #expect(asked[0]["responseMimeType"] == "application/json")
        #expect(asked[0]["responseJsonSchema"] == (try JSONSchema.of(Tree.self)))
        #expect(asked[1].text() == #"{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}"#)
        #expect(asked[2] == asked[1])
    }

    @Test func anyJSONIsAskedForWithoutASchema() async throws {
        let transport = ScriptedTransport(
            json: #"{"candidates":[{"content":{"parts":[{"text":"{\"a\":[1.50]}"}]},"finishReason":"STOP"}]}"#)
        let json = try await Gemini(transport: transport).gem("Any.", as: JSON.self, thinking: nil)
        #expect(json.text() == #"{"a":[1.50]}"#)
        #expect(transport.bodies[0].hasSuffix(#""generationConfig":{"responseMimeType":"application/json"}}"#))
    }

    @Test func jsonIsCodableWithAnyCoder() throws {
        let json: JSON = ["a": [1, .null, true, "b", ["c": 2]]]
        let data = try JSONEncoder().encode(json)
        #expect(String(decoding: data, as: UTF8.self) == #"{"a":[1,null,true,"b",{"c":2}]}"#)
        #expect(try JSONDecoder().decode(JSON.self, from: data) == json)
        #expect(try JSONDecoder().decode(JSON.self, from: Data("1.5".utf8)) == .number("1.5"))
    }
}
