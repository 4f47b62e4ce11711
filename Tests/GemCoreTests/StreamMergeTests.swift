internal import GemCore
internal import Testing

@Suite struct StreamMergeTests {
    private func merge(_ chunks: String...) throws -> String {
        StreamMerge.merge(try chunks.map { try JSON(parsing: $0) }).text()
    }

    @Test func textRunsOnAcrossChunks() throws {
        let merged = try merge(
            #"{"candidates":[{"content":{"parts":[{"text":"On"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":4,"#
                + #""totalTokenCount":4},"modelVersion":"m","responseId":"r"}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"ce"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":4,"#
                + #""candidatesTokenCount":2,"totalTokenCount":6},"modelVersion":"m","responseId":"r"}"#,
            #"{"candidates":[{"content":{"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":4,"#
                + #""candidatesTokenCount":3,"totalTokenCount":7},"modelVersion":"m","responseId":"r"}"#
        )
        #expect(
            merged
                == #"{"candidates":[{"content":{"parts":[{"text":"Once"}],"role":"model"},"finishReason":"STOP","index":0}],"#
                + #""usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":3,"totalTokenCount":7},"modelVersion":"m","#
                + #""responseId":"r"}"#
        )
    }

    @Test func oneChunkGivesItself() throws {
        let chunk = #"{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"finishReason":"STOP","new":[1.0]}],"extra":null}"#
        #expect(try merge(chunk) == chunk)
    }

    @Test func noChunksGiveAnEmptyObject() { #expect(StreamMerge.merge([]) == .object(JSON.Object())) }

    @Test func candidatesStandInTheOrderOfTheirPlaces() throws {
        func chunk(_ candidates: String) throws -> JSON { try JSON(parsing: Array(#"{"candidates":[\#(candidates)]}"#.utf8)) }
        func said(_ place: String, _ text: String) -> String { #"{\#(place)"content":{"parts":[{"text":"\#(text)"}]}}"# }
        let merged = StreamMerge.merge([
            try chunk(said(#""index":1,"#, "one")), try chunk(said(#""index":1,"#, "1") + "," + said("", "zero")), try chunk(said("", "0")),
        ])
        let texts = merged["candidates"]?.array?.map { $0["content"]?["parts"]?[0]?["text"]?.string }
        #expect(texts == ["zero0", "one1"])
    }

    @Test func namesThatOnlyLookTheSameAreTwo() throws {
        let arguments = #"{"caf\u00e9":1,"cafe\u0301":2,"K":3,"\u212a":4}"#
        let chunk = try JSON(
            parsing: Array(#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":\#(arguments)}}]}}]}"#.utf8))
        let last = try JSON(parsing: Array(#"{"candidates":[{"finishReason":"STOP"}]}"#.utf8))
        let merged = StreamMerge.merge([chunk, last])
        let args = try #require(merged["candidates"]?[0]?["content"]?["parts"]?[0]?["functionCall"]?["args"])
        #expect(args.object?.members.map(\.value) == [1, 2, 3, 4])
        #expect(args["cafe\u{301}"] == 2 && args["caf\u{e9}"] == 1)
        #expect(JSON.string("\u{e9}") != JSON.string("e\u{301}") && JSON.string("a") == JSON.string("a"))
    }

    @Test func thoughtsAndAnswerStayApart() throws {
        let merged = try merge(
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"m","thought":true}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"Ye"}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"s"}]}}]}"#)
        #expect(merged == #"{"candidates":[{"content":{"parts":[{"text":"hmm","thought":true},{"text":"Yes"}]}}]}"#)
    }

    @Test func signedPartsAreNeverJoined() throws {
        let merged = try merge(
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b","thoughtSignature":"QQ=="}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"c"}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"Qg=="}]}}]}"#)
        #expect(
            merged
                == #"{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b","thoughtSignature":"QQ=="},{"text":"c"},"#
                + #"{"text":"","thoughtSignature":"Qg=="}]}}]}"#
        )
    }

    @Test func otherPartsKeepTheirPlaces() throws {
        let merged = try merge(
            #"{"candidates":[{"content":{"parts":[{"text":"a"},{"executableCode":{"language":"PYTHON","code":"1"}}]},"#
                + #""finishReason":"STOP"}]}"#,
            #"{"candidates":[{"content":{"parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK"}}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b"},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"QQ=="}]},"#
                + #""finishReason":"MAX_TOKENS"}]}"#
        )
        #expect(
            merged
                == #"{"candidates":[{"content":{"parts":[{"text":"a"},{"executableCode":{"language":"PYTHON","code":"1"}},"#
                + #"{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},{"text":"b"},{"functionCall":{"name":"f","args":{}},"#
                + #""thoughtSignature":"QQ=="}]},"finishReason":"MAX_TOKENS"}]}"#
        )
    }

    @Test func candidatesAreToldApartByIndex() throws {
        let merged = try merge(
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":0},{"content":{"parts":[{"text":"x"}]},"index":1}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"y"}]},"index":1}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b"}]}}]}"#)
        #expect(
            merged
                == #"{"candidates":[{"content":{"parts":[{"text":"ab"}]},"index":0},{"content":{"parts":[{"text":"xy"}]},"index":1}]}"#)
    }

    @Test(arguments: [
        // cumulative, continued, repeated
        (#"{"groundingChunks":[1]}"#, #"{"groundingChunks":[1,2]}"#, #"{"groundingChunks":[1,2]}"#),
        (#"{"groundingChunks":[1]}"#, #"{"groundingChunks":[2]}"#, #"{"groundingChunks":[1,2]}"#),
        (#"{"groundingChunks":[1,2]}"#, #"{"groundingChunks":[1,2]}"#, #"{"groundingChunks":[1,2]}"#),
        (#"{"groundingChunks":[1,2]}"#, #"{}"#, #"{"groundingChunks":[1,2]}"#),
        (#"{}"#, #"{"webSearchQueries":["q"]}"#, #"{"webSearchQueries":["q"]}"#),
    ])
    func groundingIsJoined(first: String, second: String, joined: String) throws {
        let merged = try merge(
            #"{"candidates":[{"groundingMetadata":\#(first)}]}"#, #"{"candidates":[{"groundingMetadata":\#(second)}]}"#)
        #expect(merged == #"{"candidates":[{"groundingMetadata":\#(joined)}]}"#)
    }

    @Test func logprobsAlwaysContinue() throws {
        let merged = try merge(
            #"{"candidates":[{"logprobsResult":{"chosenCandidates":[{"token":"a"}]}}]}"#,
            #"{"candidates":[{"logprobsResult":{"chosenCandidates":[{"token":"a"}]}}]}"#)
        #expect(merged == #"{"candidates":[{"logprobsResult":{"chosenCandidates":[{"token":"a"},{"token":"a"}]}}]}"#)
    }

    @Test func aBlockedPromptKeepsItsFeedback() throws {
        let merged = try merge(
            #"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"#,
            #"{"usageMetadata":{"totalTokenCount":4}}"#)
        #expect(merged == #"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}"#)
    }

    @Test func unknownMembersSurviveAndTheLastWins() throws {
        let merged = try merge(
            #"{"turnToken":"1","candidates":[{"score":1,"content":{"parts":[{"text":"a","partMetadata":{"k":1}}],"new":1}}]}"#,
            #"{"turnToken":"2","candidates":[{"content":{"parts":[{"text":"b"}]},"tokenCount":3}]}"#)
        #expect(
            merged
                == #"{"turnToken":"2","candidates":[{"score":1,"content":{"parts":[{"text":"a","partMetadata":{"k":1}},{"text":"b"}],"#
                + #""new":1},"tokenCount":3}]}"#
        )
    }

    @Test(arguments: [
        ([], false),
        ([#"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#], false),
        ([#"{"candidates":[{"finishReason":"STOP"}]}"#], true),
        ([#"{"candidates":[{"finishReason":1}]}"#, #"{"usageMetadata":{}}"#], true),
        ([#"{"candidates":[{"finishReason":"STOP"}]}"#, #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#], false),
        ([#"{"candidates":[{"finishReason":"STOP","index":0}]}"#, #"{"candidates":[{"content":{},"index":1}]}"#], false),
        ([#"{"candidates":[{"finishReason":"FINISH_REASON_UNSPECIFIED"}]}"#], false),
        ([#"{"promptFeedback":{"blockReason":"SAFETY"}}"#], true),
        ([#"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#, #"{"promptFeedback":{"blockReason":"SAFETY"}}"#], true),
        ([#"{"promptFeedback":{"safetyRatings":[]},"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#], false),
        ([#"{"usageMetadata":{}}"#], false),
    ])
    func aStreamIsCompleteWhenTheLastWordHasAReason(chunks: [String], isComplete: Bool) throws {
        #expect(StreamMerge.isComplete(try chunks.map { try JSON(parsing: $0) }) == isComplete)
    }
}
