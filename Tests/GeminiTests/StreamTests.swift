internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

@Suite struct StreamTests {
    private func open(_ response: Response) async throws -> TextStream {
        try await Gemini(transport: ScriptedTransport([response])).gemStream("q")
    }

    private func pieces(_ stream: TextStream) async throws -> [String] {
        var pieces: [String] = []
        for try await piece in stream { pieces.append(piece) }
        return pieces
    }

    @Test(arguments: [1, 2, 7, 100_000])
    func textComesInPiecesHoweverTheBytesAreCut(size: Int) async throws {
        let stream = try await open(.events([chunk("On"), chunk("ce ü"), chunk("", "STOP")], pieces: size))
        #expect(try await pieces(stream) == ["On", "ce ü"])
        let whole = try stream.response()
        #expect(try whole.text == "Once ü")
        #expect(whole.candidates[0].finishReason == .stop)
        #expect(whole.candidates[0].content.parts.count == 1)
    }

    @Test func theWholeBeforeTheEndIsAnError() async throws {
        let text = try await open(.events([chunk("On"), chunk("ce", "STOP")]))
        var iterator = text.makeAsyncIterator()
        #expect(try await iterator.next() == "On")
        let error = #expect(throws: GemError.self) { _ = try text.response() }
        #expect(error?.code == .unfinished)
        #expect(error?.message.contains("collect()") == true)
        #expect(try await text.collect().text == "Once")
        #expect(try text.response().text == "Once")
        #expect(try await iterator.next() == nil)

        let transport = ScriptedTransport([.events([chunk("a"), chunk("b", "STOP")], pieces: 100_000)])
        let chunks = try await Gemini(transport: transport).stream(GenerateContentRequest(contents: ["q"]))
        var reader = chunks.makeAsyncIterator()
        while let chunk = try await reader.next() {
            let early = #expect(throws: GemError.self) { _ = try chunks.response() }
            #expect(early?.code == .unfinished, "after \(chunk.partialText)")
        }
        #expect(try chunks.response().text == "ab")
    }

    @Test func collectGivesABlockedAnswerAndThrowsACut() async throws {
        let blocked = try await open(.events([chunk("The"), chunk("", "SAFETY")]))
        #expect(try await blocked.collect().finishReason == .safety)
        let cut = try await open(.events([chunk("The")]))
        let error = await #expect(throws: GemError.self) { _ = try await cut.collect() }
        #expect(error?.code == .cut)
    }

    @Test(arguments: [1, 7, 100_000])
    func aPromptThatIsBlockedAfterTheBeginningIsToldSo(size: Int) async throws {
        let block = #"{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT","safetyRatings": []}}"#
        let stream = try await open(.events([chunk("The"), block], pieces: size))
        var seen = ""
        let error = await #expect(throws: GemError.self) { for try await piece in stream { seen += piece } }
        #expect(seen == "The" && error?.code == .noAnswer && error?.noAnswer?.blockReason == .prohibitedContent)
        #expect(error?.message.contains("The prompt was blocked: PROHIBITED_CONTENT") == true)
        #expect(try stream.response().partialText == "The")

        let chat = Gemini(transport: ScriptedTransport([.events([chunk("The"), block], pieces: size)])).chat()
        await #expect(throws: GemError.self) { for try await _ in try await chat.stream("q") {} }
        #expect(chat.history.isEmpty)
    }

    @Test func cancellingTheReaderEndsTheExchange() async throws {
        let (ended, reading) = (Signal(), Signal())
        let source = ByteStream(
            next: { () throws(GemError) in
                reading.raise()
                await ended.wait()
                return nil
            }, cancel: { ended.raise() })
        let stream = try await open(Response(HTTPResponse(status: .ok), body: .stream(source, length: nil)))
        let reader = Task { try await self.pieces(stream) }
        await reading.wait()
        reader.cancel()
        let error = await #expect(throws: GemError.self) { _ = try await reader.value }
        #expect(error?.code == .cancelled)
        let again = #expect(throws: GemError.self) { _ = try stream.response() }
        #expect(again?.code == .cancelled)
    }

    @Test func theRequestAsksForEvents() async throws {
        let transport = ScriptedTransport([.events([chunk("x", "STOP")])])
        let stream = try await Gemini(transport: transport).gemStream("q", thinking: nil)
        #expect(try await stream.collect().text == "x")
        #expect(transport.paths == ["/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"])
        #expect(transport.bodies == [#"{"contents":[{"parts":[{"text":"q"}],"role":"user"}]}"#])
    }

    @Test func aStoredAnswerInOnePieceStreamsTheSame() async throws {
        let bytes = Array("data: \(chunk("a"))\r\n\r\ndata: \(chunk("b", "STOP"))\r\n\r\n".utf8)
        var response = Response(HTTPResponse(status: .ok), body: .bytes(bytes))
        response.cacheStatus = CacheStatus(.hit)
        let stream = try await open(response)
        #expect(try await pieces(stream) == ["a", "b"])
        #expect(try stream.response().cacheStatus?.outcome == .hit)
    }

    @Test(arguments: [
        Response.events([chunk("a")]),
        .events([chunk("a", "STOP"), chunk("b")]),
        .events([]),
        .events([chunk("a")], tail: "data: \(chunk("b", "STOP"))"),
        .events([chunk("a", "STOP")], tail: "data: {\"candidates\": [{"),
        .events([chunk("a")], then: GemError(.cut, "lost")),
    ])
    func aCutAnswerThrowsAfterItsPieces(response: Response) async throws {
        let stream = try await open(response)
        let error = await #expect(throws: GemError.self) { _ = try await pieces(stream) }
        #expect(error?.code == .cut)
        let again = #expect(throws: GemError.self) { _ = try stream.response() }
        #expect(again?.code == .cut)
    }

