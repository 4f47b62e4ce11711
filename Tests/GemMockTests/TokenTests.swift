import GemCore
import GemMock
import Testing

@Suite struct TokenTests {
    private func count(_ body: String, model: String = "gemini-2.5-flash") async throws -> JSON {
        try await MockGemini.make().post("/v1beta/models/\(model):countTokens", body).json()
    }

    /// Counts as the live API gave them, for the older models, which add nothing for a turn.
    @Test(arguments: [
        ("What is the capital of France?", 7), ("Write a short story about a robot.", 8), ("Say hi", 2), ("", 0), ("2+2", 3),
        ("What is 2+2?", 7),
        ("日本語のテキスト", 5), ("--- ", 2), ("internationalisation", 2),
    ])
    func textsAreCountedByWords(text: String, expected: Int) async throws {
        #expect(try await count(prompt(text), model: "gemini-2.0-flash")["totalTokens"]?.int ?? 0 == expected)
    }

    @Test func turnsAndInstructionsCountOneEach() async throws {
        let body =
            #""contents":[{"role":"user","parts":[{"text":"What is the capital of France?"}]}],"systemInstruction":{"parts":[{"text":"You are a helpful chatbot."}]}"#
        #expect(try await MockGemini.make().generate("{\(body)}").usage("promptTokenCount") == 15)
    }

    @Test(arguments: [
        (384, 384, "", 258), (385, 100, "", 258), (769, 768, "", 516), (3000, 2000, "", 258 * 12), (3000, 2000, "LOW", 66),
        (3000, 2000, "MEDIUM", 258),
    ])
    func imagesAreCountedInTiles(width: Int, height: Int, resolution: String, expected: Int) async throws {
        func side(_ value: Int) -> [UInt8] { [0, 0, UInt8(value >> 8), UInt8(value & 255)] }
        let png = Array(SampleMedia.png.prefix(16)) + side(width) + side(height) + SampleMedia.png.suffix(5)
        let config = resolution.isEmpty ? "" : #","generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_\#(resolution)"}"#
        let inner = #""contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"\#(base64(png))"}}]}]\#(config)"#
        let counted = try await count(#"{"generateContentRequest":{"model":"models/gemini-2.5-flash",\#(inner)}}"#)
        #expect(counted["promptTokensDetails"]?[1] == ["modality": "IMAGE", "tokenCount": .int(expected)])
        let used = try await MockGemini.make().generate("{\(inner)}")
        #expect(used["usageMetadata"]?["promptTokensDetails"] == counted["promptTokensDetails"])
    }

    @Test(arguments: [
        (#""startOffset":"1s","endOffset":"3.5s""#, 3, 3), (#""fps":0.5"#, 3, 6), (#""fps":24"#, 144, 6),
        (#""endOffset":"2s","fps":2"#, 4, 2),
    ])
    func partsOfVideosAreCounted(metadata: String, frames: Int, seconds: Int) async throws {
        let body =
            #"{"contents":[{"parts":[{"inlineData":{"mimeType":"video/mp4","data":"\#(base64(SampleMedia.mp4))"},"videoMetadata":{\#(metadata)}}]}]}"#
        let details = try #require(try await count(body)["promptTokensDetails"]?.array)
        #expect(details.contains(["modality": "VIDEO", "tokenCount": .int(258 * frames)]))
        #expect(details.contains(["modality": "AUDIO", "tokenCount": .int(32 * seconds)]))
    }

    @Test func aTextOfSoManyTokensHasThem() async throws {
        let json = try await MockGemini.make().generate(prompt("[[tokens 500]]"), model: "gemini-2.0-flash")
        #expect(json.usage("candidatesTokenCount") == 500)
    }

    @Test func safetySettingsLetThroughWhatTheyMay() async throws {
        let mock = try MockGemini.make()
        func free(_ threshold: String) -> String {
            #","safetySettings":[{"category":"HARM_CATEGORY_DANGEROUS_CONTENT","threshold":"\#(threshold)"}]"#
        }
        #expect(try await mock.generate(prompt("[[safety]]", free("BLOCK_ONLY_HIGH"))).finish == "SAFETY")
        let through = try await mock.generate(prompt("[[safety]]", free("BLOCK_NONE")))
        #expect(through.finish == "STOP")
        #expect(through["candidates"]?[0]?["safetyRatings"]?.array?.allSatisfy { $0["blocked"] == nil } == true)
        #expect(try await mock.generate(prompt("[[block]]", free("OFF")))["promptFeedback"] == nil)
        #expect(try await mock.generate(prompt("[[prohibited]]", free("OFF")))["promptFeedback"] == ["blockReason": "PROHIBITED_CONTENT"])
    }
}
