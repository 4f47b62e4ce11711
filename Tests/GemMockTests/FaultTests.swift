import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct FaultTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let events = "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"

    @Test(arguments: [400, 401, 403, 404, 429, 500, 503])
    func aStatusFaultActsOnTheNextRequestsOnly(code: Int) async throws {
        let mock = try MockGemini.make()
        mock.enqueue(.status(code), times: 2, on: .generateContent)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:countTokens", prompt("x")).head.status == .ok)
        for _ in 0..<2 {
            let response = try await mock.post(Self.path, prompt("x"))
            #expect(response.head.status.code == code)
            #expect(try await response.json()["error"]?["code"]?.int == code)
        }
        #expect(try await mock.post(Self.path, prompt("x")).head.status == .ok)
        #expect(mock.requests.map(\.fault) == [nil, String(code), String(code), nil])
    }

    @Test func aQuotaErrorTellsWhenToRetry() async throws {
        let mock = try MockGemini.make()
        let json = try await mock.post(Self.path, prompt("x"), fields: [("x-mock-fault", "429;retry=1500ms")]).json()
        let details = try #require(json["error"]?["details"]?.array)
        #expect(details.last == ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.500s"])
        #expect(details[1]["violations"]?[0]?["quotaDimensions"]?["model"] == "gemini-2.5-flash")
        #expect(json["error"]?["message"]?.string?.hasSuffix("Please retry in 1.500s.") == true)
    }

    @Test func connectionsThatFailThrow() async throws {
        let mock = try MockGemini.make()
        mock.enqueue(.unreachable)
        mock.enqueue(.drop)
        let first = await #expect(throws: GemError.self) { try await mock.post(Self.path, prompt("x")) }
        #expect(first?.code == .unreachable)
        let second = await #expect(throws: GemError.self) { try await mock.post(Self.path, prompt("x")) }
        #expect(second?.code == .cut)
        #expect(mock.requests.map(\.status) == [0, 0])
    }

    @Test func aCutEndsABodyInTheMiddle() async throws {
        let mock = try MockGemini.make()
        let whole = try await mock.post(Self.events, prompt("A text that makes some events, I hope.")).bytes()
        for (fault, count) in [(Fault.cutBytes(after: 10), 10), (.cut(afterEvents: 0), 0)] {
            mock.enqueue(fault)
            let (got, error) = await Self.read(try await mock.post(Self.events, prompt("A text that makes some events, I hope.")))
            #expect(got == Array(whole.prefix(count)))
            #expect(error?.code == .cut)
        }
        let (one, error) = await Self.read(
            try await mock.post(Self.events, prompt("A text that makes some events, I hope."), fields: [("x-mock-fault", "cut;after=1")]))
        #expect(one.suffix(4) == [13, 10, 13, 10])
        #expect(whole.starts(with: one) && one.count < whole.count)
        #expect(error?.code == .cut)
        mock.enqueue(.cut(afterEvents: 1))
        let (half, cut) = await Self.read(try await mock.post(Self.path, prompt("x")))
        #expect(cut?.code == .cut)
        #expect(throws: JSONFailure.self) { try JSON(parsing: half) }
        #expect(mock.requests.last?.bytesSent == Int64(half.count))
    }

    @Test func anErrorInMidStreamIsBareJSON() async throws {
        let mock = try MockGemini.make()
        mock.enqueue(.errorMidStream(afterEvents: 1, status: 503), times: 2)
        var decoder = EventStreamDecoder()
        let response = try await mock.post(Self.events, prompt("A text that makes some events, I hope."))
        #expect(response.head.status == .ok)
        #expect(decoder.feed(try await response.bytes()).count == 1)
        decoder.finish()
        #expect(try JSON(parsing: decoder.stray)["error"]?["status"] == "UNAVAILABLE")
        let array = try await mock.post(
            "/v1beta/models/gemini-2.5-flash:streamGenerateContent", prompt("A text that makes some events, I hope.")
        ).json()
        #expect(array.array?.count == 2)
        #expect(array[1]?["error"]?["code"] == 503)
    }

    @Test func aStallHoldsUntilResumedOrCancelled() async throws {
        let mock = try MockGemini.make()
        mock.enqueue(.stall(), on: .generateContent)
        async let answer = mock.post(Self.path, prompt("x"))
        while mock.stalled == 0 { await Task.yield() }
        mock.resume()
        #expect(try await answer.head.status == .ok)
        mock.enqueue(.stall(afterEvents: 1))
        let response = try await mock.post(Self.events, prompt("x"))
        let reader = Task { await Self.read(response) }
        while mock.requests.last?.bytesSent == 0 { await Task.yield() }
        reader.cancel()
        let (got, error) = await reader.value
        #expect(!got.isEmpty)
        #expect(error?.code == .cancelled)
    }

    @Test func aHeaderFaultCountsPerID() async throws {
        let mock = try MockGemini.make()
        let fields = [("x-mock-fault", "503;times=1;id=a")]
        #expect(try await mock.post(Self.path, prompt("x"), fields: fields).head.status.code == 503)
        #expect(try await mock.post(Self.path, prompt("x"), fields: fields).head.status == .ok)
        #expect(try await mock.post(Self.path, prompt("x"), fields: [("x-mock-fault", "503;times=1;id=b")]).head.status.code == 503)
        #expect(try await mock.post(Self.path, prompt("x"), fields: [("x-mock-fault", "nonsense")]).head.status.code == 400)
    }

    static func read(_ response: Response) async -> ([UInt8], GemError?) {
        var all: [UInt8] = []
        guard case .stream(let stream, _) = response.body else { return ([], nil) }
        do throws(GemError) {
            for try await chunk in stream { all += chunk }
            return (all, nil)
        } catch {
            return (all, error)
        }
    }
}
