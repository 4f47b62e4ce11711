import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct FaultKindTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let events = "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"
    private static let array = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"
    private static let question = prompt("A text that makes some events, I hope.")

    private static func ask(_ path: String, _ fault: String, mock: MockGemini? = nil) async throws -> Response {
        try await (try mock ?? MockGemini.make()).post(path, question, fields: [("x-mock-fault", fault)])
    }

    /// The JSON of each event.
    private static func events(_ bytes: [UInt8]) throws -> [JSON] {
        var decoder = EventStreamDecoder()
        let events = decoder.feed(bytes)
        decoder.finish()
        if !decoder.stray.isEmpty { throw GemError(.badInput, "There is more than events.") }
        return try events.map { try JSON(parsing: $0.data) }
    }

    @Test(arguments: [
        "drop", "reset", "reset;after=2", "reset;bytes=10", "unreachable", "cut", "cut;after=2", "cut;bytes=7",
        "error-mid-stream;after=2;code=500",
        "stall", "stall;after=1;for=300ms", "slow;bytes=50", "garbage", "garbage;after=2;seed=7", "duplicate;after=3", "empty",
        "html;code=404",
        "early-end;after=2", "429;retry=2s", "429;retry=2s;per=day", "499", "504",
    ])
    func aFaultReadsWhatItWrites(text: String) throws {
        let fault = try Fault(text)
        #expect(try Fault(fault.description) == fault)
        #expect(fault.description.split(separator: ";")[0] == text.split(separator: ";")[0])
    }

    @Test(arguments: [
        ("nonsense", "there is no fault \"nonsense\"; there are 400, 401"), ("", "there is no fault"), ("418", "there is no fault \"418\""),
        ("cut;retry=2s", "there is no parameter \"retry\"; cut takes after, bytes"), ("cut;after=-1", "after=-1 is not a whole number"),
        ("cut;after=99999999999999999999", "is not a whole number"), ("stall;for=soon", "for=soon is not a span of time"),
        ("cut;after", "\"after\" is not name=value"),
        ("503;rate=2", "rate=2 is not a probability"), ("503;rate=nan", "rate=nan is not"),
        ("503;operation=cook", "operation=cook is not an operation"),
        ("cut;after=1;after=2", "after is given twice"), ("html;code=200", "code=200 is not an error's HTTP status"),
        ("429;per=week", "per=week is not minute or day"),
    ])
    func whatIsNotKnownIsNamed(text: String, words: String) async throws {
        let error = #expect(throws: GemError.self) { try FaultOrder(text) }
        #expect(error?.message.contains(words) == true)
        guard !text.isEmpty else { return }
        let answer = try await Self.ask(Self.path, text)
        #expect(answer.head.status.code == 400)
        #expect(try await answer.message().contains(words))
    }

    @Test func aFaultAloneDoesNotSayWhenItStrikes() {
        #expect(throws: GemError.self) { try Fault("503;times=2") }
    }

    @Test(arguments: [(Self.path, "application/json; charset=UTF-8"), (Self.events, "text/event-stream")])
    func emptyIsAGoodHeadAndNoBody(path: String, type: String) async throws {
        let response = try await Self.ask(path, "empty")
        #expect(response.head.status == .ok)
        #expect(try response.field("Content-Type") == type)
        #expect(try await response.bytes().isEmpty)
    }

    @Test func aGatewaysPageIsNoJSON() async throws {
        let response = try await Self.ask(Self.events, "html;code=503")
        #expect(response.head.status.code == 503)
        #expect(try response.field("Content-Type")?.hasPrefix("text/html") == true)
        #expect(try await response.text().hasPrefix("<!DOCTYPE html>"))
    }

    @Test func anEarlyEndIsCleanAndTellsNoReason() async throws {
        let mock = try MockGemini.make()
        let whole = try Self.events(try await mock.post(Self.events, Self.question).bytes())
        #expect(whole.last?.finish == "STOP")
        let short = try Self.events(try await Self.ask(Self.events, "early-end", mock: mock).bytes())
        #expect(short.count == whole.count - 1)
        #expect(short.allSatisfy { $0.finish == nil })
        let one = try Self.events(try await Self.ask(Self.events, "early-end;after=1", mock: mock).bytes())
        #expect(one == Array(whole.prefix(1)))
        let array = try await Self.ask(Self.array, "early-end", mock: mock).json()
        #expect(array.array?.count == whole.count - 1)
        let message = try await Self.ask(Self.path, "early-end", mock: mock).json()
        #expect(message.finish == nil)
        #expect(!message.answer.isEmpty)
        let count = try await Self.ask("/v1beta/models/gemini-2.5-flash:countTokens", "early-end", mock: mock).bytes()
        #expect(throws: JSONFailure.self) { try JSON(parsing: count) }
    }

    @Test func aDuplicateIsOneEventTwice() async throws {
        let mock = try MockGemini.make()
        let whole = try Self.events(try await mock.post(Self.events, Self.question).bytes())
        let twice = try Self.events(try await Self.ask(Self.events, "duplicate;after=2", mock: mock).bytes())
        #expect(twice == Array(whole[..<2]) + Array(whole[1...]))
        let array = try await Self.ask(Self.array, "duplicate", mock: mock).json()
        #expect(array.array?.count == whole.count + 1)
        #expect(array[0] == array[1])
    }

    @Test func garbageBreaksOneEventOrTheWholeMessage() async throws {
        let mock = try MockGemini.make()
        var kinds: Set<[UInt8]> = []
        for seed in 0..<12 {
            let bytes = try await Self.ask(Self.path, "garbage;seed=\(seed)", mock: mock).bytes()
            #expect(throws: JSONFailure.self) { try JSON(parsing: bytes) }
            kinds.insert(bytes)
            let again = try await Self.ask(Self.path, "garbage;seed=\(seed)", mock: mock).bytes()
            #expect(bytes == again)
            let array = try await Self.ask(Self.array, "garbage;seed=\(seed)", mock: mock).bytes()
            #expect(throws: JSONFailure.self) { try JSON(parsing: array) }
        }
        #expect(kinds.count == 3)
        let whole = try await mock.post(Self.events, Self.question).bytes()
        let spoiled = try await Self.ask(Self.events, "garbage;after=1", mock: mock).bytes()
        let end = try #require(whole.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
        #expect(spoiled.prefix(end) == whole.prefix(end))
        #expect(spoiled != whole)
        #expect(throws: (any Error).self) { try Self.events(spoiled) }
    }

    @Test func slowBytesTakeTheirTime() async throws {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make { $0.time = time }
        let whole = try await mock.post(Self.path, Self.question).bytes()
        let slow = try await Self.ask(Self.path, "slow;bytes=100", mock: mock).bytes()
        #expect(slow == whole)
        let seconds = Double(time.now.microseconds) / 1e6
        #expect(abs(seconds - Double(whole.count) / 100) < 0.01)
    }

    @Test func aStallEndsWhenItsTimeIsOver() async throws {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make { $0.time = time }
        #expect(try await Self.ask(Self.path, "stall;for=3s", mock: mock).head.status == .ok)
        #expect(time.now == Timestamp(microseconds: 3_000_000))
        let whole = try await mock.post(Self.events, Self.question).bytes()
        #expect(try await Self.ask(Self.events, "stall;after=1;for=2s", mock: mock).bytes() == whole)
        #expect(time.now == Timestamp(microseconds: 5_000_000))
        #expect(mock.stalled == 0)
    }

    @Test func aResetTellsTheServerToReset() async throws {
        let mock = try MockGemini.make()
        let first = await #expect(throws: GemError.self) { try await Self.ask(Self.path, "reset", mock: mock) }
        #expect((first?.cause as? HangUp)?.resets == true)
        let second = await #expect(throws: GemError.self) { try await Self.ask(Self.path, "drop", mock: mock) }
        #expect((second?.cause as? HangUp)?.resets == false)
        let (bytes, error) = await FaultTests.read(try await Self.ask(Self.events, "reset;after=1", mock: mock))
        #expect(bytes.suffix(4) == [13, 10, 13, 10])
        #expect((error?.cause as? HangUp)?.resets == true)
        let (three, third) = await FaultTests.read(try await Self.ask(Self.events, "reset;bytes=3", mock: mock))
        #expect(three.count == 3)
        #expect((third?.cause as? HangUp)?.resets == true)
    }

    @Test func aDayQuotaSaysSo() async throws {
        let json = try await Self.ask(Self.path, "429;per=day").json()
        let violation = json["error"]?["details"]?[1]?["violations"]?[0]
        #expect(violation?["quotaId"]?.string?.contains("PerDay") == true)
        let overloaded = try await Self.ask(Self.path, "503;retry=3s").json()
        #expect(overloaded["error"]?["details"]?[0]?["retryDelay"] == "3s")
    }

    @Test func anAnswerThatFailsCanBeCutToo() async throws {
        let mock = try MockGemini.make()
        let (_, error) = await FaultTests.read(try await Self.ask("/v1beta/models/nope:generateContent", "cut;bytes=5", mock: mock))
        #expect(error?.code == .cut)
        #expect(try await Self.ask("/v1beta/models/nope:generateContent", "early-end", mock: mock).head.status.code == 404)
    }
}
