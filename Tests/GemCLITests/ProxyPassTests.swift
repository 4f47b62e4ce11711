import GemCache
import GemCore
import GemTesting
import Testing

/// What the cache has no part in goes through untouched.
@Suite struct ProxyPassTests {
    @Test(arguments: [
        ("PUT", "/v1beta/some/thing?b=2&a=1&a=%20&c", "raw \u{1} bytes"),
        ("PATCH", "/v1beta/cachedContents/x?updateMask=ttl", #"{"ttl":"60s"}"#),
        ("POST", "/v1beta/models/m:batchGenerateContent", #"{ "batch" : {} }"#),
        ("POST", "/v1beta/cachedContents", #"{"model":"models/m"}"#),
        ("POST", "/v1beta/openai/chat/completions", #"{"model":"m","stream":true,"messages":[]}"#),
        ("POST", "/v1beta/interactions", #"{"model":"m","input":"x","background":true}"#), ("DELETE", "/v1beta/files/abc", ""),
        ("GET", "/v1beta/operations/x?alt=json", ""), ("OPTIONS", "/v1beta/models", ""), ("REPORT", "/unknown/%E2%82%AC?x=%26", "a=b"),
        ("POST", "/v1beta/models/m:generateContent", "no JSON at all"),
    ])
    func methodQueryFieldsAndBodyArriveAsTheyWere(method: String, path: String, body: String) async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    let answer = try await proxy.send(
                        method, path, body.isEmpty ? nil : body, "X-Odd: one", "x-odd: two", "User-Agent: test/1", "x-goog-api-client: c",
                        "Accept: */*", "x-gemcache-namespace: mine")
                    #expect(answer.status == 200)
                }
                let seen = try #require(upstream.requests.first)
                #expect(seen.line == "\(method) \(path)")
                #expect(seen.bodyText == body)
                #expect(seen.values("X-Odd") == ["one", "two"] || seen.values("X-Odd") == ["one, two"])
                #expect(seen["User-Agent"] == "test/1" && seen["x-goog-api-client"] == "c" && seen["Accept"] == "*/*")
                #expect(!seen.head.lowercased().contains("gemcache"))
                #expect(seen["Host"] == String(upstream.url.dropFirst(7)))
                #expect(upstream.requests.count == 1)
            }
        }
    }

    @Test func upstreamsAnswerComesBackAsItWas() async throws {
        let said =
            "HTTP/1.1 418 Teapot\r\nContent-Type: text/x\r\nX-Own: 1\r\nSet-Cookie: a=b\r\nAlt-Svc: h3=\":443\"\r\nContent-Length: 3\r\n\r\nabc"
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with({ _ in said }) { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    let answer = try await proxy.send("GET", "/x", nil, "Accept-Encoding: gzip")
                    #expect(answer.head.hasPrefix("HTTP/1.1 418 Teapot\r\n"))
                    #expect(answer["X-Own"] == "1" && answer["Set-Cookie"] == "a=b" && answer["Content-Type"] == "text/x")
                    #expect(answer["Alt-Svc"] == nil)
                    #expect(answer.bodyText == "abc")
                }
            }
        }
    }

    @Test func barePathsOfVertexAreCompletedForTokensAndNotForKeys() async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                let options = ["--vertex-upstream", upstream.url, "--vertex-project", "p-1", "--vertex-location", "europe-west4"]
                try await Proxy.with(folder, options) { proxy async throws in
                    let bare = "/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent"
                    #expect(try await proxy.ask("a", path: bare, "Authorization: Bearer T").status == 200)
                    #expect(try await proxy.ask("b", path: bare, "x-goog-api-key: K").status == 200)
                    _ = try await proxy.send("GET", "/v1beta1/publishers/google/models", nil, "Authorization: Bearer T")
                    _ = try await proxy.send("POST", "/v1beta1/cachedContents?x=1", "{}", "Authorization: Bearer T")
                    // Whose project it is does not matter to the question.
                    #expect(
                        try await proxy.ask("a", path: "/v1beta1/projects/q/locations/global" + bare.dropFirst(8))["Cache-Status"]?
                            .contains("; hit") == true)
                }
                let scope = "/v1beta1/projects/p-1/locations/europe-west4"
                #expect(
                    upstream.requests.map(\.line) == [
                        "POST \(scope)/publishers/google/models/gemini-2.5-flash:generateContent",
                        "POST /v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", "GET /v1beta1/publishers/google/models",
                        "POST \(scope)/cachedContents?x=1",
                    ])
            }
        }
    }
}
