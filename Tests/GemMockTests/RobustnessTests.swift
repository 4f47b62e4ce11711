import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct RobustnessTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"

    @Test(arguments: [
        #""videoMetadata":{"fps":1e300,"startOffset":"315576000000s","endOffset":"0.0000000000000000000000000000000001s"}"#,
        #""videoMetadata":{"fps":"Infinity","startOffset":"-315576000000s"}"#, #""videoMetadata":{"fps":"NaN","endOffset":"-0s"}"#,
    ])
    func offsetsThatAreNoTimesAreSurvived(metadata: String) async throws {
        let mock = try MockGemini.make()
        let body = #"{"contents":{"parts":{"inlineData":{"mimeType":"video/mp4","data":"\#(base64(SampleMedia.mp4))"},\#(metadata)}}}"#
        #expect([200, 400].contains(try await mock.post(Self.path, body).head.status.code))
    }

    @Test(arguments: [
        ("image/gif", "GIF8"), ("audio/wav", "RIFF"), ("audio/wav", "RIFF\u{1}\u{1}\u{1}\u{1}WAVEdata"), ("image/jpeg", ""),
        ("application/pdf", "%PDF/Type"),
        ("application/pdf", "%PDF /Count 99999999999999999999"), ("video/mp4", "\u{0}\u{0}\u{0}\u{1}moov"), ("image/png", "\u{89}PNG"),
    ])
    func mediaThatBreakOffAreSurvived(mimeType: String, bytes: String) async throws {
        let mock = try MockGemini.make()
        let data = base64(Array(bytes.utf8))
        let body = #"{"contents":{"parts":{"inlineData":{"mimeType":"\#(mimeType)","data":"\#(data)"}}}}"#
        #expect([200, 400].contains(try await mock.post(Self.path, body).head.status.code))
    }

    @Test(arguments: [
        #"{"type":"integer","minimum":1e300}"#, #"{"type":"number","multipleOf":0,"maximum":-1e308}"#,
        #"{"type":"string","minLength":1e99,"maxLength":-1e99}"#,
        #"{"type":"array","minItems":1000,"items":{"type":"array","minItems":1000,"items":{"type":"array","minItems":1000,"items":{"type":"string"}}}}"#,
        ##"{"$defs":{"N":{"type":"object","required":["a","b","c"],"properties":{"a":{"$ref":"#/$defs/N"},"b":{"$ref":"#/$defs/N"},"c":{"$ref":"#/$defs/N"}}}},"$ref":"#/$defs/N"}"##,
        ##"{"$defs":{"A":{"allOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/A"}],"type":"string"}},"$ref":"#/$defs/A"}"##,
        #"{"type":"string","pattern":"(a+)+$(b|c){5000}","minLength":9000}"#, #"{"type":"string","pattern":"((((((a*)*)*)*)*)*)*x"}"#,
        #"{"type":[],"enum":[],"anyOf":[]}"#, #"{"type":99,"required":"x","properties":[1]}"#, "[]",
    ])
    func schemasWithoutSenseOrEndAreSurvived(schema: String) async throws {
        let mock = try MockGemini.make()
        let answer = try await mock.generate(
            prompt("x 1 2", #","generationConfig":{"responseMimeType":"application/json","responseJsonSchema":\#(schema)}"#)
        ).answer
        #expect(throws: Never.self) { try JSON(parsing: answer) }
    }

    /// Bytes of a good request changed here and there, the same each time.
    @Test func changedRequestsGetAnAnswerThatIsJSON() async throws {
        let mock = try MockGemini.make()
        let good = Array(
            #"{"contents":[{"role":"user","parts":[{"text":"Hi 1"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"NUMBER"}}}}]}],"generationConfig":{"maxOutputTokens":9,"candidateCount":2,"stopSequences":["x"],"responseSchema":{"type":"ARRAY"}}}"#
                .utf8)
        var dice = Dice(42)
        for _ in 0..<400 {
            var bytes = good
            for _ in 0...dice.below(3) {
                let place = dice.below(bytes.count)
                switch dice.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
                case 1: bytes.remove(at: place)
                case 2:
                    bytes.insert(contentsOf: Array(["null", "[]", "{}", "-1e999", "\"\"", "99999999999"][dice.below(6)].utf8), at: place)
                default: bytes.removeLast(dice.below(bytes.count))
                }
            }
            let operation = ["generateContent", "streamGenerateContent", "countTokens", "embedContent"][dice.below(4)]
            let model = operation == "embedContent" ? "gemini-embedding-2" : "gemini-2.5-flash"
            var request = Request.json(.post, "/v1beta/models/\(model):\(operation)", bytes)
            request.credential = .apiKey("k")
            let response = try await mock.send(request)
            #expect([200, 400].contains(response.head.status.code))
            let answer = try await response.bytes()
            #expect(throws: Never.self) { try JSON(parsing: answer) }
        }
    }
}
