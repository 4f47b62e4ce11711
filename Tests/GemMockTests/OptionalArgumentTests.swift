import GemCore
import GemMock
import Testing

@Suite struct OptionalArgumentTests {
    private func arguments(_ required: String) async throws -> JSON {
        let body = prompt(
            "Name two harbours.",
            #"""
            ,"tools":[{"functionDeclarations":[{"name":"take","parameters":{"type":"OBJECT","properties":{"tasks":{"type":"ARRAY","items":
            {"type":"OBJECT","properties":{"town":{"type":"STRING"},"depth":{"type":"NUMBER"}},"required":["town","depth"]}},
            "note":{"type":"STRING"}}\#(required)}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}
            """#)
        let answer = try await MockGemini.make().generate(body)
        return try #require(answer["candidates"]?[0]?["content"]?["parts"]?[0]?["functionCall"]?["args"])
    }

    @Test func aCallOfOptionalArgumentsAloneHasSome() async throws {
        let tasks = try #require(try await arguments("")["tasks"]?.array)
        #expect(!tasks.isEmpty)
        #expect(tasks.allSatisfy { $0["town"]?.string != nil && $0["depth"]?.double != nil })
    }

    @Test func anOptionalArgumentBesideARequiredOneMayBeLeftOut() async throws {
        let found = try await arguments(#","required":["tasks"]"#)
        #expect(found["tasks"]?.array?.isEmpty == false)
        #expect(found["note"] == nil)
    }
}
