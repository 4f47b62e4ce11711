internal import GemCore
internal import HTTPTypes

/// Answers what is none of the mock's operations: the service's description of itself, empty lists, and what is not there.
struct OtherDesk: Sendable {
    let route: Route
    let method: HTTPRequest.Method
    let path: String
    /// Scheme and authority of the addresses in an answer.
    let base: String

    /// Whether a caller needs a key to be answered: all but learn what the service is, and that a page is not there.
    static func needsKey(_ path: String) -> Bool { first(path).map { unserved.contains($0) } ?? false }

    func answer() throws(APIFailure) -> Reply {
        let plain = path.prefix { $0 != "?" }
        if method == .get, plain == "/$discovery/rest" || plain == "/%24discovery/rest" {
            return .json(DiscoveryDocument.json(version: route.queryValue("version") ?? "v1beta", base: base))
        }
        guard let first = Self.first(path) else { return .notFound }
        switch first {
        // Nobody tunes models here: there are none.
        case "tunedModels" where method == .get && route.resource == first: return .json(.object(JSON.Object()))
        case "models" where method == .get && route.resource.contains("/operations/"): throw .standard(404)
        case "models" where plain.hasSuffix(":predictLongRunning"): throw .unimplemented("predictLongRunning")
        case let name where Self.unserved.contains(name): throw .unimplemented(name)
        default: return .notFound
        }
    }

    /// What the real service has and the mock has not.
    private static let unserved: Set<String> = [
        "agents", "auth_tokens", "corpora", "environments", "fileSearchStores", "generatedFiles", "triggers", "tunedModels", "voices",
        "webhooks",
    ]

    /// The first segment after the version; nil where there is no version.
    private static func first(_ path: String) -> String? {
        var segments = path.prefix { $0 != "?" }.split(separator: "/")
        if ["upload", "download"].contains(segments.first) { segments.removeFirst() }
        guard segments.count >= 2, segments[0].first == "v", segments[0].dropFirst().first?.isNumber == true else { return nil }
        return segments[1].prefix { $0 != ":" }.description
    }
}

extension Reply {
    /// The page that stands where nothing is.
    static var notFound: Reply {
        let text =
            "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> The requested URL was not found on this server.\n"
        var reply = Reply(status: 404, content: .bytes(Array(text.utf8)))
        reply.fields[.contentType] = "text/html; charset=UTF-8"
        return reply
    }
}
