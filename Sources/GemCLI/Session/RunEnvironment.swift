import GemServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The environment of a program that is run behind a proxy of its own.
struct RunEnvironment {
    /// The variables, as `NAME=value`.
    let lines: [String]

    /// Changes this process's environment so that every SDK that reads one comes to `url` and shows `token` as its key.
    ///
    /// Keys of ours are taken out: the program needs none. OpenAI's client, which may be meant for OpenAI, is turned round where `openAI` says so.
    init(url: String, token: String, openAI: Bool, from outer: [String: String] = ProcessInfo.processInfo.environment) {
        var variables = outer
        variables["GOOGLE_GEMINI_BASE_URL"] = url
        // Clients of Vertex AI bring a token of their own in the place of the key; ours stands in the path.
        variables["GOOGLE_VERTEX_BASE_URL"] = url + HTTPServer.tokenPath(token)
        for name in ["GEMINI_API_KEY", "GOOGLE_API_KEY"] { variables[name] = token }
        for name in ["GOOGLE_ACCESS_TOKEN", "GEMCACHE_TOKEN"] { variables[name] = nil }
        if openAI {
            variables["OPENAI_BASE_URL"] = url + "/v1beta/openai/"
            variables["OPENAI_API_KEY"] = token
        }
        let hasProxy = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].contains { variables[$0]?.isEmpty == false }
        if hasProxy {
            let known = variables["no_proxy"] ?? variables["NO_PROXY"] ?? ""
            for name in ["no_proxy", "NO_PROXY"] { variables[name] = known.isEmpty ? "127.0.0.1" : known + ",127.0.0.1" }
        }
        lines = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}
