import GemCassette
import GemCore
import HTTPTypes
import Testing

@Suite struct ExactBytesTests {
    /// Records one answer, loads the file anew and gives what replay answers.
    private func roundTrip(_ request: Request, _ answer: @escaping @Sendable () -> Response) async throws -> (String, GemError?, String) {
        let folder = try Folder()
        let path = folder.file("c.json")
        try await Cassette(path: path).record([request], from: Upstream { (_, _) throws(GemError) in answer() })
        let replayed = try await ReplayTransport(Cassette.load(path)).send(request)
        let (text, error) = await replayed.textAndError()
        return (text, error, try folder.read("c.json"))
    }

    @Test(arguments: [
        "{\n  \"a\": 1.0,\n  \"b\": [\n    1e3,\n    {}\n  ],\n  \"c\": \"\\u003cb\\u003e\"\n}\n",
        "{\n  \"a\": \"<plain>\"\n}\n", "{\n  \"a\": 1\n}", "{\"a\":1,\"b\":[1,2]}", "{\"a\": [1,2]}", "{\"a\":1}\n", "{}\n", "{}", "[]\n",
        "{ \"a\" : 1 }", "{\"a\":1,\"a\":2}", "\u{FEFF}{}", "\"text\"", "\"text\"\n", "null", "no JSON at all", "", " ", "\u{0}\u{1}binary",
        "{\"a\":\"caf\\u00e9\"}", "{\"a\":\"e\u{301} \u{e9}\"}", "{\"$blob\":\"mine\",\"x\":{\"$$blob\":1,\"$blobs\":2}}",
        "{\n  \"file\": \"x\"\n}\n",
    ])
    func aWholeAnswerComesBackByteForByte(text: String) async throws {
        let (replayed, error, _) = try await roundTrip(generate("hi")) { response(text) }
        #expect(Array(replayed.utf8) == Array(text.utf8))
        #expect(error == nil)
    }

    @Test func theAPIsOwnLayoutNeedsNoWord() async throws {
        let (_, _, file) = try await roundTrip(generate("hi")) { response("{\n  \"a\": \"\\u003c\"\n}\n") }
        #expect(!file.contains("layout"))
        #expect(file.contains("\"a\": \"<\""))
    }

    @Test(arguments: [
        event1 + event2,
        "data: {\"a\":1}\n\ndata: {\"a\":2}\n\n",
        "event: interaction.created\ndata: {\"id\":\"x\",\"n\":1}\n\nevent: done\ndata: [DONE]\n\n",
        ": comment\r\n\r\n" + event1,
        "data:{\"a\":1}\r\n\r\n", "data: {\"a\": 1,\ndata: \"b\": 2}\r\n\r\n", "data: \r\n\r\n" + event2,
        event1
            + "{\n  \"error\": {\n    \"code\": 499,\n    \"message\": \"The operation was cancelled.\",\n    \"status\": \"CANCELLED\"\n  }\n}\n",
        "{\n  \"error\": {\n    \"code\": 400\n  }\n}\n", "\r\n\r\n", "data: {\"a\":1}\n\ndata: {\"a\":2}\r\n\r\n", "data: x",
        "event: a\r\ndata: {\"a\": 1}\r\n\r\nid: 1\r\ndata: {\"a\": 2}\r\n\r\n",
    ])
    func aStreamOfEventsComesBackByteForByte(text: String) async throws {
        let (replayed, error, file) = try await roundTrip(stream("hi")) { response(text, type: "text/event-stream") }
        #expect(Array(replayed.utf8) == Array(text.utf8))
        #expect(error == nil)
        #expect(!file.contains("\"cut\""))
    }

    @Test func eventsStandAsJSONOneByOne() async throws {
        let (_, _, file) = try await roundTrip(stream("hi")) { response(chunks: [event1, event2]) }
        #expect(file.contains("\"framing\": \"sse\""))
        #expect(file.contains("\"text\": \"Hel\""))
        #expect(file.contains("\"text\": \"lo <b>\""))
        #expect(!file.contains("layout"))
    }

