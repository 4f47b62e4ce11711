import GemCache
import GemCore
import GemTesting
import Testing

@testable import GemCLI

/// A question that cannot reach upstream waits, and its ticket tells how it stands.
@Suite struct ProxyQueueTests {
    @Test(arguments: [["Prefer: respond-async", ""], ["X-Nothing: 1", "--queue"]])
    func aQuestionThatCannotBeSentIsQueuedAndItsTicketTellsItsEnd(how: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let place = try await Proxy.with(folder, ["--upstream", Program.nowhere] + how.suffix(1).filter { !$0.isEmpty }) {
                proxy async throws in
                #expect(try await proxy.ask("later", "Prefer: wait=3").status == (how[1].isEmpty ? 503 : 202))
                let answer = try await proxy.ask("later", how[0], "x-goog-api-key: A-KEY")
                #expect(answer.status == 202)
                #expect(answer["Preference-Applied"] == (how[1].isEmpty ? "respond-async" : nil))
                let place = try #require(answer["Location"])
                #expect(place.hasPrefix("/__gemcache/queue/"))
                let row = try await proxy.send("GET", place)
                #expect(row.json?["state"]?.string == "pending" && row.json?["operation"]?.string == "generateContent")
                #expect(try await proxy.send("GET", "/__gemcache/queue").json?["rows"]?.array?.count == (how[1].isEmpty ? 1 : 2))
                #expect(!row.text.contains("A-KEY") && !row.text.contains("later"))
                // An equal question is the same row.
                #expect(try await proxy.ask("later", how[0], "x-goog-api-key: A-KEY")["Location"] == place)
                return place
            }
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    let summary = try await proxy.session.stack.sync.run(credential: .apiKey("A-KEY"))
                    #expect(summary.answered == 1)
                    let done = try await proxy.send("GET", place)
                    #expect(done.status == 200 && done.json?["state"]?.string == "done")
                    let entry = try #require(done.json?["entry"]?.string)
                    #expect(try await proxy.send("GET", entry).json?["answers"]?[0]?["answer"]?["candidates"] != nil)
                    let hit = try await proxy.ask("later")
                    #expect(hit.status == 200 && hit["Cache-Status"]?.contains("; hit") == true)
                    #expect(try await proxy.send("GET", "/__gemcache/queue/0000000000000000").status == 404)
                }
                #expect(upstream.requests.count == 1 && upstream.requests[0]["x-goog-api-key"] == "A-KEY")
            }
            let isLeaked = try FileSearch.contains("A-KEY", under: folder)
            #expect(!isLeaked)
        }
    }

    @Test func aQuestionUpstreamRefusesIsToldDeadWithItsError() async throws {
        try await TemporaryFolder.with { folder in
            let place = try await Proxy.with(folder, ["--upstream", Program.nowhere, "--queue"]) { try await $0.ask("bad")["Location"] }
            let refusal = RawUpstream.json(
                #"{"error":{"code":400,"message":"so not","status":"INVALID_ARGUMENT"}}"#, status: "400 Bad Request")
            try await RawUpstream.with({ _ in refusal }) { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url]) { proxy async throws in
                    _ = try await proxy.session.stack.sync.run(credential: nil)
                    let row = try await proxy.send("GET", try #require(place))
                    #expect(row.json?["state"]?.string == "dead" && row.json?["error"]?.string == "so not")
                }
            }
        }
    }
}
