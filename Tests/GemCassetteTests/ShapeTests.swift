import GemCassette
import GemCore
import HTTPTypes
import Testing

@Suite struct ShapeTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }
    private let whole = "{\n  \"candidates\": [\n    {\n      \"index\": 0\n    }\n  ]\n}\n"
    private let line = "{\"candidates\": [{\"index\": 0}]}"

    init() throws { folder = try Folder() }

    private func replay(_ recorded: Request, _ answer: String, _ type: String, status: Int = 200, as asked: Request) async throws
        -> Response
    {
        let upstream = Upstream { (_, _) throws(GemError) in response(answer, type: type, status: status) }
        try await Cassette(path: path).record([recorded], from: upstream)
        return try await ReplayTransport(.load(path)).send(asked)
    }

    @Test func oneAnswerIsToldAsOneEvent() async throws {
        let told = try await replay(generate("a"), whole, "application/json; charset=UTF-8", as: stream("a"))
        #expect(told.head.headerFields[.contentType] == "text/event-stream")
        #expect(try await told.text() == "data: \(line)\r\n\r\n")
    }

    @Test func oneAnswerIsToldAsAnArray() async throws {
        let told = try await replay(generate("a"), whole, "application/json", as: generate("a", "streamGenerateContent"))
        #expect(try await told.text() == "[" + whole + "]")
    }

    @Test func eventsAreToldAsAnArrayAndBack() async throws {
        let sse = "data: \(line)\r\n\r\ndata: \(line)\r\n\r\n"
        let array = "[" + whole.dropLast() + "\n,\r\n" + whole + "]"
        let told = try await replay(stream("a"), sse, "text/event-stream", as: generate("a", "streamGenerateContent"))
        #expect(try await told.text() == array)
        #expect(told.head.headerFields[.contentType] == "application/json; charset=UTF-8")
        let back = try await replay(generate("b", "streamGenerateContent"), array, "application/json", as: stream("b"))
        #expect(try await back.text() == sse)
    }

    @Test func anErrorIsToldInTheFormOfTheShape() async throws {
        let text = "{\n  \"error\": {\n    \"code\": 400\n  }\n}\n"
        let told = try await replay(generate("a"), text, "application/json", status: 400, as: stream("a"))
        #expect(try await told.text() == text)
        #expect(told.head.headerFields[.contentType] == "text/event-stream")
        let array = try await replay(generate("a"), text, "application/json", status: 400, as: generate("a", "streamGenerateContent"))
        #expect(try await array.text() == "[" + text + "]")
        #expect(array.head.status.code == 400)
    }

    @Test func aStreamIsNotToldAsOneAnswer() async throws {
        let error = await #expect(throws: GemError.self) {
            _ = try await replay(stream("a"), event1 + event2, "text/event-stream", as: generate("a"))
        }
        #expect(error?.code == .notRecorded)
        #expect(error?.message.contains("form") == true)
    }

    @Test func theSameShapeIsPreferred() async throws {
        let upstream = Upstream { (request, _) throws(GemError) in
            request.route.shape == .unary ? response(self.whole) : response(event2, type: "text/event-stream")
        }
        try await Cassette(path: path).record([generate("a"), stream("a")], from: upstream)
        let transport = try ReplayTransport(.load(path))
        for _ in 0..<2 {
            #expect(try await transport.send(stream("a")).text() == event2)
            #expect(try await transport.send(generate("a")).text() == whole)
        }
    }

    @Test func anotherServiceIsNotAnswered() async throws {
        let vertex = Request.json(
            .post, "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent",
            try await generate("a").body.collect(upTo: 1000))
        await #expect(throws: GemError.self) { _ = try await replay(generate("a"), whole, "application/json", as: vertex) }
    }

    @Test func anErrorInAnArrayIsToldBare() async throws {
        let text = "{\n  \"error\": {\n    \"code\": 400\n  }\n}\n"
        for (index, asked) in ["generateContent", "streamGenerateContent?alt=sse"].enumerated() {
            let recorded = generate("\(index)", "streamGenerateContent")
            let told = try await replay(recorded, "[" + text + "]", "application/json", status: 400, as: generate("\(index)", asked))
            #expect(try await told.text() == text)
        }
    }

    @Test func aCutIsNotToldInAnotherShape() async throws {
        let upstream = Upstream { (_, _) throws(GemError) in response(chunks: [event1], failure: GemError(.cut, "lost")) }
        try await Cassette(path: path).record([stream("a")], from: upstream)
        let transport = try ReplayTransport(.load(path))
        await #expect(throws: GemError.self) { _ = try await transport.send(generate("a", "streamGenerateContent")) }
    }
}
