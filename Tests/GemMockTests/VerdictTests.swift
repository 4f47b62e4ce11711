import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct VerdictTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let events = "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"

    private static func mock() throws -> (MockGemini, ManualTime) {
        let time = ManualTime()
        return (try MockGemini.make { $0.time = time }, time)
    }

    private static func rules(_ mock: MockGemini) -> [String] { mock.verdicts.map(\.rule) }

    private static func requests(_ mock: MockGemini, _ rule: String) -> [[Int]] {
        mock.verdicts.first { $0.rule == rule }?.evidence.map(\.requests) ?? []
    }

    @Test func aGoodClientIsNotAccused() async throws {
        let (mock, time) = try Self.mock()
        mock.enqueue(.status(429, retryMilliseconds: 2000))
        _ = try await mock.post(Self.path, prompt("x"))
        time.advance(seconds: 2)
        _ = try await mock.post(Self.path, prompt("x"))
        mock.enqueue(.status(503))
        _ = try await mock.post(Self.path, prompt("y"))
        time.advance(seconds: 1)
        _ = try await mock.post(Self.path, prompt("y"))
        _ = try await mock.upload([1, 2, 3], "text/plain")
        #expect(mock.verdicts.isEmpty)
    }

    @Test func whoDoesNotWaitIsSeen() async throws {
        let (mock, time) = try Self.mock()
        mock.enqueue(.status(429, retryMilliseconds: 2000))
        _ = try await mock.post(Self.path, prompt("x"))
        _ = try await mock.post(Self.path, prompt("another question may go on"))
        time.advance(seconds: 1.5)
        _ = try await mock.post(Self.path, prompt("x"))
        #expect(Self.requests(mock, "ignored-retry-info") == [[1, 3]])
        #expect(mock.verdicts.first { $0.rule == "ignored-retry-info" }?.evidence.first?.words == "told to wait 2.0 s, waited 1.5 s")
    }

    @Test func aFrozenClockMakesNobodyHasty() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make {
            $0.time = time
            $0.clock = .frozen(at: Timestamp(microseconds: 0))
        }
        mock.enqueue(.status(429, retryMilliseconds: 2000))
        _ = try await mock.post(Self.path, prompt("x"))
        time.advance(seconds: 2)
        _ = try await mock.post(Self.path, prompt("x"))
        #expect(mock.verdicts.isEmpty)
    }

    @Test(arguments: [400, 401, 403, 404])
    func whoRepeatsWhatWasRefusedIsSeen(code: Int) async throws {
        let (mock, time) = try Self.mock()
        mock.enqueue(.status(code))
        _ = try await mock.post(Self.path, prompt("x"))
        time.advance(seconds: 60)
        _ = try await mock.post(Self.path, prompt("x"), key: "another key may be asked with")
        #expect(mock.verdicts.isEmpty)
        mock.enqueue(.status(code))
        _ = try await mock.post(Self.path, prompt("y"))
        time.advance(seconds: 60)
        _ = try await mock.post(Self.path, prompt("y"))
        #expect(Self.requests(mock, "retried-refused") == [[3, 4]])
    }

    @Test func whoRepeatsAtOnceIsSeen() async throws {
        let (mock, _) = try Self.mock()
        mock.enqueue(.status(503), times: 2)
        for _ in 0..<3 { _ = try await mock.post(Self.path, prompt("x")) }
        #expect(Self.requests(mock, "retried-at-once") == [[1, 2], [2, 3]])
    }

    /// The text of a stream's events.
    private static func words(_ bytes: [UInt8]) throws -> String {
        var decoder = EventStreamDecoder()
        return try decoder.feed(bytes).map { try JSON(parsing: $0.data).answer }.joined()
    }

    private static func conversation(_ model: [String]) -> String {
        let turns = model.map { #"{"role":"model","parts":[{"text":\#(JSON.string($0).text())}]}"# }.joined(separator: ",")
        return
            #"{"contents":[{"role":"user","parts":[{"text":"A question of some length, for some events."}]},\#(turns),{"role":"user","parts":[{"text":"go on"}]}]}"#
    }

    @Test(arguments: ["cut;after=2", "cut;bytes=900", "reset;after=2", "error-mid-stream;after=2", "early-end;after=2", "garbage;after=2"])
    func whoTakesAPieceForTheWholeIsSeen(fault: String) async throws {
        let (mock, _) = try Self.mock()
        let question = prompt("A question of some length, for some events.")
        let (bytes, _) = await FaultTests.read(try await mock.post(Self.events, question, fields: [("x-mock-fault", fault)]))
        let partial: String
        if fault.hasPrefix("garbage") {
            let whole = try await mock.post(Self.events, question).bytes()
            partial = try Self.words(Array(whole.prefix(try #require(Self.secondEnd(whole)))))
        } else {
            partial = try Self.words(bytes)
        }
        #expect(!partial.isEmpty)
        // A client may keep each event as a turn of its own.
        let half = partial.index(partial.startIndex, offsetBy: partial.count / 2)
        _ = try await mock.post(Self.path, Self.conversation([String(partial[..<half]), String(partial[half...])]))
        #expect(Self.requests(mock, "accepted-cut-stream").map(\.first) == [1])
    }

    private static func secondEnd(_ bytes: [UInt8]) -> Int? {
        bytes.ranges(of: Array("\r\n\r\n".utf8)).dropFirst().first?.upperBound
    }

    @Test func whoAsksAgainAfterACutIsNotAccused() async throws {
        let (mock, time) = try Self.mock()
        let question = prompt("A question of some length, for some events.")
        _ = await FaultTests.read(try await mock.post(Self.events, question, fields: [("x-mock-fault", "cut;after=2")]))
        time.advance(seconds: 1)
        let whole = try Self.words(try await mock.post(Self.events, question).bytes())
        _ = try await mock.post(Self.path, Self.conversation([whole]))
        #expect(mock.verdicts.isEmpty)
    }

    @Test func whoDropsASignatureIsSeen() async throws {
        let (mock, _) = try Self.mock()
        try mock.enqueue(
            .fixture(
                try JSON(
                    parsing: Array(
                        #"{"match":{"text":"call"},"times":1,"response":{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1,"b":"x"}},"thoughtSignature":"YWJj__4="}]},"finishReason":"STOP"}]}}"#
                            .utf8))))
        _ = try await mock.post(Self.path, prompt("call"))
        func body(_ signature: String) -> String {
            #"{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"args":{"b":"x","a":1.0},"name":"f"}\#(signature)}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}"#
        }
        _ = try await mock.post(Self.path, body(#","thoughtSignature":"YWJj//4=""#))
        #expect(mock.verdicts.isEmpty)
        _ = try await mock.post(Self.path, body(""))
        _ = try await mock.post(Self.path, body(#","thought_signature":"AAAA""#))
        #expect(Self.requests(mock, "dropped-signature") == [[1, 3], [1, 4]])
    }

    @Test func aSignatureOfAStreamIsSeenToo() async throws {
        let (mock, _) = try Self.mock()
        let path = "/v1beta/models/gemini-3-pro-preview:streamGenerateContent?alt=sse"
        let call = #"{"functionCall":{"name":"f","args":{}},"thoughtSignature":"YWJj"}"#
        try mock.enqueue(
            .fixture(
                try JSON(
                    parsing: Array(
                        #"{"match":{"text":"call"},"times":1,"stream":[{"candidates":[{"content":{"role":"model","parts":[\#(call)]}}]},{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}]}]}"#
                            .utf8))))
        _ = try await mock.post(path, prompt("call")).bytes()
        _ = try await mock.post(
            path,
            #"{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}"#
        )
        #expect(Self.requests(mock, "dropped-signature") == [[1, 2]])
    }

    @Test func whoUploadsTwiceIsSeen() async throws {
        let (mock, time) = try Self.mock()
        _ = try await mock.upload([1, 2, 3], "text/plain")
        let name = try #require(try await mock.upload([4], "text/plain")["name"]?.string)
        _ = try await mock.call(.delete, "/v1beta/\(name)")
        _ = try await mock.upload([4], "text/plain")
        #expect(mock.verdicts.isEmpty)
        _ = try await mock.upload([1, 2, 3], "text/plain")
        #expect(Self.requests(mock, "uploaded-again") == [[2, 9]])
        time.advance(seconds: 48 * 3600)
        _ = try await mock.upload([4], "text/plain")
        #expect(Self.requests(mock, "uploaded-again") == [[2, 9]])
    }

    private static func start(_ mock: MockGemini, key: String? = "k", query: String = "") async throws -> String {
        try await mock.call(
            .post, "/upload/v1beta/files\(query)",
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"), ("X-Goog-Upload-Header-Content-Length", "10"),
                ("X-Goog-Upload-Header-Content-Type", "text/plain"),
            ], body: .bytes(Array("{}".utf8)), key: key
        ).uploadPath()
    }

    private static func send(_ mock: MockGemini, _ path: String, fault: String? = nil, offset: Int = 0, count: Int = 10) async throws
        -> Response
    {
        try await mock.call(
            .post, path,
            fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", String(offset))]
                + (fault.map { [("x-mock-fault", $0)] } ?? []), body: .bytes([UInt8](repeating: 65, count: count)), key: nil)
    }

    @Test func whoShowsTheKeyInTheUploadURLIsSeen() async throws {
        let (mock, _) = try Self.mock()
        let path = try await Self.start(mock)
        _ = try await Self.send(mock, path + "&key=secret-key")
        #expect(Self.requests(mock, "key-in-upload-url") == [[1, 2]])
        let told = try await Self.start(mock, key: nil, query: "?key=secret-key")
        #expect(told.contains("key=secret-key"))
        _ = try await Self.send(mock, told)
        #expect(Self.requests(mock, "key-in-upload-url") == [[1, 2], [3, 4]])
        #expect(!mock.report.text().contains("secret-key"))
    }

    @Test func whoResumesIsNotAccusedAndWhoDoesNotIs() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make {
            $0.time = time
            $0.chunkGranularity = 1
        }
        let path = try await Self.start(mock)
        await #expect(throws: GemError.self) { try await Self.send(mock, path, fault: "cut;bytes=6") }
        #expect(try await Self.send(mock, path, offset: 6, count: 4).head.status == .ok)
        #expect(mock.verdicts.isEmpty)
        let second = try await Self.start(mock)
        await #expect(throws: GemError.self) { try await Self.send(mock, second, fault: "cut;bytes=6") }
        #expect(try await Self.send(mock, second).head.status.code == 400)
        _ = try await Self.start(mock)
        #expect(Self.requests(mock, "sent-whole-again") == [[6], [5, 7]])
    }

    @Test func whoAsksTwiceIsTold() async throws {
        let (mock, _) = try Self.mock()
        for _ in 0..<3 { _ = try await mock.generate(prompt("x")) }
        _ = try await mock.generate(prompt("y"))
        #expect(Self.requests(mock, "asked-twice") == [[1, 2, 3]])
    }

    @Test func theReportIsServedAndHoldsNoText() async throws {
        let (mock, _) = try Self.mock()
        for _ in 0..<2 { _ = try await mock.generate(prompt("a text nobody else may read")) }
        let text = try await mock.call(.get, "/__mock/verdicts").text()
        let json = try JSON(parsing: Array(text.utf8))
        #expect(json["infos"] == 1)
        #expect(json["verdicts"]?[0]?["rule"] == "asked-twice")
        #expect(json["verdicts"]?[0]?["evidence"]?[0]?["requests"] == [1, 2])
        #expect(json["rules"]?.array?.count ?? 0 >= 9)
        #expect(!text.contains("nobody else"))
        #expect(try await mock.post("/__mock/report", "").head.status.code == 400)
    }

    @Test func theReportNamesFixturesThatNobodyNeeded() async throws {
        let (mock, _) = try Self.mock()
        for text in ["alpha", "omega"] {
            let fixture = #"{"match":{"text":"\#(text)"},"response":{"candidates":[]}}"#
            try mock.enqueue(.fixture(try JSON(parsing: Array(fixture.utf8))))
        }
        _ = try await mock.generate(prompt("alpha"))
        let unused = try #require(mock.report["unusedFixtures"]?.array)
        #expect(unused.count == 1)
        #expect(unused.first?["matches"]?.string?.contains("omega") == true)
    }

    @Test func theLogKeepsTheLatestQuestionsWithoutTheirLongTexts() async throws {
        let mock = try MockGemini.make { $0.questionLimit = 2 }
        _ = try await mock.generate(prompt(String(repeating: "x", count: 5000)))
        let question = try #require(mock.requests[0].question)
        #expect(question["contents"]?[0]?["parts"]?[0]?["text"]?.string?.hasSuffix("x… (5000 bytes)") == true)
        for _ in 0..<2 { _ = try await mock.generate(prompt("y")) }
        #expect(mock.requests.map { $0.question != nil } == [false, true, true])
    }

    @Test func theLogTellsHowExchangesEnded() async throws {
        let (mock, time) = try Self.mock()
        _ = try await mock.generate(prompt("x"))
        _ = await FaultTests.read(try await mock.post(Self.events, prompt("x"), fields: [("x-mock-fault", "cut;after=1")]))
        _ = try? await mock.post(Self.path, prompt("x"), fields: [("x-mock-fault", "drop")])
        do { _ = try await mock.post(Self.events, prompt("x")) }
        let slow = try await mock.post(Self.events, prompt("x"), fields: [("x-mock-fault", "stall;after=1;for=2s")])
        time.advance(seconds: 0.5)
        _ = try await slow.bytes()
        #expect(mock.requests.map(\.ending) == [.whole, .broken, .broken, .abandoned, .whole])
        #expect(mock.requests[4].answered == 0)
        #expect(mock.requests[4].ended == 2500)
    }
}
