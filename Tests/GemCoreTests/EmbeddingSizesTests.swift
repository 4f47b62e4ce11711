import GemCore
import HTTPTypes
import Testing

@Suite struct EmbeddingSizesTests {
    @Test(
        arguments: [
            ("{}", [nil]), (#"{"outputDimensionality":3}"#, [3]), (#"{"outputDimensionality":"3072"}"#, [3072]),
            (#"{"outputDimensionality":3,"embedContentConfig":{"outputDimensionality":null}}"#, [3]),
            (#"{"embed_content_config":{"output_dimensionality":1.5e3},"outputDimensionality":3}"#, [1500]),
            (#"{"outputDimensionality":3,"output_dimensionality":6}"#, [6]), (#"{"outputDimensionality":"+3"}"#, [nil]),
            (#"{"outputDimensionality":2.5}"#, [nil]), (#"{"outputDimensionality":99999999999999999999999}"#, [nil]),
            (#"{"outputDimensionality":{}}"#, [nil]), ("oops", []),
        ] as [(String, [Int?])])
    func sizesAreReadAsKeysReadThem(body: String, sizes: [Int?]) {
        let route = Route(method: .post, path: "/v1beta/models/gemini-embedding-001:embedContent")
        #expect(Question.sizes(ofEmbeddings: Array(body.utf8), route) == sizes)
    }

    @Test func eachItemOfABatchHasItsOwnSize() {
        let batch = Route(method: .post, path: "/v1beta/models/m:batchEmbedContents")
        let items = #"{"requests":[{},{"output_dimensionality":3},{"outputDimensionality":"4"}],"outputDimensionality":9}"#
        #expect(Question.sizes(ofEmbeddings: Array(items.utf8), batch) == [nil, 3, 4])
        let predict = Route(method: .post, path: "/v1/projects/p/locations/l/publishers/google/models/m-embedding:predict")
        let instances = #"{"instances":[{},{"outputDimensionality":3}],"parameters":{"outputDimensionality":"5"}}"#
        #expect(Question.sizes(ofEmbeddings: Array(instances.utf8), predict) == [5, 3])
        #expect(
            Question.sizes(ofEmbeddings: Array(#"{"contents":[]}"#.utf8), Route(method: .post, path: "/v1beta/models/m:generateContent"))
                == [])
    }
}
