import Foundation
import GemCache
import GemCore
import GemTesting
import Testing

/// Who may spend which key, seen from upstream, which is told every byte.
@Suite struct ProxyCredentialTests {
    /// A request's credentials, and what upstream sees of them.
    struct Case: Sendable, CustomStringConvertible {
        var fields: [String]
        var query = ""
        var status = 200
        /// What upstream sees of a key, as `name: value` or in the query; nil for none.
        var seen: String?

        var description: String { (fields + [query]).joined(separator: " ") }
    }

    private static let refusal = RawUpstream.json(
        #"{"error":{"code":403,"message":"Method doesn't allow unregistered callers","status":"PERMISSION_DENIED"}}"#,
        status: "403 Forbidden")

    /// Asks once with each, against an upstream that wants a key; what must never arrive is looked for in every byte.
    private static func check(_ cases: [Case], _ arguments: [String], token: String?, lends: Bool, never: [String]) async throws {
        try await TemporaryFolder.with { folder in
            try Data("OWN-KEY\n".utf8).write(to: URL(fileURLWithPath: folder + "/key"))
            let answer: @Sendable (RawMessage) -> String = { request in
                let hasKey = request["x-goog-api-key"] != nil || request["Authorization"] != nil || request.line.contains("key=")
                return hasKey ? RawUpstream.generated(for: request) : refusal
            }
            for (number, one) in cases.enumerated() {
                try await RawUpstream.with(answer) { upstream in
                    let options = ["--upstream", upstream.url, "--key-file", folder + "/key"] + arguments
                    try await Proxy.with(folder + "/\(number)", options, token: token, lends: lends) { proxy async throws in
                        let reply = try await proxy.send(
                            "POST", Proxy.path + one.query, Proxy.question("\(number)"), one.fields.joined(separator: "\r\n"))
                        #expect(reply.status == one.status, "\(one)")
                        if one.status == 200 {
                            // What is known is answered without a key, where no token is asked for.
                            let again = try await proxy.ask("\(number)")
                            #expect(again.status == (token == nil ? 200 : 401))
                        }
                    }
                    let credentials = upstream.requests.flatMap { request in
                        ["x-goog-api-key", "Authorization"].flatMap { name in request.values(name).map { "\(name): \($0)" } }
                            + request.line.split(separator: "?").dropFirst().map(String.init)
                    }
                    #expect(credentials == (one.seen.map { [$0] } ?? []), "\(one)")
                    #expect(upstream.requests.count <= 1)
                    for secret in never { #expect(!upstream.everything.contains(secret), "\(one)") }
                }
            }
        }
    }

    @Test func withoutATokenOnlyTheCallersOwnKeyIsSpent() async throws {
        let cases = [
            Case(fields: ["X-Nothing: 1"], status: 403), Case(fields: ["x-goog-api-key: MINE"], seen: "x-goog-api-key: MINE"),
            Case(fields: ["Authorization: Bearer MINE"], seen: "Authorization: Bearer MINE"),
            Case(fields: ["X-Nothing: 1"], query: "?key=MINE", seen: "key=MINE"),
            Case(fields: ["x-goog-api-key: MINE"], query: "?key=OTHER", seen: "x-goog-api-key: MINE"),
            Case(fields: ["x-gemcache-token: T"], status: 403),
            Case(fields: ["Authorization: Basic bWU6TUlORQ=="], seen: "Authorization: Basic bWU6TUlORQ=="),
            Case(fields: ["Authorization: Basic bWU6TUlORQ==", "x-goog-api-key: OTHER"], status: 400),
            Case(fields: ["Authorization: Basic bWU6TUlORQ=="], query: "?api_key=OTHER", status: 400),
        ]
        try await Self.check(cases, [], token: nil, lends: false, never: ["OWN-KEY", "x-gemcache-token", "OTHER"])
    }

    @Test func theTokenLetsInWhereverItIsShownAndNeverArrives() async throws {
        let own = "x-goog-api-key: OWN-KEY"
        let cases = [
            Case(fields: ["X-Nothing: 1"], status: 401), Case(fields: ["x-goog-api-key: T0KEN"], seen: own),
            Case(fields: ["Authorization: Bearer T0KEN"], seen: own), Case(fields: ["authorization: bearer T0KEN"], seen: own),
            Case(fields: ["X-Nothing: 1"], query: "?key=T0KEN", seen: own),
            Case(fields: ["X-Nothing: 1"], query: "?k%65y=T0%4BEN", seen: own),
            Case(fields: ["x-gemcache-token: T0KEN"], seen: own),
            Case(fields: ["x-gemcache-token: T0KEN", "x-goog-api-key: MINE"], seen: "x-goog-api-key: MINE"),
            Case(fields: ["x-gemcache-token: T0KEN", "x-goog-api-key: T0KEN"], seen: own),
            Case(fields: ["Authorization: Bearer T0KEN", "x-goog-api-key: MINE"], seen: "x-goog-api-key: MINE"),
            Case(fields: ["x-goog-api-key: T0KEN", "Authorization: Bearer MINE"], seen: "Authorization: Bearer MINE"),
            Case(fields: ["x-goog-api-key: MINE"], query: "?key=T0KEN", seen: "x-goog-api-key: MINE"),
            Case(fields: ["x-gemcache-token: T0KEN"], query: "?key=MINE", seen: "key=MINE"),
            Case(fields: ["x-goog-api-key: MINE"], status: 401),
            Case(fields: ["x-gemcache-token: wrong", "x-goog-api-key: T0KEN"], status: 401),
            Case(fields: ["Authorization: Basic T0KEN"], status: 401),
            Case(fields: ["x-gemcache-token: T0KEN", "Authorization: Basic T0KEN"], seen: own),
            Case(fields: ["x-gemcache-token: T0KEN", "Authorization: Basic bWU6VDBLRU4="], seen: own),
            Case(fields: ["x-goog-api-key: T0KEN", "Authorization: Basic bWU6TUlORQ=="], seen: "Authorization: Basic bWU6TUlORQ=="),
            Case(fields: ["x-goog-api-key: T0KEN", "x-goog-api-key: MINE"], status: 400),
        ]
        try await Self.check(cases, [], token: "T0KEN", lends: true, never: ["T0KEN", "T0%4BEN", "VDBLRU4", "x-gemcache-token"])
    }

    @Test func aSharedKeyServesWhoeverHasNone() async throws {
        let cases = [
            Case(fields: ["X-Nothing: 1"], seen: "x-goog-api-key: OWN-KEY"),
            Case(fields: ["x-goog-api-key: MINE"], seen: "x-goog-api-key: MINE"),
            Case(fields: ["Authorization: Bearer MINE"], seen: "Authorization: Bearer MINE"),
        ]
        try await Self.check(cases, [], token: nil, lends: true, never: [])
    }

    @Test func aWrongTokenGetsNoCachedAnswerAndNoPageEither() async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder, ["--upstream", upstream.url], token: "T0KEN") { proxy async throws in
                    #expect(try await proxy.ask("a", "x-goog-api-key: T0KEN").status == 200)
                    #expect(try await proxy.ask("a", "x-goog-api-key: T0KEN")["Cache-Status"]?.contains("; hit") == true)
                    #expect(try await proxy.ask("a", "x-goog-api-key: WRONG").status == 401)
                    #expect(try await proxy.ask("a", "x-gemcache-token: WRONG").status == 401)
                    for page in ["", "stats", "entries", "queue", "metrics"] {
                        #expect(try await proxy.send("GET", "/__gemcache/\(page)").status == 401)
                        #expect(try await proxy.send("GET", "/__gemcache/\(page)?key=T0KEN").status == 200)
                    }
                }
            }
        }
    }

    @Test(arguments: ["", " \n", "two keys", "tab\u{1}key", "Bearer one two"])
    func aKeyFileWithoutAKeyIsRefusedAndNotShown(content: String) async throws {
        try await TemporaryFolder.with { folder in
            try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/key"))
            let refusal = try await #require(throws: GemError.self) {
                try await Proxy.with(folder, ["--key-file", folder + "/key"], lends: true) { _ in }
            }
            #expect(refusal.code == .configuration)
            #expect(!refusal.message.contains("two") && !refusal.message.contains("tab"))
        }
    }
}