    @Test(arguments: [
        Response.events(
            [chunk("a")],
            tail: "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"overloaded\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n"),
        .events([chunk("a"), #"{"error": {"code": 503,"message": "overloaded","status": "UNAVAILABLE"}}"#]),
    ])
    func anErrorInTheMiddleThrows(response: Response) async throws {
        let stream = try await open(response)
        let error = await #expect(throws: GemError.self) { _ = try await pieces(stream) }
        #expect(error?.code == .upstream)
        #expect(error?.upstream?.httpStatus == 503)
        #expect(error?.upstream?.status == "UNAVAILABLE")
    }

    @Test(arguments: [1, 7, 100_000])
    func whatCameBeforeAnErrorIsGivenFirst(size: Int) async throws {
        for tail in [
            #"data: {"error": {"code": 503,"message": "overloaded","status": "UNAVAILABLE"}}"#, "data: {nonsense", "event: error\ndata: {}",
            "event: error",
        ] {
            let events = Response.events([chunk("a"), chunk("b")], tail: tail + "\r\n\r\n", pieces: size)
            let text = try await open(events)
            var pieces: [String] = []
            await #expect(throws: GemError.self) { for try await piece in text { pieces.append(piece) } }
            #expect(pieces == ["a", "b"])

            let again = Response.events([chunk("a"), chunk("b")], tail: tail + "\r\n\r\n", pieces: size)
            let chunks = try await Gemini(transport: ScriptedTransport([again])).stream(GenerateContentRequest(contents: ["q"]))
            var texts = ""
            let error = await #expect(throws: GemError.self) { while let piece = try await chunks.gathered() { texts += piece.answerText } }
            #expect(texts == "ab")
            #expect(error?.code == .upstream)
            #expect(try await chunks.gathered() == nil)
            #expect(throws: GemError.self) { _ = try chunks.response() }
        }
    }

    @Test func whatHasComeAtOnceIsOnePieceOfEachKind() async throws {
        let call = #"{"candidates": [{"content": {"parts": [{"functionCall": {"name": "f"}}],"role": "model"},"index": 0}]}"#
        let thought = chunk("hm").replacing(#""text": "hm""#, with: #""text": "hm","thought": true"#)
        let events = [thought, thought, chunk("a"), chunk("b"), call, chunk("c"), chunk("d", "STOP")]
        let transport = ScriptedTransport([.events(events, pieces: 100_000), .events(events, pieces: 10)])
        for isOnePiece in [true, false] {
            let stream = try await Gemini(transport: transport).stream(GenerateContentRequest(contents: ["q"]))
            var seen: [String] = []
            while let piece = try await stream.gathered() {
                switch piece {
                case .text(let text): seen.append(text)
                case .thought(let text): seen.append("(\(text))")
                case .chunk(let chunk): seen.append(chunk.functionCalls.map(\.name).joined())
                }
            }
            #expect(seen == (isOnePiece ? ["(hmhm)", "ab", "f", "cd"] : ["(hm)", "(hm)", "a", "b", "f", "c", "d"]))
            let whole = try stream.response()
            #expect(whole.thoughts == "hmhm")
            #expect(whole.partialText == "abcd")
        }
    }

    @Test func anErrorBeforeTheFirstByteThrowsAtOnce() async throws {
        let body = "{\n  \"error\": {\"code\": 429, \"message\": \"slow\", \"status\": \"RESOURCE_EXHAUSTED\"}\n}\n"
        let response = Response(
            HTTPResponse(status: .tooManyRequests, headerFields: [.contentType: "text/event-stream"]), body: .bytes(Array(body.utf8)))
        let error = await #expect(throws: GemError.self) { _ = try await open(response) }
        #expect(error?.upstream?.status == "RESOURCE_EXHAUSTED")
    }

    @Test func aBlockedStreamThrowsAtItsEnd() async throws {
        let stream = try await open(.events([chunk("The"), chunk("", "SAFETY")]))
        let error = await #expect(throws: GemError.self) { _ = try await pieces(stream) }
        #expect(error?.code == .noAnswer)
        #expect(try stream.response().candidates[0].finishReason == .safety)
    }

    @Test func codeExecutionsEarlyReasonIsNotTheEnd() async throws {
        let stream = try await open(.events([chunk("a", "STOP"), chunk("b", "STOP")]))
        #expect(try await pieces(stream) == ["a", "b"])
    }

    @Test func chunksAreGivenWhole() async throws {
        let transport = ScriptedTransport([.events([chunk("a"), chunk("b", "STOP")])])
        let stream = try await Gemini(transport: transport).stream(GenerateContentRequest(contents: ["q"]))
        var ids: [String?] = []
        for try await chunk in stream { ids.append(chunk.responseID) }
        #expect(ids == ["r1", "r1"])
    }

    @Test func otherCandidatesStayOutOfTheText() async throws {
        let other = #"{"candidates": [{"content": {"parts": [{"text": "x"}],"role": "model"},"finishReason":"STOP","index": 1}]}"#
        let stream = try await open(.events([chunk("a"), other, chunk("b", "STOP")]))
        #expect(try await pieces(stream) == ["a", "b"])
        #expect(try stream.response().candidates.map(\.content.text) == ["ab", "x"])
    }
}
