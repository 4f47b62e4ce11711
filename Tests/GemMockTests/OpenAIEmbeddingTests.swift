import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct OpenAIEmbeddingTests {
    private static let path = "/v1beta/openai/embeddings"

    private func vectors(_ rest: String, _ mock: MockGemini, model: String = "gemini-embedding-001") async throws -> JSON {
        let response = try await mock.post(Self.path, #"{"model":"\#(model)",\#(rest)}"#)
        let json = try await response.json()
        #expect(response.head.status == .ok, "\(json.text())")
        return json
    }

    @Test func aTextOrAListHasTheVectorsOfTheAPIItself() async throws {
        let mock = try MockGemini.make()
        let own = try await mock.post(
            "/v1beta/models/gemini-embedding-001:batchEmbedContents",
            #"{"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"cat"}]},"outputDimensionality":128},{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"dog"}]},"outputDimensionality":128}]}"#
        ).json()
        let list = try await vectors(#""input":["cat","dog"],"dimensions":128"#, mock)
        #expect(list["object"] == "list")
        #expect(list["data"]?.array?.map { $0["index"] } == [0, 1])
        for index in 0..<2 { #expect(list["data"]?[index]?["embedding"] == own["embeddings"]?[index]?["values"]) }
        #expect(list["usage"] == ["prompt_tokens": 2, "total_tokens": 2])
        let one = try await vectors(#""input":"cat","dimensions":128,"encoding_format":"float""#, mock)
        #expect(one["data"]?[0] == list["data"]?[0])
        #expect(mock.requests.last?.items == 1)
        let full = try await vectors(#""input":"cat""#, mock, model: "models/gemini-embedding-2")
        #expect(full["data"]?[0]?["embedding"]?.array?.count == 3072)
        #expect(full["model"] == "models/gemini-embedding-2")
    }

    @Test func base64HoldsLittleEndianFloats() async throws {
        let mock = try MockGemini.make()
        let plain = try await vectors(#""input":"cat","dimensions":128"#, mock)
        let coded = try await vectors(#""input":"cat","dimensions":128,"encoding_format":"base64""#, mock)
        let text = try #require(coded["data"]?[0]?["embedding"]?.string)
        let bytes = try #require(Base64Coding.decode(text))
        #expect(bytes.count == 512)
        let values = stride(from: 0, to: 512, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
        #expect(values == (plain["data"]?[0]?["embedding"]?.array ?? []).map { Float($0.double ?? 0) })
    }

    @Test(arguments: [
        (#""input":[1,2,3]"#, "Invalid value at 'input[0]' (TYPE_STRING), token ids are not supported: send text."),
        (#""input":[[1,2]]"#, "Invalid value at 'input[0]' (TYPE_STRING), token ids are not supported: send text."),
        (#""input":[]"#, "Invalid value at 'input' (TYPE_STRING), []"),
        (#""input":{"a":1}"#, #"Invalid value at 'input' (TYPE_STRING), {"a":1}"#),
        (#""dimensions":3"#, "input is required: a string or a list of strings."),
        (#""input":"x","encoding_format":"hex""#, #"Invalid value at 'encoding_format' (float or base64), "hex""#),
        (#""input":"x","dimensions":1.5"#, "Invalid value at 'dimensions' (TYPE_INT32), 1.5"),
    ])
    func whatCannotBeReadIsNamed(members: String, message: String) async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, #"{"model":"gemini-embedding-001",\#(members)}"#)
        #expect(response.head.status.code == 400)
        #expect(try await response.json()[0]?["error"]?["message"]?.string == message)
    }

    @Test func aModelThatDoesNotEmbedIsRefused() async throws {
        let response = try await MockGemini.make().post(Self.path, #"{"model":"gemini-2.5-flash","input":"x"}"#)
        #expect(response.head.status.code == 404)
    }
}
