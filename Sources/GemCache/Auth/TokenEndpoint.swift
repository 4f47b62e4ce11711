internal import GemCore
internal import HTTPTypes

/// Where an OAuth 2 grant is exchanged for an access token.
struct TokenEndpoint: Sendable {
    private let head: HTTPRequest
    private let host: String

    /// Google's own.
    static let google = "https://oauth2.googleapis.com/token"
    private static let answerLimit = 1 << 20

    /// Takes an https URL, or one of this machine; nil for anything else, since a grant is worth as much as a key.
    init?(_ url: String) {
        guard let target = UploadTarget(url: url, granularity: nil)?.head, let authority = target.authority else { return nil }
        let name = authority.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        guard target.scheme == "https" || name == "localhost" || name == "127.0.0.1", !authority.contains("@") else { return nil }
        var head = target
        head.headerFields[.contentType] = "application/x-www-form-urlencoded"
        head.headerFields[.accept] = "application/json"
        (self.head, host) = (head, name)
    }

    /// Exchanges a grant, told as form fields, for a token; `owner` says in errors whose it is, and `remedy` what to do where it is refused.
    func exchange(
        _ fields: KeyValuePairs<String, String>, owner: String, remedy: String, over transport: any Transport, now: Timestamp
    ) async throws(GemError) -> AccessToken {
        let form = fields.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
        let response = try await transport.send(Request(head, body: .bytes(Array(form.utf8))))
        let body = try await response.body.collect(upTo: Self.answerLimit)
        guard response.head.status.code == 200 else { throw failure(response.head.status.code, body, owner, remedy) }
        return try Self.token(body, from: host, now: now)
    }

    /// Reads an answer with a token in it.
    static func token(_ body: [UInt8], from host: String, now: Timestamp) throws(GemError) -> AccessToken {
        guard let json = try? JSON(parsing: body), let token = json["access_token"]?.string, !token.isEmpty,
            token.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw GemError(.upstream, "\(host) answered without a usable access token.") }
        let life = min(max(json["expires_in"]?.int ?? 3600, 0), 86_400)
        return AccessToken(value: token, expires: now.adding(seconds: Double(life)))
    }

    /// What a refusal says: its words alone, since whoever refuses a grant may repeat it.
    private func failure(_ status: Int, _ body: [UInt8], _ owner: String, _ remedy: String) -> GemError {
        let json = try? JSON(parsing: body)
        let words = [json?["error"]?.string, json?["error_description"]?.string].compactMap { $0 }.map(Self.plain).joined(separator: ": ")
        let said = words.isEmpty ? "HTTP \(status)" : "HTTP \(status) \(words)"
        guard [400, 401, 403].contains(status) else {
            return GemError(
                .upstream, "\(host) gave no access token for \(owner) (\(said)). Try again later.",
                upstream: UpstreamFailure(httpStatus: status, status: "", message: words))
        }
        return GemError(.refused, "\(host) refused an access token to \(owner) (\(said)). \(remedy)")
    }

    /// A text without its long words, of which a token, a key or an assertion would be one; on one line and not long.
    static func plain(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || !($0.isLetter || $0.isNumber || $0.isPunctuation || $0.isSymbol) }
        return String(words.map { $0.utf8.count > 40 ? "…" : String($0) }.joined(separator: " ").prefix(300))
    }
}
