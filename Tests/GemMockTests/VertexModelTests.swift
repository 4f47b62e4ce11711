import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct VertexModelTests {
    @Test(arguments: ["/v1/publishers/google/models", "/v1beta1/projects/p/locations/l/publishers/google/models"])
    func modelsTellWhatClientsLookFor(_ path: String) async throws {
        let mock = try MockGemini.make()
        let model = try await mock.call(.get, "\(path)/text-embedding-005").json()
        #expect(model["name"] == "publishers/google/models/text-embedding-005")
        #expect(
            model["publisherModelTemplate"] == "projects/{project}/locations/{location}/publishers/google/models/text-embedding-005")
        #expect(model["predictSchemata"]?["instanceSchemaUri"]?.string?.hasSuffix("text_embedding_1.0.0.yaml") == true)
        let list = try await mock.call(.get, "\(path)?pageSize=2").json()
        #expect(list["publisherModels"]?.array?.count == 2)
        #expect(list["models"] == nil)
        #expect(list["nextPageToken"]?.string != nil)
        #expect(try await mock.call(.get, "\(path)/none").head.status.code == 404)
    }

    @Test func tokensAreComputedAsBytesAndNumbers() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:computeTokens"
        let text = "The quick brown fox jumps over the lazy dog."
        let answer = try await mock.post(path, prompt(text)).json()
        let info = try #require(answer["tokensInfo"]?[0])
        #expect(info["role"] == "user")
        let tokens = try #require(info["tokens"]?.array).compactMap(\.string)
        #expect(tokens.count == 10)
        #expect(tokens.prefix(2) == ["VGhl", "IHF1aWNr"])
        #expect(tokens.compactMap { Base64Coding.decode($0) }.flatMap { $0 } == Array(text.utf8))
        #expect(info["tokenIds"]?.array?.count == 10)
        #expect(info["tokenIds"]?[0]?.string.flatMap { Int($0) } != nil)
        #expect(try await mock.post(path, "{}").head.status.code == 400)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:computeTokens", prompt("x")).head.status.code == 404)
    }
}
