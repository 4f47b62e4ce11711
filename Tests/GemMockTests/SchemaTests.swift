import GemCore
import GemMock
import Testing

@Suite struct SchemaTests {
    private func value(_ text: String, _ schema: JSON, key: String = "responseJsonSchema", mime: String = "application/json") async throws
        -> JSON
    {
        let answer = try await MockGemini.make().generate(
            prompt(text, #","generationConfig":{"responseMimeType":"\#(mime)","\#(key)":\#(schema.text())}"#)
        ).answer
        return mime == "application/json" ? try JSON(parsing: answer) : .string(answer)
    }

    @Test(arguments: 0..<8) func everyValueSatisfiesItsSchema(batch: Int) async throws {
        var maker = RandomSchema(dice: Dice(UInt64(1000 + batch)))
        for number in 0..<25 {
            let schema = maker.schema()
            let value = try await value("Tell Ada Lovelace (12, \"abc\") about Rome, item \(number)", schema)
            let problems = SchemaChecker(root: schema).problems(value, schema)
            #expect(problems.isEmpty, "\(problems) in \(value.text().prefix(300)) for \(schema.text().prefix(600))")
        }
    }

    @Test(arguments: [
        ##"{"$defs":{"T":{"type":"object","required":["label","children"],"properties":{"label":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/T"}}}}},"$ref":"#/$defs/T"}"##,
        ##"{"$defs":{"N":{"type":"object","required":["v"],"properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/N"},{"type":"null"}]}}}},"type":"object","required":["head"],"properties":{"head":{"$ref":"#/$defs/N"}}}"##,
        ##"{"definitions":{"A":{"enum":["x","y"]}},"type":"array","minItems":3,"items":{"$ref":"#/definitions/A"}}"##,
        #"{"type":"object","propertyNames":{"pattern":"^k[0-9]$"},"minProperties":3,"additionalProperties":{"type":"number","minimum":5}}"#,
        #"{"type":"array","uniqueItems":true,"minItems":3,"items":{"enum":["a","b","c"]}}"#,
        #"{"type":"string","pattern":"^(?:[A-Z][a-z]+ ){2}[A-Z]\\.$","minLength":12}"#,
        #"{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.001}"#, #"{"type":"integer","minimum":1.5,"maximum":2.5}"#,
        #"{"type":"number","multipleOf":0.1,"minimum":0.25,"maximum":0.35}"#,
    ])
    func hardSchemasAreSatisfied(text: String) async throws {
        let schema = try JSON(parsing: text)
        let value = try await value("x", schema)
        #expect(SchemaChecker(root: schema).problems(value, schema).isEmpty, "\(value.text())")
    }

    @Test func theAPIsOwnDialectIsRead() async throws {
        let schema: JSON = [
            "type": "OBJECT", "property_ordering": ["b", "a"], "required": ["a", "b"],
            "properties": [
                "a": ["type": "ARRAY", "min_items": "3", "items": ["type": "INTEGER", "format": "int32", "minimum": 4, "maximum": 6]],
                "b": ["type": "STRING", "nullable": true, "max_length": "4"], "c": ["type": "NUMBER", "enum": ["1.5"]],
                "when": ["type": "STRING", "format": "date-time"],
            ],
        ]
        let value = try await value("x", schema, key: "responseSchema")
        #expect(value.object?.members.map(\.name) == ["b", "a", "c", "when"])
        #expect(value["a"]?.array?.count ?? 0 >= 3)
        #expect(value["a"]?.array?.allSatisfy { (4...6).contains($0.int ?? 0) } == true)
        #expect((value["b"]?.string ?? "").count <= 4)
        #expect(value["c"]?.double == 1.5)
    }

    @Test func valuesComeFromThePrompt() async throws {
        let person: JSON = [
            "type": "object", "required": ["name", "age", "city", "email", "tags"],
            "properties": [
                "name": ["type": "string"], "age": ["type": "integer"], "city": ["type": "string"],
                "email": ["type": "string", "format": "email"], "tags": ["type": "array", "items": ["type": "string"]],
            ],
        ]
        let value = try await value("John Doe is 30 years old, lives in Paris, and writes as jd@example.org. Tags: [\"a\", \"b\"]", person)
        #expect(value == ["name": "John Doe", "age": 30, "city": "Paris", "email": "jd@example.org", "tags": ["a", "b"]])
        let kinds: JSON = [
            "anyOf": [["$ref": "#/$defs/Cat"], ["$ref": "#/$defs/Dog"]],
            "$defs": [
                "Cat": ["type": "object", "required": ["kind"], "properties": ["kind": ["const": "cat"]]],
                "Dog": ["type": "object", "required": ["kind"], "properties": ["kind": ["const": "dog"]]],
            ],
        ]
        #expect(try await self.value("My dog barks", kinds) == ["kind": "dog"])
        let mood: JSON = ["type": "STRING", "enum": ["happy", "sad", "angry"]]
        #expect(try await self.value("He was so sad today", mood, key: "responseSchema", mime: "text/x.enum") == "sad")
    }

    @Test func aSchemaInWordsIsFollowedToo() async throws {
        let mock = try MockGemini.make()
        let system =
            #"Answer with JSON for this schema: {\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":5}}} and nothing else."#
        let answer = try await mock.generate(prompt("Give me 9", #","systemInstruction":{"parts":[{"text":"\#(system)"}]}"#)).answer
        #expect(try JSON(parsing: answer) == ["n": 9])
    }
}
