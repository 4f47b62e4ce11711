import GemCassette
import GemCore
import HTTPTypes
import Testing

@Suite struct ModeTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }

    init() throws { folder = try Folder() }

    private func send(_ texts: [String], _ mode: RecordMode, to upstream: Upstream) async throws -> [String] {
        let transport = upstream.wrapped(by: CassetteLayer(try .open(path, mode: mode), mode: mode))
        var answers: [String] = []
        for text in texts { answers.append(try await transport.send(generate(text)).text()) }
        return answers.map { $0.filter(\.isNumber) }
    }

    @Test func noneNeverPassesARequestOn() async throws {
        #expect(try await send(["a"], .all, to: .counting()) == ["1"])
        let upstream = Upstream.counting()
        #expect(try await send(["a"], .none, to: upstream) == ["1"])
        await #expect(throws: GemError.self) { _ = try await send(["b"], .none, to: upstream) }
        #expect(upstream.sent == 0)
    }

    @Test func noneWantsAFile() async throws {
        let error = #expect(throws: GemError.self) { _ = try Cassette.open(path, mode: .none) }
        #expect(error?.message.contains(path) == true)
    }

    @Test func onceRecordsAFileThatIsNotThereAndReplaysOneThatIs() async throws {
        #expect(try await send(["a", "b"], .once, to: .counting()) == ["1", "2"])
        let upstream = Upstream.counting()
        #expect(try await send(["b", "a"], .once, to: upstream) == ["2", "1"])
        let error = await #expect(throws: GemError.self) { _ = try await send(["c"], .once, to: upstream) }
        #expect(error?.code == .notRecorded)
        #expect(upstream.sent == 0)
    }

    @Test func newEpisodesReplaysTheKnownAndRecordsTheNew() async throws {
        #expect(try await send(["a"], .newEpisodes, to: .counting()) == ["1"])
        let upstream = Upstream { (_, _) throws(GemError) in .json(.ok, Array("{\"n\": 7}".utf8)) }
        #expect(try await send(["a", "b"], .newEpisodes, to: upstream) == ["1", "7"])
        #expect(upstream.sent == 1)
        #expect(try await send(["b", "a"], .none, to: upstream) == ["7", "1"])
    }

    @Test func newEpisodesDoesNotReplayToItsOwnSession() async throws {
        #expect(try await send(["poll", "poll"], .newEpisodes, to: .counting()) == ["1", "2"])
        #expect(try await send(["poll", "poll", "poll"], .newEpisodes, to: .counting()) == ["1", "2", "2"])
    }

    @Test func allReplacesTheSameRequestsAndKeepsTheOthers() async throws {
        #expect(try await send(["a", "a", "b"], .all, to: .counting()) == ["1", "2", "3"])
        let upstream = Upstream { (_, number) throws(GemError) in .json(.ok, Array("{\"n\": \(number + 6)}".utf8)) }
        #expect(try await send(["a"], .all, to: upstream) == ["7"])
        #expect(try await send(["a", "a", "b"], .none, to: upstream) == ["7", "7", "3"])
    }

    @Test func equalRequestsReplayInOrderAndTheLastRepeats() async throws {
        #expect(try await send(["a", "b", "a", "a"], .all, to: .counting()) == ["1", "2", "3", "4"])
        #expect(try await send(["a", "a", "b", "a", "a", "a", "b"], .none, to: .counting()) == ["1", "3", "2", "4", "4", "4", "2"])
    }

    @Test func aFailureToGetAnyAnswerIsNotRecorded() async throws {
        let cassette = Cassette(path: path)
        let upstream = Upstream { (_, _) throws(GemError) in throw GemError(.unreachable, "no route") }
        await #expect(throws: GemError.self) { try await cassette.record([generate("a")], from: upstream) }
        #expect(cassette.interactions.isEmpty)
        #expect(try folder.all().isEmpty)
    }

    @Test func appendedInteractionsAreFoundAndSaved() async throws {
        let cassette = Cassette(path: path)
        let request = RecordedRequest(
            method: .post, path: "/v1beta/models/m:generateContent", body: .json(["contents": [["parts": [["text": "a"]]]]], .unary))
        let response = RecordedResponse(status: 200, content: .body(.json(["n": 5], .unary)))
        cassette.append(Interaction(request: request, response: response, recordedAt: Timestamp(microseconds: 0)))
        let asked = Request.json(.post, "/v1/models/m:generateContent", Array(#"{"contents":[{"parts":[{"text":"a"}]}]}"#.utf8))
        #expect(try await cassette.find(asked)?.response == response)
        try cassette.save()
        #expect(try Cassette.load(path).interactions == cassette.interactions)
    }

    @Test(arguments: ["new-episodes", "newEpisodes", "new_episodes", "NEW-EPISODES"]) func aModeIsReadAsPeopleSpellIt(text: String) {
        #expect(RecordMode(spelling: text) == .newEpisodes)
        #expect(RecordMode(spelling: "newer") == nil)
        #expect(RecordMode.allCases.allSatisfy { RecordMode(spelling: $0.rawValue) == $0 })
    }

    @Test func requestsWithoutAKeyMatchByMethodPathAndBody() async throws {
        func create(_ body: String) -> Request { .json(.post, "/v1beta/cachedContents", Array(body.utf8)) }
        try await Cassette(path: path).record(
            [create(#"{"model":"m","ttl":"1s"}"#), .get("/v1beta/models?pageSize=1")], from: .counting())
        let replay = try ReplayTransport(.load(path))
        #expect(try await replay.send(create(#"{ "ttl": "1s", "model": "m" }"#)).text().contains("1"))
        #expect(try await replay.send(.get("/v1beta/models?pageSize=1&key=abc")).text().contains("2"))
        await #expect(throws: GemError.self) { _ = try await replay.send(.get("/v1beta/models?pageSize=2")) }
        await #expect(throws: GemError.self) { _ = try await replay.send(create(#"{"model":"m","ttl":"2s"}"#)) }
    }
}
