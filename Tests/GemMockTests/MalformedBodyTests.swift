import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct MalformedBodyTests {
    @Test(arguments: [
        (#"{"contents":["#, "Unexpected end of string. Expected a value or ] within an array.\n\n^"),
        (#"{"contents": 1"#, "Unexpected end of string. Expected , or } after key:value pair.\n1\n ^"),
        (#"{"contents": "abc"#, "Closing quote expected in string.\n\n^"),
        (#"{"contents": []]"#, "Expected , or } after key:value pair.\n{\"contents\": []]\n               ^"),
        (#"{"contents": [] , 12: 1}"#, "Expected an object key or }.\n{\"contents\": [] , 12: 1}\n                  ^"),
        (#"{"contents": 01}"#, "Octal/hex numbers are not valid JSON values.\n{\"contents\": 01}\n             ^"),
        (#"{"contents": @}"#, "Expected a value.\n@}\n^"),
        (#"{} {}"#, "Parsing terminated before end of input.\n{} {}\n   ^"),
        (#"{"a": nope, "long": "0123456789012345678901234567890"}"#, "Unexpected token.\n{\"a\": nope, \"long\": \"01234\n      ^"),
    ])
    func aSyntaxErrorStandsInItsTwentyBytes(body: String, message: String) async throws {
        let response = try await MockGemini.make().post("/v1beta/models/gemini-2.5-flash:generateContent", body)
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == "Invalid JSON payload received. " + message)
    }

    @Test func anEchoThatWouldCutACharacterIsNone() async throws {
        let response = try await MockGemini.make().post(
            "/v1beta/models/gemini-2.5-flash:generateContent", "{\"a\": ? 0123456789 012345é}")
        #expect(try await response.message() == "Request contains an invalid argument.")
    }

    @Test(arguments: ["{\"contents\":{\"parts\":{\"text\":\"two\nlines\"}}}", #"{"contents":{"parts":{"text":"a\qb\vc\'d"}}}"#])
    func stringsAreReadAsTheServiceReadsThem(body: String) async throws {
        #expect(try await MockGemini.make().post("/v1beta/models/gemini-2.5-flash:generateContent", body).head.status == .ok)
    }
}
