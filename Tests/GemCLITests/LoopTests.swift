import GemCore
import GemServer
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Requests that come back to the proxy that sent them.
@Suite struct LoopTests {
    /// Hands what comes on to an address that is known later, as a proxy between would.
    private final class Hop: Transport {
        let target = Mutex("")
        func send(_ request: Request) async throws(GemError) -> Response {
            let via = request.head.headerFields.filter { $0.name.canonicalName == "via" }.map { "Via: \($0.value)\r\n" }.joined()
            let body = String(decoding: try await request.body.collect(upTo: 1 << 20), as: UTF8.self)
            let text = "POST \(request.path) HTTP/1.1\r\nHost: localhost\r\n\(via)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            do {
                let answer = try await RawClient.send(text, to: target.withLock { $0 })
                return .json(.init(code: answer.status), Array(answer.bodyText.utf8))
            } catch { throw GemError(.unreachable, "\(error)") }
        }
    }

    @Test(arguments: ["generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse", "other"])
    func aRequestThatComesBackIsALoop(verb: String) async throws {
        try await TemporaryFolder.with { folder in
            let hop = Hop()
            try await HTTPServer(transport: hop).withServer { between in
                try await Proxy.with(folder, ["--upstream", between]) { proxy async throws in
                    hop.target.withLock { $0 = proxy.url }
                    let answer = try await proxy.ask("why", path: "/v1beta/models/m:\(verb)", "Via: 1.0 fred")
                    #expect(answer.status == 508)
                    var json = try JSON(parsing: Array(answer.bodyText.utf8))
                    if let first = json[0] { json = first }
                    #expect(json["error"]?["status"] == "UNAVAILABLE" && json["error"]?["details"]?[0]?["reason"] == "LOOP")
                }
            }
        }
    }

    @Test func oneProxyMayStandBehindAnother() async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with { upstream in
                try await Proxy.with(folder + "/a", ["--upstream", upstream.url]) { inner async throws in
                    try await Proxy.with(folder + "/b", ["--upstream", inner.url]) { outer async throws in
                        #expect(try await outer.send("POST", "/v1beta/other", "{}").status == 200)
                    }
                }
                #expect(upstream.requests.first?["Via"]?.split(separator: ",").count == 2)
            }
        }
    }
}
