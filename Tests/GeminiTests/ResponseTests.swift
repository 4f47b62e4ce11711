internal import GemCore
internal import Gemini
internal import Testing

@Suite struct ResponseTests {
    private func response(_ text: String) throws -> GenerateContentResponse { GenerateContentResponse(json: try JSON(parsing: text)) }

    @Test(arguments: [Double.nan, -1, 0, -Double.infinity]) func whatIsNoTimeToWaitIsNone(deadline: Double) async {
        let transport = ScriptedTransport(json: #"{"name":"models/m/operations/o"}"#)
        let error = await #expect(throws: GemError.self) {
            _ = try await Gemini(transport: transport).wait(forOperation: "models/m/operations/o", deadline: deadline)
        }
        #expect(error?.code == .timeout && error?.message.contains("has not ended in 0 s") == true)
    }

    @Test(arguments: [
        ("", "is empty. Ask again."), (" \r\n", "is empty. Ask again."), ("\n<html>Sign in</html>", "is a web page. Check the base URL"),
        ("Sorry", "is not JSON"),
    ])
    func anAnswerThatIsNoneOfTheAPIsIsToldInWords(body: String, words: String) async {
        let transport = ScriptedTransport(json: body)
        let error = await #expect(throws: GemError.self) { _ = try await Gemini(transport: transport).gem("q") }
        #expect(error?.code == .upstream && error?.message.contains(words) == true)
    }

