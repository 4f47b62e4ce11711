import GemCore
import GemMock
import GemTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct MediaEmbeddingTests {
    private static let path = "/v1beta/models/gemini-embedding-2:embedContent"
    private static let media: [(name: String, type: String)] = [
        ("purring.wav", "audio/wav"), ("rain.wav", "audio/wav"), ("bell.wav", "audio/wav"), ("counting.wav", "audio/wav"),
        ("drawing.png", "image/png"), ("report.pdf", "application/pdf"), ("counting.mp4", "video/mp4"),
    ]

    private static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/media/\(name)")))
    }

    private func vector(_ mock: MockGemini, _ part: String, dimensions: Int = 768) async throws -> [Double] {
        let json = try await mock.post(Self.path, #"{"content":{"parts":[\#(part)]},"outputDimensionality":\#(dimensions)}"#).json()
        return try #require(json["embedding"]?["values"]?.array, "\(json.text())").compactMap(\.double)
    }

    private func inline(_ bytes: [UInt8], _ type: String) -> String {
        #"{"inlineData":{"mimeType":"\#(type)","data":"\#(base64(bytes))"}}"#
    }
    private func cosine(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    /// The media nearest to a text.
    private func nearest(_ text: String, _ vectors: [String: [Double]], _ mock: MockGemini) async throws -> String? {
        let query = try await vector(mock, #"{"text":\#(JSON.string(text).text())}"#)
        return vectors.max { cosine(query, $0.value) < cosine(query, $1.value) }?.key
    }

    @Test func wordsFindTheMediaOfTheProject() async throws {
        let mock = try MockGemini.make()
        var vectors: [String: [Double]] = [:]
        for item in Self.media { vectors[item.name] = try await vector(mock, inline(Self.bytes(item.name), item.type)) }
        #expect(try await nearest("a cat purring", vectors, mock) == "purring.wav")
        #expect(try await nearest("eine schnurrende Katze", vectors, mock) == "purring.wav")
        #expect(try await nearest("it is raining outside", vectors, mock) == "rain.wav")
        #expect(try await nearest("task: search result | query: church bells", vectors, mock) == "bell.wav")
        #expect(try await nearest("a picture of a house and a tree", vectors, mock) == "drawing.png")
        #expect(try await nearest("Who was the keeper of the lighthouse?", vectors, mock) == "report.pdf")
    }

    @Test func anUploadedFileHasTheVectorOfItsBytes() async throws {
        let mock = try MockGemini.make()
        let bytes = try Self.bytes("purring.wav")
        let file = try await mock.upload(bytes, "audio/wav")
        let uri = try #require(file["uri"]?.string)
        let stored = try await vector(mock, #"{"fileData":{"fileUri":"\#(uri)","mimeType":"audio/wav"}}"#)
        #expect(try await vector(mock, inline(bytes, "audio/wav")) == stored)
    }

    @Test func mediaWithoutACaptionDifferByTheirBytes() async throws {
        let mock = try MockGemini.make()
        let one = try await vector(mock, inline(SampleMedia.png, "image/png"))
        let other = try await vector(mock, inline(SampleMedia.png + [0], "image/png"))
        let sound = try await vector(mock, inline(SampleMedia.wav, "audio/wav"))
        #expect(one != other)
        #expect(cosine(one, other) > cosine(one, sound))
        #expect(cosine(one, other) < 0.99)
    }

    @Test func textFilesAreReadAsText() async throws {
        let mock = try MockGemini.make()
        let file = try await vector(mock, inline(Array("Bees make honey.".utf8), "text/plain"))
        let text = try await vector(mock, #"{"text":"Honey is made by bees."}"#)
        #expect(cosine(file, text) > 0.7)
    }

    @Test func captionsComeFromAFixtureOrAFolder() async throws {
        let query = #"{"text":"a red bicycle leans on a wall"}"#
        let added = try MockGemini.make()
        let before = try await cosine(vector(added, query), vector(added, inline(SampleMedia.png, "image/png")))
        // The SHA-256 of the sample picture.
        let hash = "c369d74f4fd90e3fc42b64f27f9a3b8167bb9f1d94281037112056fd00a3d8b4"
        try added.enqueue(.fixture(["captions": .object(.init([.init(hash, "A bicycle, red, against a wall")]))]))
        #expect(try await cosine(vector(added, query), vector(added, inline(SampleMedia.png, "image/png"))) > before + 0.15)

        try await TemporaryFolder.with { folder in
            try Data(SampleMedia.png).write(to: URL(filePath: folder + "/bike.png"))
            try Data(#"{"bike.png":"A bicycle, red, against a wall"}"#.utf8).write(to: URL(filePath: folder + "/captions.json"))
            let mock = try MockGemini.make { $0.fixtures = folder }
            #expect(try await cosine(vector(mock, query), vector(mock, inline(SampleMedia.png, "image/png"))) > before + 0.15)
        }
    }

    @Test func limitsAreNamed() async throws {
        let mock = try MockGemini.make()
        func refusal(_ parts: [String]) async throws -> String {
            let response = try await mock.post(Self.path, #"{"content":{"parts":[\#(parts.joined(separator: ","))]}}"#)
            #expect(response.head.status.code == 400)
            return try await response.message()
        }
        let picture = inline(SampleMedia.png, "image/png")
        #expect(
            try await refusal(Array(repeating: picture, count: 7))
                == "The request holds 7 of images; at most 6 can be embedded at once.")
        #expect(try await vector(mock, Array(repeating: picture, count: 6).joined(separator: ",")).count == 768)
        let report = inline(SampleMedia.pdf, "application/pdf")
        #expect(try await refusal([report, report, report]).contains("9 of PDF pages; at most 6"))
        let film = inline(SampleMedia.mp4, "video/mp4")
        // Twenty films are more tokens than a text may have, and just as long as films may be.
        let twenty = #"{"content":{"parts":[\#(Array(repeating: film, count: 20).joined(separator: ","))]}}"#
        #expect(try await mock.post(Self.path, twenty).head.status == .ok)
        #expect(try await refusal(Array(repeating: film, count: 21)).contains("126 seconds of video; at most 120 seconds"))
        let sound = inline(SampleMedia.wav, "audio/wav")
        #expect(try await refusal(Array(repeating: sound, count: 91)).contains("182 seconds of audio; at most 180 seconds"))
        #expect(try await refusal([inline(SampleMedia.wav, "video/wav")]).hasPrefix("Unsupported MIME type: video/wav."))
        #expect(try await refusal([inline([1, 2, 3], "image/tiff")]).hasPrefix("Unsupported MIME type: image/tiff."))
    }
}
