internal import GemCore
internal import Gemini
internal import Testing

@Suite struct OptionsTests {
    private func body(_ thinking: Thinking?, model: String = "gemini-3-pro", _ change: (inout GenerateOptions) -> Void = { _ in })
        async throws -> JSON
    {
        let transport = ScriptedTransport(json: answer("x"))
        var options = GenerateOptions()
        change(&options)
        _ = try await Gemini(transport: transport).gem("q", model: model, thinking: thinking, options: options)
        return try JSON(parsing: transport.bodies[0])
    }

    @Test(
        arguments: [
            (-1, #"{"thinkingBudget":-1}"#), (1024, #"{"thinkingBudget":1024}"#), (.off, #"{"thinkingBudget":0}"#),
            (.high, #"{"thinkingLevel":"HIGH"}"#), (.level("NEW_LEVEL"), #"{"thinkingLevel":"NEW_LEVEL"}"#), (nil, "null"),
        ] as [(Thinking?, String)])
    func thinkingIsABudgetOrALevel(thinking: Thinking?, json: String) async throws {
        let config = try await body(thinking)["generationConfig"]?["thinkingConfig"]
        #expect((config ?? .null).text() == json)
    }

    @Test func thinkingIsReadAsAUserWritesIt() {
        #expect(Thinking("-1") == .dynamic)
        #expect(Thinking("512") == .budget(512))
        #expect(Thinking("low") == .low)
        #expect(Thinking("Minimal") == .minimal)
        for text in ["", "1.5", "very much", "-"] { #expect(Thinking(text) == nil, "\(text)") }
    }

    @Test func summariesOfThoughtsAreAskedForWithAnyThinking() async throws {
        for (thinking, json) in [
            (.low, #"{"includeThoughts":true,"thinkingLevel":"LOW"}"#), (nil, #"{"includeThoughts":true}"#),
            (-1, #"{"includeThoughts":true,"thinkingBudget":-1}"#),
        ] as [(Thinking?, String)] {
            let body = try await body(thinking) { $0.includeThoughts = true }
            #expect(body["generationConfig"]?["thinkingConfig"]?.text() == json)
        }
        let own = try await body(-1) {
            $0.includeThoughts = true
            $0.config.thinking = ThinkingConfig(budget: 7)
        }
        #expect(own["generationConfig"]?["thinkingConfig"]?.text() == #"{"thinkingBudget":7,"includeThoughts":true}"#)
    }

    @Test func everyParameterHasItsPropertyAndItsPlace() throws {
        var config = GenerationConfig()
        config.temperature = 0.5
        config.topP = 0.9
        config.topK = 40
        config.maxOutputTokens = 100
        config.candidateCount = 2
        config.seed = 7
        config.stopSequences = ["END"]
        config.presencePenalty = -0.5
        config.frequencyPenalty = 1
        config.responseLogprobs = true
        config.logprobs = 5
        config.responseMimeType = "text/plain"
        config.responseSchema = ["type": "STRING"]
        config.responseJsonSchema = ["type": "string"]
        config.responseModalities = [.text, .image, "SMELL"]
        config.mediaResolution = .low
        config.thinking = ThinkingConfig(level: .minimal, includeThoughts: true)
        config.speech = SpeechConfig(voices: ["Ada": "Kore", "Bob": "Puck"], language: "en-GB")
        config.image = ImageConfig(aspectRatio: "16:9", size: "2K")
        config.enhancedCivicAnswers = false
        config.audioTimestamp = true
        let text =
            #"{"temperature":0.5,"topP":0.9,"topK":40,"maxOutputTokens":100,"candidateCount":2,"seed":7,"stopSequences":["END"],"#
            + #""presencePenalty":-0.5,"frequencyPenalty":1,"responseLogprobs":true,"logprobs":5,"responseMimeType":"text/plain","#
            + #""responseSchema":{"type":"STRING"},"responseJsonSchema":{"type":"string"},"responseModalities":["TEXT","IMAGE","SMELL"],"#
            + #""mediaResolution":"MEDIA_RESOLUTION_LOW","thinkingConfig":{"includeThoughts":true,"thinkingLevel":"MINIMAL"},"#
            + #""speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[{"speaker":"Ada","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}},"#
            + #"{"speaker":"Bob","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}}]},"languageCode":"en-GB"},"#
            + #""imageConfig":{"aspectRatio":"16:9","imageSize":"2K"},"enableEnhancedCivicAnswers":false,"audioTimestamp":true}"#
        #expect(config.json.text() == text)
        let read = GenerationConfig(json: try JSON(parsing: text))
        #expect(read.responseModalities == [.text, .image, "SMELL"])
        #expect(read.mediaResolution == .low)
        #expect(read.thinking?.level == .minimal)
        #expect(read.speech?.language == "en-GB")
        #expect(read.image?.size == "2K")
        #expect(read.logprobs == 5 && read.frequencyPenalty == 1 && read.presencePenalty == -0.5)
        var cleared = read
        cleared.mediaResolution = nil
        cleared.stopSequences = []
        #expect(cleared.json["mediaResolution"] == nil && cleared.json["stopSequences"] == nil)
    }

    @Test func safetyToolsAndTierAreTypedAndOpen() async throws {
        let body = try await body(nil) {
            $0.safetySettings = [SafetySetting(.harassment, .onlyHigh), SafetySetting("HARM_CATEGORY_NEW", .off)]
            $0.tools = [.urlContext, .codeExecution, .fileSearch(["fileSearchStores/s"], topK: 3)]
            $0.toolConfig = ToolConfig(.any, allowed: ["f"])
            $0.serviceTier = "flex"
        }
        #expect(
            body["safetySettings"]?.text()
                == #"[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_ONLY_HIGH"},{"category":"HARM_CATEGORY_NEW","threshold":"OFF"}]"#
        )
        #expect(
            body["tools"]?.text()
                == #"[{"urlContext":{}},{"codeExecution":{}},{"fileSearch":{"fileSearchStoreNames":["fileSearchStores/s"],"topK":3}}]"#)
        #expect(body["toolConfig"]?.text() == #"{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}"#)
        #expect(body["serviceTier"] == "flex")
        #expect([SafetySetting].all(.none).count == 4)
    }
}
