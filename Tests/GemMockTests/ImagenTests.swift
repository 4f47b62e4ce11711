import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ImagenTests {
    private static let path = "/v1beta/models/imagen-4.0-generate-001:predict"

    private func pictures(_ body: String) async throws -> [[UInt8]] {
        let answer = try await MockGemini.make().post(Self.path, body).json()
        return try (answer["predictions"]?.array ?? []).map { picture in
            #expect(picture["mimeType"]?.string == "image/png")
            let data = try #require(picture["bytesBase64Encoded"]?.string)
            return try #require(Base64Coding.decode(data))
        }
    }

    @Test func itDrawsAsManyAsAreWantedInTheirProportions() async throws {
        let body = #"{"instances":[{"prompt":"A boat"}],"parameters":{"sampleCount":3,"aspectRatio":"16:9"}}"#
        let drawn = try await pictures(body)
        #expect(Set(drawn).count == 3)
        let big = { (at: Int) in drawn[0][at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(big(16) * 9 == big(20) * 16)
        #expect(try await pictures(body) == drawn)
        #expect(try await pictures(#"{"instances":[{"prompt":"A bird"}]}"#).count == 1)
    }

    @Test(arguments: [
        "{}", #"{"instances":[]}"#, #"{"instances":[{"prompt":""}]}"#, #"{"instances":[{"prompt":"x"}],"parameters":{"sampleCount":5}}"#,
        #"{"instances":[{"prompt":"x"}],"parameters":{"sampleCount":1e300}}"#,
        #"{"instances":[{"prompt":"x"}],"parameters":{"sampleCount":"many"}}"#,
    ])
    func whatCannotBeDrawnIsRefused(body: String) async throws {
        #expect(try await MockGemini.make().post(Self.path, body).head.status.code == 400)
    }

    @Test func anUnknownDrawerIsNotFound() async throws {
        let response = try await MockGemini.make().post("/v1beta/models/imagen-9:predict", #"{"instances":[{"prompt":"x"}]}"#)
        #expect(response.head.status.code == 404)
    }

    @Test func vertexTellsWhatAModelIsAskedWith() async throws {
        for (model, schema) in [("imagen-4.0-generate-001", "vision_generative_model"), ("text-embedding-005", "text_embedding")] {
            let found = try await MockGemini.make().call(.get, "/v1/publishers/google/models/\(model)").json()
            #expect(found["predictSchemata"]?["instanceSchemaUri"]?.string?.hasSuffix("/\(schema)_1.0.0.yaml") == true)
        }
    }
}
