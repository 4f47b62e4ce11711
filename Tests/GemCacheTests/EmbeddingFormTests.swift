import GemCache
import GemCore
import Testing

@Suite struct EmbeddingFormTests {
    static let vectors = [EmbeddingForm.Vector(values: [0.5, -0.022945018], tokens: 3), .init(values: [1, 0.25], tokens: 4)]

    @Test(arguments: [(EmbeddingForm.batch, Route.API.developer), (.predict, .vertex)])
    func vectorsReadBackFromWhatIsRendered(form: EmbeddingForm, api: Route.API) throws {
        let json = form.answer(Self.vectors, api: api)
        let again = try #require(form.vectors(in: json, sizes: [nil, 2]))
        #expect(again.map(\.values) == Self.vectors.map(\.values))
    }

    @Test func floatsAreTheShortestDecimals() {
        let text = EmbeddingForm.single.answer([Self.vectors[0]], api: .developer).text()
        #expect(text == #"{"embedding":{"values":[0.5,-0.022945018]},"usageMetadata":{"promptTokenCount":3}}"#)
    }

    @Test(arguments: [#"{"embeddings":[{"values":[1]}]}"#, #"{"embeddings":[{"values":[1]},{},{"values":[1]}]}"#, "{}", "[]", "1"])
    func anAnswerOfAnotherLengthIsRefused(text: String) throws {
        #expect(EmbeddingForm.batch.vectors(in: try JSON(parsing: text), sizes: [nil, nil]) == nil)
    }

    @Test(arguments: [
        #"{"values":[]}"#, #"{"values":["x"]}"#, "{}", #"{"values":[1e99]}"#, #"{"values":null}"#, "null", "7", #"{"values":[1,2,3]}"#,
    ])
    func whatIsNoVectorStandsInItsPlaceAsItCame(place: String) throws {
        let text = #"{"embeddings":[{"values":[1]},\#(place),{"values":[2,3]}]}"#
        let vectors = try #require(EmbeddingForm.batch.vectors(in: try JSON(parsing: text), sizes: [nil, 2, 2]))
        #expect(vectors.map(\.isLasting) == [true, false, true])
        #expect(vectors.map(\.values) == [[1], [], [2, 3]])
        #expect(EmbeddingForm.batch.answer(vectors, api: .developer).text() == text)
    }

    @Test func onlyTheMissingItemsAreAskedForInOrder() throws {
        let body = Array(#"{"requests":[{"a":1},{"b":2},{"c":3}],"x":"y"}"#.utf8)
        let partial = try #require(EmbeddingForm.batch.request(body, keeping: [0, 2]))
        #expect(String(decoding: partial, as: UTF8.self) == #"{"requests":[{"a":1},{"c":3}],"x":"y"}"#)
    }
}
