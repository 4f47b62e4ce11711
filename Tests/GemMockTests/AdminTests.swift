import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct AdminTests {
    private static let noon = Timestamp(microseconds: 1_800_000_000_000_000)

    @Test func theIndexListsPagesThatExist() async throws {
        let mock = try MockGemini.make()
        let pages = try #require(try await mock.call(.get, "/__mock/").json()["pages"]?.array)
        #expect(pages.count > 10)
        for page in pages where page["method"] == "GET" {
            let path = try #require(page["path"]?.string)
            guard !path.hasSuffix("*") else { continue }
            #expect(try await mock.call(.get, path).head.status == .ok, "\(path)")
        }
        #expect(try await mock.call(.get, "/__mock").head.status == .ok)
    }

    @Test func whatIsNotThereIsTold() async throws {
        let mock = try MockGemini.make()
        let unknown = try await mock.call(.get, "/__mock/nonsense")
        #expect(unknown.head.status.code == 404)
        #expect(try await unknown.message().contains("GET requests"))
        let method = try await mock.call(.put, "/__mock/faults")
        #expect(method.head.status.code == 405)
        #expect(try method.field("Allow") == "GET, POST, DELETE")
    }

    @Test func theClockIsReadSetMovedAndStopped() async throws {
        let mock = try MockGemini.make { $0.clock = .frozen(at: Self.noon) }
        #expect(try await mock.call(.get, "/__mock/clock").json() == ["now": .string(Self.noon.description), "frozen": true])
        _ = try await mock.post("/__mock/clock", #"{"advance":"90s"}"#)
        #expect(mock.clock.now == Self.noon.adding(seconds: 90))
        _ = try await mock.post("/__mock/clock", #"{"advance": 1.5}"#)
        #expect(mock.clock.now == Self.noon.adding(seconds: 91.5))
        let json = try await mock.post("/__mock/clock", #"{"now":"2030-01-01T00:00:00Z","advance":"1d","frozen":false}"#).json()
        #expect(json == ["now": "2030-01-02T00:00:00.000000Z", "frozen": false])
    }

    @Test(arguments: [
        #"{"now":"noon"}"#, #"{"advance":"-1s"}"#, #"{"advance":"1e9s"}"#, #"{"frozen":"yes"}"#, "{}", #"{"then":1}"#, "[]", "",
    ])
    func aClockOrderThatIsNoneChangesNothing(body: String) async throws {
        let mock = try MockGemini.make { $0.clock = .frozen(at: Self.noon) }
        #expect(try await mock.post("/__mock/clock", body).head.status.code == 400)
        #expect(mock.clock.now == Self.noon)
    }

    @Test func requestsAreNarrowed() async throws {
        let mock = try MockGemini.make()
        for text in ["a", "b", "c"] { _ = try await mock.generate(prompt(text)) }
        _ = try await mock.call(.get, "/v1beta/models/nope")
        func numbers(_ query: String) async throws -> [Int] {
            let json = try await mock.call(.get, "/__mock/requests?" + query).json()
            return try #require(json["requests"]?.array).compactMap { $0["number"]?.int }
        }
        #expect(try await numbers("after=1") == [2, 3, 4])
        #expect(try await numbers("last=2") == [3, 4])
        #expect(try await numbers("status=404") == [4])
        #expect(try await numbers("operation=generateContent&last=1") == [3])
        let key = try #require(mock.requests[1].key)
        #expect(try await numbers("key=\(key)") == [2])
        #expect(try await mock.call(.get, "/__mock/requests?last=x").head.status.code == 400)
        #expect(try await mock.call(.get, "/__mock/requests/2").json()["key"]?.string == key.description)
        #expect(try await mock.call(.get, "/__mock/requests/9").head.status.code == 404)
    }

    @Test func metricsAreInPrometheusForm() async throws {
        let mock = try MockGemini.make { $0.logLimit = 4 }
        _ = try await mock.post(#"/v1beta/models/a%22b%5Cc%0Ad:generateContent"#, prompt("x"))
        for _ in 0..<6 { _ = try await mock.generate(prompt("x")) }
        _ = try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", prompt("x"), fields: [("x-mock-fault", "503")])
        let response = try await mock.call(.get, "/__mock/metrics")
        #expect(try response.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        let text = try await response.text()
        let lines = text.split(separator: "\n")
        #expect(lines.contains("# TYPE gemcache_mock_requests_total counter"))
        #expect(lines.contains(#"gemcache_mock_requests_total{operation="generateContent",model="a\"b\\c\nd",status="404"} 1"#))
        // Also those that the log has dropped.
        #expect(lines.contains(#"gemcache_mock_requests_total{operation="generateContent",model="gemini-2.5-flash",status="200"} 6"#))
        #expect(lines.contains(#"gemcache_mock_faults_total{fault="503"} 1"#))
        #expect(lines.allSatisfy { $0.hasPrefix("# HELP ") || $0.hasPrefix("# TYPE ") || $0.split(separator: " ").count == 2 })
    }

    @Test(arguments: [("http://evil.example", 403), ("http://127.0.0.1:8080", 200), ("null", 403)])
    func pagesOfOtherOriginsAreRefused(origin: String, status: Int) async throws {
        let mock = try MockGemini.make()
        var request = Request.get("/__mock/requests")
        request.origin = "http://127.0.0.1:8080"
        request.head.headerFields[.origin] = origin
        #expect(try await mock.send(request).head.status.code == status)
    }
}
