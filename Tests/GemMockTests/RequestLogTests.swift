import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct RequestLogTests {
    @Test func theLogTellsWhatWasAskedAndHoldsNoSecret() async throws {
        let mock = try MockGemini.make()
        let secret = "AIzaSuperSecret"
        _ = try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent?key=\(secret)&prettyPrint=true", prompt("Hello"), key: nil)
        _ = try await mock.post(
            "/v1beta/models/gemini-2.5-flash:generateContent", prompt("Hello"), fields: [("Authorization", "Bearer \(secret)")], key: nil)
        _ = try await mock.upload([1, 2, 3], "text/plain")
        let records = mock.requests
        #expect(records.map(\.number) == [1, 2, 3, 4])
        #expect(records.map(\.operation) == [.generateContent, .generateContent, .uploadFile, .uploadFile])
        #expect(records[0].path == "/v1beta/models/gemini-2.5-flash:generateContent?prettyPrint=true")
        #expect(records[1].key != nil)
        #expect(records[0].model == "gemini-2.5-flash")
        #expect(records.allSatisfy { $0.status == 200 })
        #expect(records[0].bytesReceived == Int64(prompt("Hello").utf8.count))
        #expect(records[3].bytesReceived == 3)
        #expect(records[3].path == "/upload/v1beta/files?upload_id=-&upload_protocol=resumable")
        let shown = try await mock.call(.get, "/__mock/requests", key: nil).text()
        #expect(!shown.contains(secret))
        #expect(!"\(records)".contains(secret))
        #expect(try JSON(parsing: shown)["requests"]?.array?.count == 4)
    }

    @Test func metricsCountAndAResetForgets() async throws {
        let mock = try MockGemini.make()
        _ = try await mock.generate(prompt("Hello"))
        _ = try await mock.post("/v1beta/models/nope:generateContent", prompt("Hello"))
        _ = try await mock.upload([1], "text/plain")
        let metrics = try await mock.call(.get, "/__mock/metrics", fields: [("Accept", "application/json")], key: nil).json()
        #expect(metrics["requests"] == 4)
        #expect(metrics["byStatus"] == ["200": 3, "404": 1])
        #expect(metrics["files"] == 1)
        _ = try await mock.call(.post, "/__mock/reset", key: nil)
        #expect(mock.requests.isEmpty)
        #expect(try await mock.call(.get, "/v1beta/files").text() == "{}\n")
    }

    @Test func aLongLogDropsItsBeginning() async throws {
        let mock = try MockGemini.make { $0.logLimit = 4 }
        for _ in 0..<5 { _ = try await mock.call(.get, "/v1beta/models/gemini-2.5-pro") }
        #expect(mock.requests.map(\.number) == [3, 4, 5])
        #expect(mock.requests.allSatisfy { $0.status == 200 })
    }

    @Test func latencyPassesOnTheMocksClock() async throws {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make {
            $0.time = time
            $0.latency = Latency(milliseconds: 250)
        }
        _ = try await mock.generate(prompt("x"))
        #expect(time.now == Timestamp(microseconds: 250_000))
    }

    @Test func anotherProcessArrangesFaultsAndFixtures() async throws {
        let mock = try MockGemini.make()
        _ = try await mock.post("/__mock/faults", #"{"fault":"503","times":1,"operation":"generateContent"}"#)
        _ = try await mock.post("/__mock/fixtures", #"{"match":{"text":"x"},"response":{"n":1}}"#)
        let path = "/v1beta/models/gemini-2.5-flash:generateContent"
        #expect(try await mock.post(path, prompt("x")).head.status.code == 503)
        #expect(try await mock.post(path + "?prettyPrint=false", prompt("x")).text() == #"{"n":1}"#)
        #expect(try await mock.post("/__mock/faults", #"{"fault":"nonsense"}"#).head.status.code == 400)
        #expect(try await mock.post("/__mock/fixtures", #"{"match":{}}"#).head.status.code == 400)
    }
}
