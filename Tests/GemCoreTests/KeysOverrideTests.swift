import GemCore
import HTTPTypes
import Testing

/// Only what belongs in `parameters` and `embedContentConfig` stands there for the same field of the message around them.
@Suite struct KeysOverrideTests {
    private static let (embedding, predict) = (KeysAttackTests.embedding, KeysAttackTests.predict)
    private static let content = #""content":{"parts":[{"text":"t"}]}"#

    static let different: [AskedGroup] = [
        AskedGroup(
            "what is no parameter is no field of an instance",
            [
                Asked(#"{"instances":[{"content":"t"}]}"#, predict),
                Asked(#"{"instances":[{"content":"t","task_type":"CLUSTERING","title":"T"}]}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"task_type":"CLUSTERING","title":"T"}}"#, predict),
                Asked(#"{"instances":[{"content":"t","parameters":{"task_type":"CLUSTERING","title":"T"}}]}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"taskType":"CLUSTERING","title":"T"}}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"content":"t"}}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"parameters":{"autoTruncate":false}}}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"autoTruncate":false}}"#, predict),
                Asked(#"{"instances":[{}],"parameters":{"content":"t"}}"#, predict),
            ]),
        AskedGroup(
            "what is no member of embedContentConfig is no field of the request",
            [
                Asked(#"{\#(content)}"#, embedding),
                Asked(#"{\#(content),"mimeType":"text/html"}"#, embedding),
                Asked(#"{\#(content),"embedContentConfig":{"mimeType":"text/html"}}"#, embedding),
                Asked(#"{\#(content),"embedContentConfig":{"labels":{"a":"b"}}}"#, embedding),
                Asked(#"{\#(content),"embedContentConfig":{"model":"models/gemini-embedding-001"}}"#, embedding),
                Asked(#"{\#(content),"embedContentConfig":{"embedContentConfig":{"title":"T"}}}"#, embedding),
                Asked(#"{\#(content),"embedContentConfig":{"title":"T"}}"#, embedding),
                Asked(#"{"embedContentConfig":{\#(content)}}"#, embedding),
            ]),
    ]

    @Test(arguments: different) func whatDoesNotBelongInAnOverrideIsNoFieldThere(_ group: AskedGroup) throws {
        let keys = try group.requests.map { try #require(try $0.question()).key }
        for (index, key) in keys.enumerated() { #expect(keys.firstIndex(of: key) == index, "\(group.requests[index])") }
    }

    @Test(arguments: [
        (#""taskType":"CLUSTERING""#, #""task_type":5"#), (#""title":"T""#, #""title":"T""#),
        (#""outputDimensionality":256"#, #""output_dimensionality":"256""#), (#""autoTruncate":false"#, #""auto_truncate":false"#),
        (#""documentOcr":true"#, #""document_ocr":true"#), (#""audioTrackExtraction":true"#, #""audio_track_extraction":true"#),
    ])
    func whatBelongsThereIsTheMessagesOwn(plain: String, snake: String) throws {
        let key = try Asked(#"{\#(Self.content),\#(plain)}"#, Self.embedding).question()?.key
        for config in [#""embedContentConfig":{\#(plain)}"#, #""embed_content_config":{\#(snake)}"#] {
            #expect(try Asked(#"{\#(Self.content),\#(config)}"#, Self.embedding).question()?.key == key)
        }
    }

    @Test func aNoteSaysThatItIsKeptAsItStands() throws {
        let body = #"{"instances":[{"content":"t"}],"parameters":{"task_type":5,"auto_truncate":true}}"#
        let explanation = try #require(try KeyExplanation(method: .post, path: Self.predict, body: Array(body.utf8)))
        let notes = explanation.notes.filter { $0.path.hasPrefix("parameters.") }
        #expect(notes.map(\.path) == ["parameters.task_type", "parameters.auto_truncate"])
        #expect(notes.map(\.effect) == [.kept, .ignored])
    }
}