    @Test(arguments: [
        (
            #"{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"HIGH"}]}}"#,
            ["blocked", "SAFETY", "HARASSMENT"]
        ),
        (#"{"promptFeedback":{"blockReason":"MODEL_ARMOR","blockReasonMessage":"policy X"}}"#, ["MODEL_ARMOR", "policy X"]),
        (#"{}"#, ["no answer"]),
        (#"{"candidates":[{"content":{},"finishReason":"SAFETY"}]}"#, ["SAFETY"]),
        (#"{"candidates":[{"content":{"parts":[{"text":"The begin"}]},"finishReason":"RECITATION"}]}"#, ["RECITATION"]),
        (
            #"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"bad call"}]}"#,
            ["MALFORMED_FUNCTION_CALL", "bad call"]
        ),
        (
            #"{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"thoughtsTokenCount":99}}"#,
            ["thinking", "99", "maxOutputTokens"]
        ),
        (#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"look","args":{}}}]},"finishReason":"STOP"}]}"#, ["look"]),
        (#"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]},"finishReason":"STOP"}]}"#, ["no text"]),
    ])
    func whatIsNoAnswerIsExplained(json: String, words: [String]) throws {
        let response = try response(json)
        let error = #expect(throws: GemError.self) { _ = try response.text }
        #expect(error?.code == .noAnswer)
        for word in words { #expect(error?.message.contains(word) == true) }
    }

    @Test func textLeavesThoughtsOut() throws {
        let response = try response(
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Yes"},{"text":"!","thoughtSignature":"QQ=="}]},"#
                + #""finishReason":"NEW_REASON"}]}"#
        )
        #expect(try response.text == "Yes!")
        #expect(response.thoughts == "hm")
        #expect(response.candidates[0].finishReason == "NEW_REASON")
    }

    @Test func aShortenedAnswerIsGiven() throws {
        #expect(try response(#"{"candidates":[{"content":{"parts":[{"text":"Once"}]},"finishReason":"MAX_TOKENS"}]}"#).text == "Once")
    }

    @Test func everyPartIsReadAndNothingIsLost() throws {
        let text =
            #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"f","args":{"user_id":1.0,"x":null}},"#
            + #""thoughtSignature":"QQ=="},{"executableCode":{"language":"PYTHON","code":"print(1)"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","#
            + #""output":"1\n"}},{"inlineData":{"mimeType":"image/png","data":"AQID"}},{"fileData":{"mimeType":"video/mp4","#
            + #""fileUri":"u"},"videoMetadata":{"fps":2}},{"functionResponse":{"name":"f","response":{"a":1}}},{"futurePart":{"a":[1e0]}}],"#
            + #""role":"model"},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"https://x","#
            + #""title":"X"}},{"retrievedContext":{}}],"groundingSupports":[{"segment":{"endIndex":3}}]},"citationMetadata":{"citationSources":[{}]},"#
            + #""score":-0.5,"index":0}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"totalTokenCount":9,"#
            + #""thoughtsTokenCount":3,"serviceTier":"standard"},"turnToken":"t"}"#
        let response = try response(text)
        #expect(response.json.text() == text)
        let candidate = response.candidates[0]
        let parts = candidate.content.parts
        #expect(parts[0].functionCall?.id == "c1")
        #expect(parts[0].functionCall?.args["user_id"] == .number("1.0"))
        #expect(parts[0].thoughtSignature == "QQ==")
        #expect(parts[1].executableCode?.code == "print(1)")
        #expect(parts[2].codeExecutionResult?.output == "1\n")
        #expect(parts[3].inlineData?.bytes == [1, 2, 3])
        #expect(parts[4].fileData?.uri == "u")
        #expect(parts[4].videoMetadata?["fps"]?.int == 2)
        #expect(parts[5].functionResponse?.response["a"] == 1)
        #expect(parts[6].json["futurePart"] != nil)
        #expect(candidate.grounding?.searchQueries == ["q"])
        #expect(candidate.grounding?.sources.map(\.uri) == ["https://x"])
        #expect(candidate.citations.count == 1)
        #expect(response.usage?.totalTokens == 9)
        #expect(response.usage?.thoughtTokens == 3)
        #expect(response.functionCalls.map(\.name) == ["f"])
        var content = candidate.content
        content.parts = parts
        #expect(content == candidate.content)
    }

    @Test func aSingleObjectCountsAsAList() throws {
        let content = Content(json: try JSON(parsing: #"{"parts":{"text":"a"}}"#))
        #expect(content.parts == [.text("a")])
    }

    @Test func theReasonsOfNoAnswerAreTyped() throws {
        let blocked = try response(
            #"{"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"no","safetyRatings":[{"category":"HARM_CATEGORY_NEW","probability":"HIGH"}]}}"#
        )
        let prompt = try #require(#expect(throws: GemError.self) { _ = try blocked.text }).noAnswer
        #expect(prompt?.blockReason == .safety && prompt?.explanation == "no" && prompt?.finishReason == nil)
        #expect(prompt?.ratings.first?.category == "HARM_CATEGORY_NEW" && prompt?.ratings.first?.probability == .high)
        let stopped = try response(
            #"{"candidates":[{"finishReason":"RECITATION","safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT"}]}]}"#)
        let answer = try #require(#expect(throws: GemError.self) { _ = try stopped.text }).noAnswer
        #expect(answer?.finishReason == .recitation && answer?.blockReason == nil && answer?.ratings.first?.category == .harassment)
        #expect(GemError(.upstream, "other").noAnswer == nil)
    }

    @Test func namesTheListDoesNotKnowAreKept() throws {
        let text =
            #"{"candidates":[{"content":{"parts":[{"executableCode":{"language":"RUST","code":"x"}}]},"finishReason":"NEW_REASON","#
            + #""safetyRatings":[{"category":"HARM_CATEGORY_NEW","probability":"ENORMOUS"}]}],"promptFeedback":{"blockReason":"NEW_BLOCK"},"#
            + #""usageMetadata":{"promptTokensDetails":[{"modality":"SMELL","tokenCount":2}]}}"#
        let response = try response(text)
        #expect(response.finishReason == "NEW_REASON" && response.promptFeedback?.blockReason == "NEW_BLOCK")
        #expect(response.candidates[0].safetyRatings[0].probability == "ENORMOUS")
        #expect(response.usage?.promptDetails[0].modality == "SMELL")
        #expect(response.codeExecutions[0].code.language == "RUST")
        #expect(response.json.text() == text)
    }

    @Test func codeAndItsResultsArePaired() throws {
        let response = try response(
            #"{"candidates":[{"content":{"parts":[{"executableCode":{"id":"a","language":"PYTHON","code":"1"}},{"executableCode":{"id":"b","language":"PYTHON","code":"2"}},"#
                + #"{"codeExecutionResult":{"id":"b","outcome":"OUTCOME_FAILED","output":"no"}},{"codeExecutionResult":{"id":"a","outcome":"OUTCOME_OK","output":"1"}},"#
                + #"{"executableCode":{"language":"PYTHON","code":"3"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},"#
                + #"{"executableCode":{"language":"PYTHON","code":"4"}},{"text":"done"}]},"urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"u"}]}}]}"#
        )
        #expect(response.codeExecutions.map(\.code.code) == ["1", "2", "3", "4"])
        #expect(response.codeExecutions.map { $0.result?.outcome ?? "" } == ["OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_OK", ""])
        #expect(response.urlContext.map(\.url) == ["u"])
    }

    @Test func mediaAreReadAndSaidToBeNoText() throws {
        let response = try response(
            #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"}}]},"finishReason":"STOP"}]}"#)
        #expect(response.media.map(\.bytes) == [[1, 2, 3]])
        let error = #expect(throws: GemError.self) { _ = try response.text }
        #expect(error?.message.contains("image/png") == true)
    }
}
