import GemCassette
import GemCore
import HTTPTypes
import Synchronization
import Testing

@Suite struct SecretTests {
    private let folder: Folder
    private var path: String { folder.file("c.json") }
    /// The shapes real credentials have, and one that only the request tells.
    private static let apiKey = "AIza" + "SyPLANTED0123456789abcdefghijklmnop_"
    private static let token = "ya29." + "PLANTED0123456789abcdefghijklmnopqrstuvw"
    private static let odd = "PLANTED-odd-credential"

    init() throws { folder = try Folder() }

    private func scan() throws -> [String] {
        try folder.all().filter { name in
            let text = try folder.read(name)
            return text.contains("PLANTED") || name.contains("PLANTED")
        }
    }

    @Test func noCredentialReachesAFileFromAnyPlace() async throws {
        var request = Request.json(
            .post, "/v1beta/models/m:generateContent?key=\(Self.apiKey)&access_token=\(Self.token)&quotaUser=u",
            Array(#"{"contents":[{"parts":[{"text":"my key is \#(Self.apiKey), yours \#(Self.odd)"}]}]}"#.utf8))
        request.credential = .bearer(Self.odd)
        for (name, value) in [
            ("x-goog-api-key", Self.apiKey), ("authorization", "Bearer \(Self.token)"), ("cookie", "PLANTED=1"),
            ("x-goog-user-project", "PLANTED"), ("user-agent", "PLANTED"),
        ] { request.head.headerFields[named: name] = value }
        let upstream = Upstream { (_, _) throws(GemError) in
            var fields = HTTPFields()
            fields[.contentType] = "application/json"
            fields[.setCookie] = "PLANTED"
            fields[.location] = "https://example.com/x?key=\(Self.apiKey)&a=1"
            fields[named: "x-gemini-note"] = Self.odd
            let text = #"{"error":{"message":"Consumer 'api_key:\#(Self.apiKey)' \#(Self.token) \#(Self.odd)"}}"#
            return Response(HTTPResponse(status: .forbidden, headerFields: fields), body: .bytes(Array(text.utf8)))
        }
        let cassette = Cassette(path: path)
        let passed = try await upstream.wrapped(by: CassetteLayer(cassette, mode: .all)).send(request)
        #expect(try await passed.text().contains(Self.apiKey), "What passes is not changed.")
        #expect(cassette.interactions.count == 1)
        #expect(try scan() == [])
        let file = try folder.read("c.json")
        #expect(file.contains("https://example.com/x?a=1"))
        #expect(file.contains(":generateContent\""))
        let replayed = try await ReplayTransport(.load(path)).send(request)
        #expect(replayed.head.status == .forbidden)
    }

    @Test func aCredentialInEventsLargeTextsAndBinariesIsMasked() async throws {
        let padding = String(repeating: "x y ", count: 40_000)
        let answers = ["data: {\"a\": \"\(Self.apiKey)\"}\r\n\r\n", padding + Self.apiKey, "\u{0}" + Self.odd]
        let upstream = Upstream { (_, number) throws(GemError) in response(answers[number - 1], type: "text/event-stream") }
        let requests = ["a", "b", "c"].map { text in
            var request = stream(text)
            request.credential = .apiKey(Self.odd)
            return request
        }
        try await Cassette(path: path).record(requests, from: upstream)
        #expect(try folder.all().count == 3)
        #expect(try scan() == [])
        let replayed = try await ReplayTransport(.load(path)).send(requests[1]).text()
        #expect(replayed.hasPrefix(padding) && replayed.utf8.count == padding.utf8.count + Self.apiKey.utf8.count)
    }

    @Test func anAnswerThatSpeaksOfKeysStaysAsItIs() async throws {
        let text = "{\n  \"text\": \"Call it with ?key=YOUR_API_KEY or AIza..., never key=test.\"\n}\n"
        var request = generate("How do I call it?")
        request.credential = .apiKey("test")
        try await Cassette(path: path).record([request], from: Upstream(text))
        #expect(try await ReplayTransport(.load(path)).send(request).text() == text)
    }

    @Test func mediaThatLooksLikeAKeyByChanceStaysAsItIs() async throws {
        let chance = "AAAA" + Self.apiKey.filter { $0 != "_" } + "AAAAAAAA"
        let text = "{\n  \"data\": \"\(chance)\"\n}\n"
        try await Cassette(path: path).record([generate("a")], from: Upstream(text))
        #expect(try await ReplayTransport(.load(path)).send(generate("a")).text() == text)
    }

    @Test(arguments: ["\\n", "\\u003d", "=", "'", ":", " "]) func aKeyAfterAnEscapeIsMasked(lead: String) async throws {
        let text = "{\"message\": \"key\(lead)\(Self.apiKey)\(lead)\"}"
        try await Cassette(path: path).record([generate("a")], from: Upstream(text))
        #expect(try scan() == [])
    }

    @Test(arguments: [
        #"{"contents":[],"tools":[{"mcpServers":[{"name":"a","streamableHttpTransport":{"url":"u","headers":{"Authorization":"PLANTED"}}}]}]}"#,
        #"{"contents":[],"tools":{"mcp_servers":{"streamable_http_transport":{"headers":{"X":"PLANTED"}}}}}"#,
        #"{"contents":[],"tools":[{"mcpServers":[{"name":"a","streamableHttpTransport":{"url":"https://me:PLANTED@h/mcp"}}]}]}"#,
        #"{"contents":[],"tools":[{"mcpServers":[{"streamableHttpTransport":{"url":"https://h/mcp?api_key=PLANTED"}}]}]}"#,
        #"{"contents":[{"parts":[{"fileData":{"fileUri":"https://me:PLANTED@h/a.pdf"}}]}]}"#,
    ])
    func requestsWithASecretInTheBodyPassUnrecorded(body: String) async throws {
        let warnings = Mutex<[String]>([])
        var settings = CassetteSettings()
        settings.onWarning = { text in warnings.withLock { $0.append(text) } }
        let cassette = Cassette(path: path)
        let upstream = Upstream.counting()
        let request = Request.json(.post, "/v1beta/models/m:generateContent", Array(body.utf8))
        try await cassette.record([request], from: upstream, settings: settings)
        #expect(upstream.sent == 1)
        #expect(cassette.interactions.isEmpty)
        #expect(warnings.withLock { $0.count } == 1)
        #expect(warnings.withLock { $0.allSatisfy { !$0.contains("PLANTED") } })
        let error = await #expect(throws: GemError.self) { _ = try await ReplayTransport(cassette).send(request) }
        #expect(error?.code == .notRecorded)
        #expect(error?.message.contains("PLANTED") == false)
        #expect(try scan() == [])
    }

    @Test func aBatchWithOneInsideIsNoneEither() async throws {
        let cassette = Cassette(path: path)
        let body =
            #"{"batch":{"inputConfig":{"requests":{"requests":[{"request":{"tools":[{"mcpServers":[{"streamableHttpTransport":{"url":"https://me:PLANTED@h"}}]}]}}]}}}}"#
        try await cassette.record([.json(.post, "/v1beta/models/m:batchGenerateContent", Array(body.utf8))], from: .counting())
        #expect(cassette.interactions.isEmpty)
        #expect(try scan() == [])
    }

    @Test func mcpServersWithoutHeadersAreRecorded() async throws {
        let cassette = Cassette(path: path)
        let body = #"{"contents":[],"tools":[{"mcpServers":[{"name":"a","streamableHttpTransport":{"url":"u"}}]}]}"#
        try await cassette.record([.json(.post, "/v1beta/models/m:generateContent", Array(body.utf8))], from: .counting())
        #expect(cassette.interactions.count == 1)
    }

    @Test func tokensThatTheAPIMakesAreNotRecorded() async throws {
        let cassette = Cassette(path: path)
        try await cassette.record([.json(.post, "/v1alpha/auth_tokens", Array("{}".utf8))], from: Upstream(#"{"name":"PLANTED"}"#))
        #expect(cassette.interactions.isEmpty)
    }
}
