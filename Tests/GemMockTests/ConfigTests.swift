import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ConfigTests {
    static let refusals: [(String, String, String)] = [
        ("gemini-3.5-flash", #""candidateCount":2"#, "Multiple candidates is not enabled for this model"),
        (
            "gemini-2.5-flash", #""candidateCount":9"#,
            "* GenerateContentRequest.generation_config.candidate_count: candidate_count must be between 1 and 8, inclusive.\n"
        ),
        (
            "gemini-2.5-flash", #""temperature":2.5"#,
            "* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n"
        ),
        ("gemini-2.5-flash", #""topP":1.5"#, "* GenerateContentRequest.generation_config.top_p: top_p must be in the range [0.0, 1.0].\n"),
        (
            "gemini-2.5-flash", #""responseMimeType":"image/png""#,
            "* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`.\n"
        ),
        (
            "gemini-2.5-flash", #""stopSequences":["a","b","c","d","e","f"]"#,
            "* GenerateContentRequest.generation_config.stop_sequences: at most 5 stop sequences can be specified.\n"
        ),
        ("gemini-2.5-flash", #""responseModalities":["IMAGE"]"#, "This model only supports text output."),
        (
            "gemini-2.5-flash-preview-tts", #""temperature":1"#,
            "The requested combination of response modalities (TEXT) is not supported by the model. models/gemini-2.5-flash-preview-tts accepts the following combination of response modalities:\n* AUDIO\n"
        ),
        ("gemini-2.5-pro", #""thinkingConfig":{"thinkingBudget":0}"#, "Budget 0 is invalid. This model only works in thinking mode."),
        (
            "gemini-2.5-pro", #""thinkingConfig":{"thinkingBudget":64000}"#,
            "The thinking budget 64000 is invalid. Please choose a value between 128 and 32768."
        ),
        (
            "gemini-2.5-flash", #""thinkingConfig":{"thinkingBudget":24577}"#,
            "The thinking budget 24577 is invalid. Please choose a value between 0 and 24576."
        ),
        (
            "gemini-2.5-flash-lite", #""thinkingConfig":{"thinkingBudget":100}"#,
            "The thinking budget 100 is invalid. Please choose a value between 512 and 24576."
        ),
        ("gemini-2.5-flash", #""thinkingConfig":{"thinkingLevel":"LOW"}"#, "Thinking level is not supported for this model."),
        (
            "gemini-3.1-pro-preview", #""thinkingConfig":{"thinkingLevel":"minimal"}"#,
            "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level."
        ),
        (
            "gemini-3.5-flash", #""thinkingConfig":{"thinkingLevel":"low","thinkingBudget":9}"#,
            "You can only set only one of thinking budget and thinking level."
        ),
        ("gemini-3.5-flash-lite", #""thinkingConfig":{"thinkingBudget":0}"#, "Request contains an invalid argument."),
        ("gemini-2.0-flash", #""thinkingConfig":{"includeThoughts":true}"#, "Thinking is not enabled for models/gemini-2.0-flash"),
        ("gemini-3.5-flash", #""responseLogprobs":true"#, "Logprobs is not enabled for models/gemini-3.5-flash"),
    ]

    @Test(arguments: refusals) func whatAModelCannotDoIsRefusedInItsWords(model: String, config: String, message: String) async throws {
        let path = "/v1beta/models/\(model):generateContent"
        let response = try await MockGemini.make().post(path, prompt("Hi", ",\"generationConfig\":{\(config)}"))
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == message)
    }

    @Test(arguments: [
        ("gemini-2.5-pro", #""thinkingConfig":{"thinkingBudget":128}"#), ("gemini-2.5-pro", #""thinkingConfig":{"thinkingBudget":-1}"#),
        ("gemini-2.5-flash", #""thinkingConfig":{"thinkingBudget":50,"includeThoughts":true}"#),
        ("gemini-3-pro-preview", #""thinkingConfig":{"thinking_budget":6400}"#),
        ("gemini-3.6-flash", #""thinkingConfig":{"thinkingLevel":"minimal"}"#),
        ("gemini-2.5-pro", #""presencePenalty":-1.5,"frequencyPenalty":1"#),
        ("gemini-3.5-flash-lite", #""topK":0,"topP":1,"seed":42,"temperature":2"#), ("gemini-2.5-flash", #""responseModalities":["Text"]"#),
    ])
    func whatItCanIsTaken(model: String, config: String) async throws {
        let path = "/v1beta/models/\(model):generateContent"
        #expect(try await MockGemini.make().post(path, prompt("Hi", ",\"generationConfig\":{\(config)}")).head.status == .ok)
    }

    @Test func vertexHasItsOwnWords() async throws {
        let mock = try MockGemini.make()
        let path = "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent"
        func message(_ config: String) async throws -> String {
            try await mock.post(path, prompt("Hi", ",\"generationConfig\":{\(config)}")).message()
        }
        #expect(
            try await message(#""temperature":1000"#)
                == "Unable to submit request because it has a temperature value of 1000 but the supported range is from 0 (inclusive) to 2.0001 (exclusive). Update the value and try again."
        )
        #expect(try await message(#""maxOutputTokens":70000"#).contains("from 1 (inclusive) to 65537 (exclusive)"))
        #expect(
            try await message(#""thinkingConfig":{"thinkingBudget":0}"#)
                == "Unable to submit request because The model does not support setting thinking_budget to 0.")
        let body = #"{"contents":[{"role":"function","parts":[{"text":"x"}]}]}"#
        #expect(try await mock.post(path, body).message() == "Please use a valid role: user, model.")
        let file = #"{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/x.pdf"}}]}]}"#
        #expect(try await mock.post(path, file).message().contains("mimeType"))
        #expect(try await mock.post(path, prompt("Hi", #","labels":{"team":"a"}"#)).head.status == .ok)
    }

    @Test func aPromptThatIsTooLongIsRefused() async throws {
        let text = String(repeating: "1", count: 32_769)
        let response = try await MockGemini.make().post("/v1beta/models/gemini-2.5-flash-image:generateContent", prompt(text))
        #expect(try await response.message() == "The input token count (32770) exceeds the maximum number of tokens allowed (32768).")
    }

    @Test func anotherSeedGivesAnotherText() async throws {
        let mock = try MockGemini.make()
        func answer(_ seed: Int) async throws -> String {
            try await mock.generate(prompt("Tell me", #","generationConfig":{"seed":\#(seed),"temperature":0}"#)).answer
        }
        #expect(try await answer(1) == answer(1))
        #expect(Set([try await answer(1), try await answer(2), try await answer(3)]).count == 3)
    }

    @Test func logprobsAddUp() async throws {
        let config = #","generationConfig":{"responseLogprobs":true,"logprobs":3}"#
        let candidate = try #require(
            try await MockGemini.make().generate(prompt("Say it", config), model: "gemini-2.0-flash")["candidates"]?[0])
        let chosen = try #require(candidate["logprobsResult"]?["chosenCandidates"]?.array)
        let tops = try #require(candidate["logprobsResult"]?["topCandidates"]?.array)
        #expect(chosen.compactMap { $0["token"]?.string }.joined() == candidate["content"]?["parts"]?[0]?["text"]?.string)
        #expect(tops.count == chosen.count)
        for (top, token) in zip(tops, chosen) {
            let all = try #require(top["candidates"]?.array)
            #expect(all.count == 3)
            #expect(all[0] == token)
            let values = all.compactMap { $0["logProbability"]?.double }
            #expect(values == values.sorted(by: >))
            #expect(Set(all.compactMap { $0["token"]?.string }).count == 3)
        }
        let mean = chosen.compactMap { $0["logProbability"]?.double }.reduce(0, +) / Double(chosen.count)
        #expect(abs(mean - (candidate["avgLogprobs"]?.double ?? 1)) < 1e-9)
    }

    @Test func thoughtsKeepTheirBudget() async throws {
        let mock = try MockGemini.make()
        func thoughts(_ config: String, model: String = "gemini-2.5-flash") async throws -> Int {
            try await mock.generate(prompt("Think", ",\"generationConfig\":{\"thinkingConfig\":{\(config)}}"), model: model).usage(
                "thoughtsTokenCount")
        }
        #expect(try await thoughts(#""thinkingBudget":10"#) == 10)
        #expect(try await thoughts(#""thinkingBudget":0"#) == 0)
        let low = try await thoughts(#""thinkingLevel":"low""#, model: "gemini-3.5-flash")
        let high = try await thoughts(#""thinkingLevel":"high""#, model: "gemini-3.5-flash")
        #expect(low > 0)
        #expect(high > low)
        #expect(try await thoughts(#""thinkingLevel":"minimal""#, model: "gemini-3.5-flash") == 0)
    }

    @Test func tierIsEchoed() async throws {
        let mock = try MockGemini.make()
        #expect(try await mock.generate(prompt("x", #","serviceTier":"flex""#))["usageMetadata"]?["serviceTier"] == "flex")
        #expect(try await mock.generate(prompt("x"))["usageMetadata"]?["serviceTier"] == "standard")
    }

    @Test(arguments: [("1:1", 1.0), ("16:9", 16.0 / 9), ("2:3", 2.0 / 3)]) func picturesHaveTheirProportions(
        ratio: String, expected: Double
    ) async throws {
        let mock = try MockGemini.make()
        let config = #","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"\#(ratio)"}}"#
        let json = try await mock.generate(prompt("Paint a boat", config), model: "gemini-2.5-flash-image")
        let parts = try #require(json["candidates"]?[0]?["content"]?["parts"]?.array)
        #expect(parts[0]["text"]?.string?.contains("Paint a boat") == true)
        #expect(parts[1]["inlineData"]?["mimeType"] == "image/png")
        let bytes = try #require(parts[1]["inlineData"]?["data"]?.string.flatMap { Base64Coding.decode($0) })
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        func side(_ at: Int) -> Double { bytes[at..<at + 4].reduce(0) { $0 * 256 + Double($1) } }
        #expect(abs(side(16) / side(20) - expected) < 0.01)
        #expect(Array(bytes.suffix(12)) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
        #expect(json["usageMetadata"]?["candidatesTokensDetails"]?.array?.contains { $0["modality"] == "IMAGE" } == true)
        // The picture goes back in as an attachment, whose size can be read.
        let again =
            #"{"contents":[{"parts":[{"text":"What is it?"},{"inlineData":{"mimeType":"image/png","data":"\#(Base64Coding.encode(bytes))"}}]}]}"#
        #expect(try await mock.generate(again).answer.contains("\(Int(side(16))) x \(Int(side(20))) pixels"))
    }

    @Test func speechIsAsLongAsItsText() async throws {
        let mock = try MockGemini.make()
        let config =
            #","generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}}"#
        func bytes(_ text: String) async throws -> [UInt8] {
            let json = try await mock.generate(prompt(text, config), model: "gemini-2.5-flash-preview-tts")
            let data = try #require(json["candidates"]?[0]?["content"]?["parts"]?[0]?["inlineData"])
            #expect(data["mimeType"] == "audio/L16;codec=pcm;rate=24000")
            return try #require(data["data"]?.string.flatMap { Base64Coding.decode($0) })
        }
        let short = try await bytes("Hello")
        let long = try await bytes("Hello, this is a sentence that takes rather longer to say.")
        #expect(short.count % 2 == 0)
        #expect(long.count > 2 * short.count)
    }
}
