internal import GemCache
internal import GemCore
internal import Gemini
internal import Testing

/// A survey must be able to fail: it writes declared members from their typed values alone.
@Suite struct SurveyTests {
    private func survey<Message: DeclaredMessage>(_ text: String, as type: Message.Type) throws -> Survey {
        var survey = Survey()
        _ = survey.remake(try JSON(parsing: text), as: type)
        return survey
    }

    @Test(arguments: [
        (#"{"candidates":[{"index":"first"}]}"#, "candidates[].index"),
        (#"{"candidates":[{"finishReason":{"name":"STOP"}}]}"#, "candidates[].finishReason"),
        (#"{"candidates":[{"content":"words"}]}"#, "candidates[].content"),
        (#"{"candidates":[{"content":{"parts":[{"text":"a"},7]}}]}"#, "candidates[].content.parts[]"),
        (#"{"usageMetadata":{"totalTokenCount":1.5}}"#, "usageMetadata.totalTokenCount"),
        (#"{"createTime":"yesterday"}"#, "createTime"), (#"{"responseId":12}"#, "responseId"), ("[]", ""),
    ])
    func aMemberThatDoesNotReadIsAFailure(text: String, path: String) throws {
        let survey = try survey(text, as: GenerateContentResponse.self)
        #expect(survey.failures.map(\.path) == [path])
    }

    @Test func aNumberThatDoesNotComeBackIsAFailure() throws {
        let survey = try survey(#"{"totalTokens":9007199254740993000}"#, as: CountTokensResponse.self)
        #expect(survey.failures.isEmpty)
        let wide = try self.survey(#"{"predictions":[{"embeddings":{"values":[0.1,1e999]}}]}"#, as: PredictResponse.self)
        #expect(wide.failures.map(\.path) == ["predictions[].embeddings.values[]"])
        #expect(wide.failures.first?.written == .null)
    }

    @Test func whatNoMemberDeclaresIsCountedAndKept() throws {
        let json = try JSON(parsing: #"{"models":[{"name":"models/m","colour":{"red":1,"green":2}}],"nextPageToken":"t"}"#)
        var survey = Survey()
        #expect(survey.remake(json, as: ModelList.self) == json)
        #expect(survey.unknown == ["models[].colour": 2])
        #expect(survey.typed == 2)
        #expect(survey.failures.isEmpty)
    }

    @Test func nullIsAbsent() throws {
        let text = #"{"candidates":[{"content":null,"index":0}],"usageMetadata":null}"#
        #expect(try survey(text, as: GenerateContentResponse.self).failures.isEmpty)
        let response = GenerateContentResponse(json: try JSON(parsing: text))
        #expect(response.usage == nil)
        #expect(response.candidates.first?.content.parts.isEmpty == true)
    }

    @Test func spellingsOfOneValueAreOneValue() throws {
        #expect(try survey(#"{"sizeBytes":"14560","createTime":"2026-06-17T14:12:59.403313302Z"}"#, as: UploadedFile.self).failures.isEmpty)
        #expect(try survey(#"{"sizeBytes":14560}"#, as: UploadedFile.self).failures.isEmpty)
        #expect(
            try survey(#"{"embedding":{"values":[-0.022945018,0.025784462690353394,1.0]}}"#, as: EmbedContentResponse.self).failures.isEmpty
        )
        #expect(
            try survey(#"{"candidates":[{"finishReason":1,"safetyRatings":{"category":7}}]}"#, as: GenerateContentResponse.self).failures
                .isEmpty)
    }

    @Test func everyDeclaredMemberOfAnAnswerIsRead() throws {
        let candidate = Candidate(
            json: try JSON(
                parsing: #"{"finishReason":3,"avgLogprobs":-0.5,"citationMetadata":{"citations":[{"uri":"u","endIndex":4}]},"#
                    + #""urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"r","urlRetrievalStatus":"URL_RETRIEVAL_STATUS_SUCCESS"}]},"#
                    + #""logprobsResult":{"chosenCandidates":[{"token":"a","tokenId":7,"logProbability":-0.25}],"topCandidates":[{"candidates":[{"token":"b"}]}]},"#
                    + #""groundingMetadata":{"groundingChunks":[{"retrievedContext":{"text":"t","customMetadata":[{"key":"k","numericValue":2}]}},"#
                    + #"{"maps":{"placeId":"places/1"}}],"groundingSupports":[{"segment":{"startIndex":1,"endIndex":3,"text":"bc"},"groundingChunkIndices":[1]}]}}"#
            ))
        #expect(candidate.finishReason?.isAnswer == false)
        #expect(candidate.averageLogprob == -0.5)
        #expect(candidate.citations.map(\.uri) == ["u"])
        #expect(candidate.citations.map(\.end) == [4])
        #expect(candidate.urlContext.map(\.url) == ["r"])
        #expect(candidate.logprobs?.chosen.map(\.logprob) == [-0.25])
        #expect(candidate.logprobs?.top.first?.tokens.map(\.token) == ["b"])
        #expect(candidate.grounding?.chunks.first?.context?.metadata.first?.number == 2)
        #expect(candidate.grounding?.chunks.last?.maps?.placeID == "places/1")
        #expect(candidate.grounding?.supports.first?.chunks == [1])
        #expect(candidate.grounding?.supports.first?.segment?.text == "bc")
    }

    @Test func aBatchTellsItsAnswers() throws {
        let operation = LongRunningOperation(
            json: try JSON(
                parsing: #"{"name":"batches/b","done":true,"metadata":{"state":"BATCH_STATE_SUCCEEDED","batchStats":{"requestCount":"2"},"#
                    + #""output":{"inlinedResponses":{"inlinedResponses":[{"response":{"candidates":[{"content":{"parts":[{"text":"4"}]}}]},"#
                    + #""metadata":{"key":"0"}},{"error":{"code":3,"message":"no"}}]}}}}"#))
        let batch = try #require(operation.batch)
        #expect(operation.isDone)
        #expect(batch.stats?.total == 2)
        #expect(batch.output?.answers.first?.generated?.partialText == "4")
        #expect(batch.output?.answers.last?.error?.message == "no")
    }
}
