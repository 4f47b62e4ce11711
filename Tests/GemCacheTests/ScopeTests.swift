import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Samples, namespaces, caches of one credential, and cached contents.
@Suite struct ScopeTests {
    private static func ask(_ key: String?, _ change: (inout RequestOptions) -> Void = { _ in }) -> Request {
        var request = CacheLayerTests.ask("hi")
        request.credential = key.map(Credential.apiKey)
        change(&request.options)
        return request
    }

    private static func upstream() -> ScriptedTransport { ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) } }

    @Test func samplesAndNamespacesAreAnswersOfTheirOwnAndStayHere() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            for _ in 0..<2 {
                for (sample, namespace) in [(0, ""), (1, ""), (2, ""), (0, "lab"), (1, "lab")] {
                    _ = try await stack.send(
                        Self.ask("k") {
                            $0.sample = UInt32(sample)
                            $0.namespace = namespace
                        })
                }
            }
            #expect(upstream.requests.count == 5)
            for request in upstream.requests {
                let fields = request.head.headerFields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
                let body = String(decoding: try await request.body.collect(upTo: 1 << 20), as: UTF8.self)
                #expect(!(fields + request.path + body).contains("lab") && !fields.lowercased().contains("gemcache"))
            }
        }
    }

    @Test func oneCredentialsAnswersAreNotAnothersWhereScoped() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            var settings = Stack.Settings(store: store)
            settings.time = store.time
            settings.isScoped = true
            let stack = Stack(upstream, settings)
            #expect(stack.hits == nil)
            var outcomes: [CacheStatus.Outcome?] = []
            for key in ["a", "b", nil, "a", "b", nil] { outcomes.append(try await stack.send(Self.ask(key)).cacheStatus?.outcome) }
            #expect(outcomes == [.miss, .miss, .miss, .hit, .hit, .hit])
            #expect(try await stack.send(Self.ask("a") { $0.namespace = "x" }).cacheStatus?.outcome == .miss)
            let open = CacheLayerTests.stack(store, upstream)
            #expect(try await open.send(Self.ask("a")).cacheStatus?.outcome == .miss)
            #expect(try await open.send(Self.ask("b")).cacheStatus?.outcome == .hit)
        }
    }

    @Test func aQuestionQueuedInAScopeIsAnsweredInIt() async throws {
        try await TemporaryStore.with { store in
            let isOnline = Counter()
            let upstream = ScriptedTransport { (_) throws(GemError) in
                if isOnline.next() < 1 { throw GemError(.unreachable, "no network") }
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            var settings = Stack.Settings(store: store)
            settings.time = store.time
            settings.isScoped = true
            let stack = Stack(upstream, settings)
            let error = await #expect(throws: GemError.self) { try await stack.send(Self.ask("a") { $0.offline = .queue }) }
            #expect(error?.code == .queued)
            let summary = try await stack.sync.run(credential: .apiKey("a"))
            #expect(summary.answered == 1)
            #expect(try await stack.send(Self.ask("a")).cacheStatus?.outcome == .hit)
            #expect(try await stack.send(Self.ask("b")).cacheStatus?.outcome == .miss)
        }
    }

    private static func contents() -> ScriptedTransport {
        let place = Counter()
        return ScriptedTransport { request in
            switch request.route.operation {
            case .createCachedContent: .json(.ok, Array(#"{"name":"cachedContents/c\#(place.next())","model":"models/m"}"#.utf8))
            case .deleteCachedContent: .json(.ok, Array("{}".utf8))
            default: .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
        }
    }

    private static func create(_ stack: Stack, _ body: String) async throws -> String {
        let response = try await stack.send(.json(.post, "/v1beta/cachedContents", Array(body.utf8)))
        return try JSON(parsing: await CacheLayerTests.text(response))["name"]?.string ?? ""
    }

    private static func ask(_ stack: Stack, about name: String) async throws -> CacheStatus? {
        let body = #"{"contents":[{"parts":[{"text":"what is it?"}]}],"cachedContent":"\#(name)"}"#
        return try await stack.send(.json(.post, "/v1beta/models/m:generateContent", Array(body.utf8))).cacheStatus
    }

    @Test func aCachedContentThatIsKnownIsKeyedByItsContent() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.contents())
            let content = #"{"model":"models/m","ttl":"300s","contents":[{"role":"user","parts":[{"text":"a long book"}]}]}"#
            let first = try await Self.create(stack, content)
            let second = try await Self.create(stack, content.replacingTTL())
            let other = try await Self.create(
                stack, #"{"model":"models/m","contents":[{"role":"user","parts":[{"text":"another book"}]}]}"#)
            #expect(Set([first, second, other]).count == 3)
            #expect(try await Self.ask(stack, about: first)?.outcome == .miss)
            #expect(try await Self.ask(stack, about: second)?.outcome == .hit)
            #expect(try await Self.ask(stack, about: other)?.outcome == .miss)
            #expect(try await Self.ask(stack, about: "cachedContents/elsewhere")?.detail == "unknown-file")
            _ = try await stack.send(Request(HTTPRequest(method: .delete, scheme: nil, authority: nil, path: "/v1beta/" + first)))
            #expect(try await Self.ask(stack, about: first)?.detail == "unknown-file")
        }
    }

    @Test(arguments: [
        #"{"model":"models/m","contents":[{"parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/f","mimeType":"text/plain"}}]}]}"#,
        #"{"model":"models/m","contents":[{"parts":[{"text":"x"}]}],"tools":[{"mcpServers":[{"name":"n","streamableHttpTransport":{"headers":{"Authorization":"s"}}}]}]}"#,
    ])
    func aContentThatIsNotKnownByItsBytesIsNotLearnt(content: String) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.contents())
            let name = try await Self.create(stack, content)
            #expect(try await Self.ask(stack, about: name)?.outcome == .bypass)
        }
    }

    @Test(arguments: [
        #"{"model":"models/m","contents":[{"parts":[{"text":"x"}]}],"tools":[{"googleSearch":{}}]}"#,
        #"{"model":"models/m","contents":[{"parts":[{"fileData":{"fileUri":"https://youtu.be/x"}}]}]}"#,
    ])
    func answersAboutAContentThatDependsOnTheDayLastADay(content: String) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.contents())
            let name = try await Self.create(stack, content)
            _ = try await Self.ask(stack, about: name)
            #expect(try await Self.ask(stack, about: name)?.ttl == 86_400)
        }
    }

    @Test(arguments: [HTTPField.Name("X-Goog-FieldMask"), HTTPField.Name("X-HTTP-Method-Override")])
    func aFieldThatChangesTheAnswerTakesARequestPastTheCache(name: HTTPField.Name?) async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            var partial = Self.ask("k")
            partial.head.headerFields[try #require(name)] = "candidates.content"
            #expect(try await stack.send(partial).cacheStatus?.outcome == .bypass)
            #expect(try await stack.send(Self.ask("k")).cacheStatus?.outcome == .miss)
            #expect(try await stack.send(partial).cacheStatus?.outcome == .bypass)
            partial.options.cache = .onlyIfCached
            let error = await #expect(throws: GemError.self) { try await stack.send(partial) }
            #expect(error?.code == .notCached && upstream.requests.count == 3)
        }
    }

    @Test func whatPassesIsAskedForAsItWas() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            let path = "generateContent?%24alt=json%3Benum-encoding%3Dint&x=1"
            var request = CacheLayerTests.ask("hi", verb: path)
            request.options.cache = .bypass
            _ = try await stack.send(request)
            #expect(upstream.requests.last?.path.hasSuffix(path) == true)
        }
    }
}

extension String {
    fileprivate func replacingTTL() -> String { split(separator: "300s").joined(separator: "600s") }
}
