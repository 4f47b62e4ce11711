import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct FaultOrderTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"

    private static func statuses(_ mock: MockGemini, _ count: Int, fault: String? = nil) async throws -> [Int] {
        var statuses: [Int] = []
        for _ in 0..<count {
            let fields = fault.map { [("x-mock-fault", $0)] } ?? []
            statuses.append(try await mock.post(Self.path, prompt("x"), fields: fields).head.status.code)
        }
        return statuses
    }

    @Test func chanceIsTheSameForTheSameSeed() async throws {
        let runs = try await [1, 1, 2].asyncMap { seed in
            try await Self.statuses(try MockGemini.make(), 40, fault: "503;rate=0.3;seed=\(seed)")
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
        #expect((4...20).contains(runs[0].count { $0 == 503 }))
        #expect(try await Self.statuses(try MockGemini.make(), 3, fault: "503;rate=0") == [200, 200, 200])
        #expect(try await Self.statuses(try MockGemini.make(), 3, fault: "503;rate=1") == [503, 503, 503])
    }

    @Test func someRequestsPassFirst() async throws {
        #expect(try await Self.statuses(try MockGemini.make(), 5, fault: "503;skip=2;times=1;id=a") == [200, 200, 503, 200, 200])
    }

    @Test func standingFaultsComeBackWithAReset() async throws {
        let order = try FaultOrder("500;times=1")
        let mock = try MockGemini.make { $0.faults = [order] }
        #expect(try await Self.statuses(mock, 2) == [500, 200])
        mock.reset()
        #expect(try await Self.statuses(mock, 2) == [500, 200])
    }

    @Test func anOrderIsForItsModelAndOperation() async throws {
        let order = try FaultOrder("500;model=models/gemini-2.5-pro;operation=countTokens")
        let mock = try MockGemini.make { $0.faults = [order] }
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:countTokens", prompt("x")).head.status == .ok)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-pro:generateContent", prompt("x")).head.status == .ok)
        #expect(try await mock.post("/v1beta/models/gemini-2.5-pro:countTokens", prompt("x")).head.status.code == 500)
    }

    @Test(arguments: ["gemini-2.5-pro", "models/gemini-2.5-pro"])
    func theDialectsNameTheModelInTheirBodies(name: String) async throws {
        let mock = try MockGemini.make()
        let (path, body) = ("/v1beta/openai/chat/completions", #"{"model":"\#(name)","messages":[{"role":"user","content":"hi"}]}"#)
        for (model, status) in [("gemini-2.5-pro", 503), ("gemini-2.5-flash", 200)] {
            let answer = try await mock.post(path, body, fields: [("x-mock-fault", "503;model=\(model)")])
            #expect(answer.head.status.code == status)
        }
    }

    @Test func faultsAreListedAndTakenBack() async throws {
        let mock = try MockGemini.make()
        let id = try await mock.post("/__mock/faults", #"{"fault":"cut;after=2","times":3,"id":"mine","model":"gemini-2.5-flash"}"#).json()
        #expect(id["id"] == "mine")
        _ = try await mock.post("/__mock/faults", #"["503;rate=0.5;seed=9", {"fault":"drop","operation":"countTokens"}]"#)
        _ = try await mock.post(Self.path, prompt("x"))
        let list = try #require(try await mock.call(.get, "/__mock/faults").json()["faults"]?.array)
        #expect(list.count == 3)
        #expect(
            list[0]
                == .members([
                    "id": "mine", "fault": "cut;after=2", "model": "gemini-2.5-flash", "times": 3, "left": 2, "seen": 1, "struck": 1,
                ]))
        #expect(list[1]["rate"]?.double == 0.5)
        #expect(list[2]["times"] == 1)
        #expect(try await mock.call(.delete, "/__mock/faults/mine").json()["withdrawn"] == 1)
        #expect(try await mock.call(.delete, "/__mock/faults/mine").head.status.code == 404)
        #expect(try await mock.call(.delete, "/__mock/faults").json()["withdrawn"] == 2)
        #expect(try await Self.statuses(mock, 1) == [200])
    }

    @Test(arguments: [
        #"{"fault":"503","time":1}"#, #"{"times":1}"#, #"{"fault":"503","times":-1}"#, #"{"fault":"503","times":{}}"#, "[1]", "{",
        #"{"fault":"503","rate":7}"#,
    ])
    func ordersThatAreNoneAreRefused(body: String) async throws {
        let mock = try MockGemini.make()
        let answer = try await mock.post("/__mock/faults", body)
        #expect(answer.head.status.code == 400)
        #expect(try await Self.statuses(mock, 1) == [200])
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
