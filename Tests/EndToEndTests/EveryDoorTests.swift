import GemCache
import GemCassette
import GemCore
import GemCurl
import GemMock
import GemServer
import GemStore
import GemTesting
import Testing

/// The same day over the mock in process, the mock over a socket, a cassette, and the proxy before the mock.
@Suite struct EveryDoorTests {
    private static func mock(_ time: ManualTime) throws -> MockGemini {
        var options = MockGemini.Options()
        options.time = time
        options.baseURL = MockGemini.liveBaseURL
        return try MockGemini(options)
    }

    private static func stack(_ upstream: any Transport, _ store: Store, _ cassette: CassetteLayer? = nil) -> Stack {
        var settings = Stack.Settings(store: store)
        settings.time = store.time
        settings.cassette = cassette
        return Stack(upstream, settings)
    }

    private static func curl(_ url: String) throws -> CurlTransport {
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = url
        return try CurlTransport(configuration)
    }

    private static func inProcess() async throws -> Journey {
        let time = ManualTime()
        return try await TemporaryStore.with(time: time) { store in
            try await Journey.travel(stack(try mock(time), store))
        }
    }

    @Test func inProcessTheDayIsWhole() async throws {
        let journey = try await Self.inProcess()
        journey.check()
        #expect(journey.progress.isSuperset(of: ["uploading", "processing", "active"]))
    }

    @Test func aSecondDayAsksUpstreamNothingButTheRefusedModel() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let mock = try Self.mock(time)
            let stack = Self.stack(mock, store)
            var first = try await Journey.travel(stack)
            await stack.drain()
            let asked = mock.requests.count
            let second = try await Journey.travel(stack)
            first.progress = []
            #expect(second == first)
            #expect(mock.requests.dropFirst(asked).map(\.status) == [404])
        }
    }

    @Test func overASocketTheDayIsTheSame() async throws {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        let mock = try MockGemini(options)
        let expected = try await Self.inProcess()
        try await HTTPServer(transport: mock).withServer { url in
            try await TemporaryStore.with(time: time) { store in
                let curl = try Self.curl(url)
                let journey = try await Journey.travel(Self.stack(curl, store))
                #expect(journey == expected)
            }
        }
    }

    @Test func fromACassetteTheDayIsTheSame() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/day.json"
            let time = ManualTime()
            let expected = try await TemporaryStore.with(time: time) { store in
                let cassette = try Cassette.open(path, mode: .all, resolver: store)
                let stack = Self.stack(try Self.mock(time), store, CassetteLayer(cassette, mode: .all))
                let journey = try await Journey.travel(stack)
                await stack.drain()
                try cassette.save()
                return journey
            }
            var replayed = try await TemporaryStore.with(time: time) { store in
                let cassette = try Cassette.open(path, mode: .none, resolver: store)
                return try await Journey.travel(Self.stack(Refusing(), store, CassetteLayer(cassette, mode: .none)))
            }
            replayed.check()
            replayed.progress = expected.progress
            #expect(replayed == expected)
            let leaked = try FileSearch.contains("a-key", under: folder)
            #expect(!leaked)
        }
    }

    @Test func throughTheProxyTheDayIsTheSameAndTheSecondOneIsFree() async throws {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        let mock = try MockGemini(options)
        let expected = try await Self.inProcess()
        try await HTTPServer(transport: mock).withServer { mockURL in
            try await TemporaryStore.with(time: time) { proxyStore in
                let behind = Self.stack(try Self.curl(mockURL), proxyStore)
                try await HTTPServer(transport: behind, hits: behind.hits).withServer { proxyURL in
                    let first = try await TemporaryStore.with(time: time) { store in
                        try await Journey.travel(Self.stack(try Self.curl(proxyURL), store))
                    }
                    #expect(first == expected)
                    await behind.drain()
                    let asked = mock.requests.count
                    _ = try await TemporaryStore.with(time: time) { store in
                        try await Journey.travel(Self.stack(try Self.curl(proxyURL), store))
                    }
                    let questions = mock.requests.dropFirst(asked).filter { $0.operation.isQuestion && $0.status == 200 }
                    #expect(questions.isEmpty)
                }
            }
        }
    }
}

/// A network that is not there.
private struct Refusing: Transport {
    func send(_ request: Request) async throws(GemError) -> Response {
        throw GemError(.unreachable, "There is no network in this test.")
    }
}
