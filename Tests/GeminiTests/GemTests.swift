internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

@Suite struct GemTests {
    @Test func aPromptIsOneTurnWithDynamicThinking() async throws {
        let transport = ScriptedTransport(json: answer("Simple code"))
        let gemini = Gemini(transport: transport, credential: .apiKey("secret"))
        #expect(try await gemini.gem("Write a haiku") == "Simple code")
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"Write a haiku"}],"role":"user"}],"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}"#
            ])
        #expect(transport.paths == ["/v1beta/models/gemini-2.5-flash:generateContent"])
        #expect(transport.calls[0].hasCredential)
        #expect(transport.calls[0].method == "POST")
    }

    @Test func searchThinkingAndModelAreChosen() async throws {
        let transport = ScriptedTransport(json: answer("x"), answer("x"), answer("x"))
        let gemini = Gemini(transport: transport)
        _ = try await gemini.gem("q", model: "gemini-2.5-pro", thinking: 0, search: true)
        _ = try await gemini.gem("q", model: "gemini-2.0-flash")
        _ = try await gemini.gem("q", thinking: nil)
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"q"}],"role":"user"}],"tools":[{"googleSearch":{}}],"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}"#,
                #"{"contents":[{"parts":[{"text":"q"}],"role":"user"}]}"#,
                #"{"contents":[{"parts":[{"text":"q"}],"role":"user"}]}"#,
            ])
        #expect(transport.paths[0] == "/v1beta/models/gemini-2.5-pro:generateContent")
    }

    @Test func optionsGoIntoTheQuestion() async throws {
        let transport = ScriptedTransport(json: answer("x"))
        var options = GenerateOptions()
        options.systemInstruction = "Be brief."
        options.config.temperature = 0.5
        options.config.maxOutputTokens = 100
        options.config.stopSequences = ["END"]
        options.safetySettings = [SafetySetting("HARM_CATEGORY_HARASSMENT", "BLOCK_NONE")]
        options.request.sample = 3
        _ = try await Gemini(transport: transport).gem("q", thinking: nil, options: options)
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"q"}],"role":"user"}],"systemInstruction":{"parts":[{"text":"Be brief."}],"#
                    + #""role":"user"},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"generationConfig":{"temperature":0.5,"#
                    + #""maxOutputTokens":100,"stopSequences":["END"]}}"#
            ])
        #expect(transport.calls[0].options.sample == 3)
    }

    @Test func mediaComeBeforeThePromptInOrder() async throws {
        let transport = ScriptedTransport(json: answer("x"))
        let notes = try TemporaryFile(Array("# Hi".utf8), name: "notes.md")
        _ = try await Gemini(transport: transport).gem(
            "Compare.", "https://youtu.be/1x3k0V2IITo?si=abc", .file(notes.path), .url("https://example.com/a.pdf?x=1"),
            .data([1, 2, 3], mimeType: "image/png"), thinking: nil)
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=1x3k0V2IITo"}},"#
                    + #"{"inlineData":{"mimeType":"text/markdown","data":"IyBIaQ=="}},"#
                    + #"{"fileData":{"mimeType":"application/pdf","fileUri":"https://example.com/a.pdf?x=1"}},"#
                    + #"{"inlineData":{"mimeType":"image/png","data":"AQID"}},{"text":"Compare."}],"role":"user"}]}"#
            ])
        #expect(transport.calls[0].attachments.isEmpty)
    }

    @Test func videosAndLargeFilesAreAttachedByContent() async throws {
        let transport = ScriptedTransport(json: answer("x"))
        let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
        let big = try TemporaryFile(Array("%PDF-1.7 and more".utf8), name: "big.pdf")
        let small = try TemporaryFile(Array("0123456789".utf8), name: "small.txt")
        var gemini = Gemini(transport: transport)
        gemini.mediaLimits.inlineBytes = 12
        _ = try await gemini.gem("q", .file(film.path), .file(big.path), .file(small.path), .file(big.path), thinking: nil)
        let attachments = transport.calls[0].attachments
        try #require(attachments.map(\.displayName) == ["film.mp4", "big.pdf"])
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"\#(attachments[0].uri)"}},"#
                    + #"{"fileData":{"mimeType":"application/pdf","fileUri":"\#(attachments[1].uri)"}},"#
                    + #"{"inlineData":{"mimeType":"text/plain","data":"MDEyMzQ1Njc4OQ=="}},"#
                    + #"{"fileData":{"mimeType":"application/pdf","fileUri":"\#(attachments[1].uri)"}},{"text":"q"}],"role":"user"}]}"#
            ])
    }

    @Test func vertexPathsAndMedia() async throws {
        let transport = ScriptedTransport(json: answer("x"), answer("x"))
        let gemini = Gemini(transport: transport, api: .vertex(project: "p1", location: "us-central1"))
        _ = try await gemini.gem("q", "https://youtu.be/1x3k0V2IITo", thinking: nil)
        _ = try await gemini.gem("q", model: "projects/p1/locations/l/endpoints/7", thinking: nil)
        #expect(
            transport.paths == [
                "/v1beta1/projects/p1/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent",
                "/v1beta1/projects/p1/locations/l/endpoints/7:generateContent",
            ])
        #expect(transport.bodies[0].contains(#""mimeType":"video/mp4""#))
        let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q", .url("https://example.com/page")) }
        #expect(error?.code == .badInput)
    }

    @Test func nothingIsSentForBadInput() async throws {
        let transport = ScriptedTransport([])
        let gemini = Gemini(transport: transport)
        for (prompt, media, model) in [("", [], nil), ("q", [Media.file("/no/such.png")], nil), ("q", [], "")]
            as [(String, [Media], String?)]
        {
            let error = await #expect(throws: GemError.self) { _ = try await gemini.generate(prompt, media, model: model) }
            #expect(error?.code == .badInput)
        }
        #expect(transport.calls.isEmpty)
    }

    @Test func anErrorAnswerBecomesATypedError() async throws {
        let busy = #"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#
        let denied = #"{"error":{"code":403,"message":"No.","status":"PERMISSION_DENIED"}}"#
        let transport = ScriptedTransport([
            .json(.serviceUnavailable, Array(busy.utf8)), .json(.forbidden, Array(denied.utf8)), .json(.badGateway, Array("<html>".utf8)),
        ])
        let gemini = Gemini(transport: transport)
        for (code, status) in [(GemError.Code.upstream, 503), (.refused, 403), (.upstream, 502)] {
            let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q") }
            #expect(error?.code == code)
            #expect(error?.upstream?.httpStatus == status)
            #expect(error?.message.contains("..") == false)
        }
    }

    @Test func anErrorSaysWhatWasTriedAndWhatToDo() async throws {
        let quota =
            #"{"error":{"code":429,"message":"Too much","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","#
            + #""retryDelay":"48s"}]}}"#
        let gemini = Gemini(transport: ScriptedTransport([.json(.tooManyRequests, Array(quota.utf8))]))
        let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q") }
        #expect(
            error?.message
                == "Could not ask gemini-2.5-flash: upstream answered HTTP 429 RESOURCE_EXHAUSTED: Too much. Try again in 48 s.")
    }

    @Test func countingTokensKeepsTheWholeQuestion() async throws {
        let transport = ScriptedTransport(json: #"{"totalTokens":8}"#, #"{"totalTokens":9,"cachedContentTokenCount":2}"#)
        let gemini = Gemini(transport: transport)
        #expect(try await gemini.countTokens("hi").total == 8)
        var question = GenerateContentRequest(contents: ["hi"])
        question.systemInstruction = "Be brief."
        #expect(try await gemini.countTokens(question).cached == 2)
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"hi"}],"role":"user"}]}"#,
                #"{"generateContentRequest":{"contents":[{"parts":[{"text":"hi"}],"role":"user"}],"systemInstruction":{"parts":[{"text":"Be brief."}],"#
                    + #""role":"user"},"model":"models/gemini-2.5-flash"}}"#,
            ])
    }
}
