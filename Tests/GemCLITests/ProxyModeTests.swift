import GemCache
import GemCore
import GemTesting
import Testing

/// Each mode through a socket, with an upstream that counts.
@Suite struct ProxyModeTests {
    @Test(arguments: [("auto", 1, "hit"), ("refresh", 2, "fwd=request"), ("passthrough", 2, "fwd=bypass")])
    func eachModeAsksUpstreamAsOftenAsItSays(mode: String, count: Int, status: String) async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url, "--mode", mode]) { proxy async throws in
                    let first = try await proxy.ask("hi")
                    let second = try await proxy.ask("hi")
                    #expect(first.status == 200 && second.status == 200 && first.body == second.body)
                    #expect(second["Cache-Status"]?.contains(status) == true)
                }
                #expect(upstream.requests.count == count)
                try await Proxy.with(folder, ["--upstream", upstream.url, "--mode", "offline"]) { proxy async throws in
                    let answer = try await proxy.ask("hi")
                    #expect(answer.status == (mode == "passthrough" ? 503 : 200))
                }
                #expect(upstream.requests.count == count)
            }
        }
    }

    @Test(arguments: ["refresh", "record", "passthrough"])
    func whatARequestForbidsNoModeAllows(mode: String) async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                let cassette = mode == "record" ? ["--cassette", folder + "/day.json"] : []
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    #expect(try await proxy.ask("known").status == 200)
                }
                try await Proxy.with(folder, ["--upstream", upstream.url, "--mode", mode] + cassette) { proxy async throws in
                    for question in ["known", "unknown"] {
                        let refused = try await proxy.ask(question, "Cache-Control: only-if-cached")
                        #expect(refused.status == 504 && refused.bodyText.contains("NOT_CACHED"))
                    }
                    #expect(upstream.requests.count == 1)
                    let answer = try await proxy.ask("secret", "Cache-Control: no-store")
                    #expect(answer.status == 200 && answer["Cache-Status"]?.contains("fwd=bypass") == true)
                }
                #expect(upstream.requests.count == 2)
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    #expect(try await proxy.ask("secret", "Cache-Control: only-if-cached").status == 504)
                }
            }
        }
    }

    @Test func offlineIsToldAsTheAPIWouldTellIt() async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url, "--mode", "offline"]) { proxy async throws in
                    for path in [Proxy.path, "/v1beta/cachedContents", "/unknown"] {
                        let answer = try await proxy.ask("hi", path: path)
                        #expect(answer.status == 503)
                        #expect(answer["Retry-After"] == "30")
                        let error = answer.json?["error"]
                        #expect(error?["code"]?.int == 503 && error?["status"]?.string == "UNAVAILABLE")
                        let info = error?["details"]?[0]
                        #expect(info?["@type"]?.string == "type.googleapis.com/google.rpc.ErrorInfo")
                        #expect(info?["reason"]?.string == "OFFLINE" && info?["domain"]?.string == "gemcache")
                    }
                }
                #expect(upstream.requests.isEmpty)
            }
        }
    }

    @Test func aRecordingIsReplayedWithoutUpstreamAndGrowsByNewEpisodes() async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                let cassette = ["--upstream", upstream.url, "--cassette", folder + "/day.json", "--mode"]
                let told = try await Proxy.with(folder + "/a", cassette + ["record"]) { proxy async throws in
                    // Each request goes upstream, also one that was answered before.
                    _ = try await proxy.ask("one")
                    return try await proxy.ask("one").body
                }
                #expect(upstream.requests.count == 2)
                try await Proxy.with(folder + "/b", cassette + ["replay"]) { proxy async throws in
                    #expect(try await proxy.ask("one").body == told)
                    let missed = try await proxy.ask("two")
                    #expect(missed.status == 400 && missed.bodyText.contains("NOT_RECORDED"))
                }
                #expect(upstream.requests.count == 2)
                try await Proxy.with(folder + "/c", cassette + ["newEpisodes"]) { proxy async throws in
                    #expect(try await proxy.ask("one").body == told)
                    #expect(try await proxy.ask("two").status == 200)
                }
                #expect(upstream.requests.count == 3)
                try await Proxy.with(folder + "/d", cassette + ["replay"]) { proxy async throws in
                    let answer = try await proxy.ask("two")
                    #expect(answer.status == 200)
                }
                #expect(upstream.requests.count == 3)
            }
        }
    }

    @Test(arguments: [
        ["--mode", "record"], ["--mode", "newEpisodes"], ["--mode", "replay", "--cassette", ""], ["--cassette", "x.json"],
        ["--mode", "sometimes"], ["--vertex-location", "us-central1"], ["--vertex-project", "a/b"], ["--retries", "-1"],
        ["--upstream", "http://localhost:8787", "--listen", "127.0.0.1:8787"], ["--token", ""], ["--token", "two words"],
    ])
    func aCommandLineThatCannotBeMeantIsRefused(arguments: [String]) async throws {
        try await Program.offline { program in
            let end = try await program.run(["proxy"] + (arguments.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]) + arguments)
            #expect(end.code == 64)
            #expect(!end.err.isEmpty)
        }
    }
}