    @Test(arguments: [
        "[{\n  \"a\": \"}\\\"]\"\n}\n,\r\n{\n  \"b\": [\n    1\n  ]\n}\n]", "[{\n  \"a\": 1\n}\n]", "[]", "[{\"a\":1},{\"a\":2}]",
        "[{\n  \"error\": {\n    \"code\": 400\n  }\n}\n]", "[{\n  \"a\": 1\n}\n]\n", "{\n  \"a\": 1\n}\n",
    ])
    func aStreamedArrayComesBackByteForByte(text: String) async throws {
        let (replayed, error, file) = try await roundTrip(generate("hi", "streamGenerateContent")) { response(text) }
        #expect(replayed == text)
        #expect(error == nil)
        #expect(file.contains("\"framing\": \"array\"") == text.hasSuffix("}\n]"))
    }

    @Test(arguments: [
        ("streamGenerateContent?alt=sse", "text/event-stream", event1 + "data: {\"candi"),
        ("streamGenerateContent?alt=sse", "text/event-stream", event1),
        ("streamGenerateContent?alt=sse", "text/event-stream", "dat"),
        ("streamGenerateContent?alt=sse", "text/event-stream", ""),
        ("streamGenerateContent", "application/json", "[{\n  \"a\": 1\n}\n,\r\n{\n  \"b\""),
        ("streamGenerateContent", "application/json", "[{\n  \"a\": 1\n}"),
        ("generateContent", "application/json", "{\n  \"a\": 1"),
        ("generateContent", "application/json", "{\n  \"a\": 1\n}\n"),
    ])
    func aCutReplaysAsACutAfterTheSameBytes(verb: String, type: String, text: String) async throws {
        let (replayed, error, file) = try await roundTrip(generate("hi", verb)) {
            response(chunks: [text], type: type, failure: GemError(.cut, "lost"))
        }
        #expect(replayed == text)
        #expect(error?.code == .cut)
        #expect(file.contains("\"cut\": true"))
    }

    @Test func aCutInsideACharacterReplaysExactly() async throws {
        let folder = try Folder()
        let bytes = Array("data: {\"a\": \"é".utf8).dropLast()
        let upstream = Upstream { (_, _) throws(GemError) in
            var fields = HTTPFields()
            fields[.contentType] = "text/event-stream"
            let position = Counter()
            let body = ByteStream(next: { () throws(GemError) in
                guard position.next() == 0 else { throw GemError(.timeout, "lost") }
                return Array(bytes)
            })
            return Response(HTTPResponse(status: .ok, headerFields: fields), body: .stream(body, length: nil))
        }
        try await Cassette(path: folder.file("c.json")).record([stream("hi")], from: upstream)
        let replayed = try await ReplayTransport(Cassette.load(folder.file("c.json"))).send(stream("hi"))
        var got: [UInt8] = []
        guard case .stream(let body, _) = replayed.body else { return #expect(Bool(false), "A cut needs a stream.") }
        await #expect(throws: GemError.self) { for try await chunk in body { got += chunk } }
        #expect(got == Array(bytes))
    }

    @Test(arguments: [400, 403, 429, 500, 503]) func errorsAreKeptAsTheyWere(status: Int) async throws {
        let folder = try Folder()
        let text = "{\n  \"error\": {\n    \"code\": \(status),\n    \"message\": \"no\"\n  }\n}\n"
        let upstream = Upstream { (_, _) throws(GemError) in response(text, status: status) }
        try await Cassette(path: folder.file("c.json")).record([generate("hi")], from: upstream)
        let replayed = try await ReplayTransport(Cassette.load(folder.file("c.json"))).send(generate("hi"))
        #expect(replayed.head.status.code == status)
        #expect(replayed.head.headerFields[.contentType] == "application/json; charset=UTF-8")
        #expect(try await replayed.text() == text)
    }

    @Test(arguments: [149, 151, 190, 198]) func deepValuesCanBeLoadedAgain(depth: Int) async throws {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let request = Request.json(.post, "/v1beta/models/m:generateContent", Array(#"{"contents":\#(text)}"#.utf8))
        let (replayed, _, _) = try await roundTrip(request) { response(text) }
        #expect(replayed == text)
    }
}
