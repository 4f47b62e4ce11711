internal import GemCore
internal import Gemini
internal import Testing

@Suite struct CitedTextTests {
    private static let chunks =
        #"[{"web":{"uri":"https://a","title":"a.com"}},{"web":{"uri":"https://b","title":"b.com"}},{"maps":{"uri":"https://m","title":"Café"}},{}]"#

    private func response(_ text: String, _ supports: String, finish: String = "STOP") throws -> GenerateContentResponse {
        let json =
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":\#(JSON.string(text).text())}]},"#
            + #""finishReason":"\#(finish)","groundingMetadata":{"groundingChunks":\#(Self.chunks),"groundingSupports":\#(supports)}}]}"#
        return GenerateContentResponse(json: try JSON(parsing: json))
    }

    @Test func footnotesStandAtTheBytesTheAPINames() throws {
        let supports =
            #"[{"segment":{"endIndex":10,"text":"Zürich is"},"groundingChunkIndices":[1]},"#
            + #"{"segment":{"startIndex":11,"endIndex":17,"text":"large."},"groundingChunkIndices":[2,1,0]}]"#
        let cited = try response("Zürich is large. Yes.", supports).citedText
        #expect(cited.text == "Zürich is[1] large.[1][2][3] Yes.")
        #expect(cited.sources.map(\.uri) == ["https://b", "https://m", "https://a"])
        #expect(
            cited.description
                == "Zürich is[1] large.[1][2][3] Yes.\n\n[1] b.com - https://b\n[2] Café - https://m\n[3] a.com - https://a")
    }

    @Test(arguments: [
        #"[{"segment":{"startIndex":2,"endIndex":9,"text":"is good"},"groundingChunkIndices":[0]}]"#,
        #"[{"segment":{"startIndex":900,"endIndex":9000,"text":"is good"},"groundingChunkIndices":[0]}]"#,
        #"[{"segment":{"partIndex":7,"startIndex":-5,"endIndex":2,"text":"is good"},"groundingChunkIndices":[0,99,-1,3]}]"#,
        #"[{"segment":{"startIndex":4,"endIndex":11},"groundingChunkIndices":[0]}]"#,
    ])
    func aPlaceThatIsOffIsFoundByItsText(supports: String) throws {
        #expect(try response("Tea is good.", supports).citedText.text == "Tea is good[1].")
    }

    @Test(arguments: [
        "[]", "{}", #"[{"segment":{"startIndex":4,"endIndex":11,"text":"is bad"},"groundingChunkIndices":[0]}]"#,
        #"[{"segment":{"endIndex":3,"text":"Tea"}}]"#, #"[{"groundingChunkIndices":[0]}]"#,
        #"[{"segment":{"endIndex":3,"text":"Tea"},"groundingChunkIndices":[3,44]}]"#,
        #"[{"segment":{"endIndex":99},"groundingChunkIndices":[0]}]"#,
        #"[{"segment":{"endIndex":9223372036854775807,"startIndex":-9223372036854775808},"groundingChunkIndices":[0]}]"#,
    ])
    func whatIsNotFoundGetsNoFootnote(supports: String) throws {
        let cited = try response("Tea is good.", supports).citedText
        #expect(cited.text == "Tea is good." && cited.sources.isEmpty && cited.description == "Tea is good.")
    }

    @Test func aPlaceInsideACharacterIsNone() throws {
        let supports = #"[{"segment":{"endIndex":2},"groundingChunkIndices":[0]}]"#
        #expect(try response("Zürich", supports).citedText.text == "Zürich")
    }

    @Test func repeatedWordsAreFoundInTheirOrder() throws {
        let supports =
            #"[{"segment":{"startIndex":50,"endIndex":53,"text":"yes"},"groundingChunkIndices":[0]},"#
            + #"{"segment":{"startIndex":4,"endIndex":7,"text":"yes"},"groundingChunkIndices":[1]}]"#
        #expect(try response("yes yes", supports).citedText.text == "yes[1] yes[2]")
    }

    @Test(arguments: [
        (#"{"partIndex":2,"endIndex":3}"#, "yesyes[1]"), (#"{"partIndex":2,"endIndex":3,"text":"yes"}"#, "yesyes[1]"),
        (#"{"partIndex":2,"startIndex":40,"endIndex":43,"text":"yes"}"#, "yesyes[1]"),
        (#"{"partIndex":2,"startIndex":3,"endIndex":6}"#, "yesyes[1]"), (#"{"partIndex":1,"endIndex":3,"text":"yes"}"#, "yes[1]yes"),
        (#"{"partIndex":0,"endIndex":3,"text":"yes"}"#, "yes[1]yes"), (#"{"partIndex":9,"endIndex":3,"text":"yes"}"#, "yes[1]yes"),
    ])
    func aStretchIsLookedForInThePartItNames(segment: String, text: String) throws {
        let json =
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"yes"},{"text":"yes"}]},"finishReason":"STOP","#
            + #""groundingMetadata":{"groundingChunks":\#(Self.chunks),"groundingSupports":[{"segment":\#(segment),"groundingChunkIndices":[0]}]}}]}"#
        #expect(try GenerateContentResponse(json: JSON(parsing: json)).citedText.text == text)
    }

    @Test func aBlockedAnswerHasNoCitedText() throws {
        let response = try response("Tea", "[]", finish: "SAFETY")
        #expect(throws: GemError.self) { _ = try response.citedText }
    }

    @Test func aSearchedAnswerCarriesItsSources() async throws {
        let json = try response("Tea is good.", #"[{"segment":{"endIndex":11,"text":"Tea is good"},"groundingChunkIndices":[0]}]"#).json
            .text()
        let gemini = Gemini(transport: ScriptedTransport(json: json, json))
        #expect(try await gemini.gem("q", search: true) == "Tea is good[1].\n\n[1] a.com - https://a")
        #expect(try await gemini.gem("q") == "Tea is good.")
    }
}
