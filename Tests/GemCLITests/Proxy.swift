import ArgumentParser
import GemCache
import GemCore
import GemServer
import GemTesting

@testable import GemCLI

/// The proxy as its command builds it, in this process.
struct Proxy {
    let url: String
    let session: ProxySession

    /// Serves a store in `folder` with these options while `body` runs.
    static func with<R>(
        _ folder: String, _ arguments: [String], token: String? = nil, lends: Bool? = nil, _ body: (Proxy) async throws -> R
    ) async throws -> R {
        let options = try ProxyOptions.parse(["--store", folder + "/store"] + arguments)
        return try await ProxySession.with(options, lends: lends ?? (token != nil)) { session in
            var configuration = session.configuration(name: "gemcache proxy", token: token)
            configuration.grace = .zero
            return try await HTTPServer(transport: session.door, hits: session.hits, configuration: configuration).withServer { url in
                try await body(Proxy(url: url, session: session))
            }
        }
    }

    /// Sends a request.
    func send(_ method: String, _ path: String, _ body: String? = nil, _ fields: String...) async throws -> RawMessage {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n" + fields.map { $0 + "\r\n" }.joined()
        if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        return try await RawClient.send(text + "\r\n" + (body ?? ""), to: url)
    }

    static let path = "/v1beta/models/gemini-2.5-flash:generateContent"

    static func question(_ text: String) -> String { #"{"contents":[{"role":"user","parts":[{"text":"\#(text)"}]}]}"# }

    /// Asks a question.
    func ask(_ text: String, path: String = Proxy.path, _ fields: String...) async throws -> RawMessage {
        let joined = fields.joined(separator: "\r\n")
        let body = Self.question(text)
        return try await fields.isEmpty ? send("POST", path, body) : send("POST", path, body, joined)
    }
}
