internal import GemCore

/// The account `gcloud` is logged in with.
struct GcloudGrant: TokenGrant {
    /// The program, by name or path, with what stands before its own arguments.
    var program = ["gcloud"]

    /// `gcloud` does not say when its token ends, but hands out none that ends within five minutes; so for so long, in seconds, it is used.
    private static let life = RefreshingTokens.margin + 240
    /// How long `gcloud` may take, in seconds; the first time it may fetch a token itself.
    private static let deadline = 30.0

    var identity: [UInt8] { Array("gcloud".utf8) }
    var owner: String { "the account of gcloud" }

    /// What it says where there is no network.
    private static let unreachable = [
        "failed to resolve", "nameresolution", "unable to find the server", "network is unreachable", "connection refused", "max retries",
        "name or service not known", "temporary failure in name resolution",
    ]

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        let now = time.now
        let end = await CommandOutput.of(program + ["auth", "print-access-token"], deadline: Self.deadline)
        switch end {
        case .missing: throw GemError(.refused, "There is no gcloud on this machine.")
        case .late:
            throw GemError(
                .refused, "gcloud gave no access token in \(Int(Self.deadline)) s; run `gcloud auth print-access-token` to see why.")
        case .ended(let code, let output, let errors):
            let token = String(decoding: output, as: UTF8.self).split { $0.isWhitespace }.first.map(String.init) ?? ""
            guard code == 0, !token.isEmpty, token.utf8.allSatisfy({ (33...126).contains($0) }) else {
                let text = String(decoding: errors, as: UTF8.self)
                if Self.unreachable.contains(where: { text.lowercased().contains($0) }) {
                    throw GemError(.unreachable, "gcloud gave no access token, since it cannot reach Google.")
                }
                let said = TokenEndpoint.plain(text.firstRange(of: "ERROR:").map { String(text[$0.upperBound...]) } ?? "")
                let words = said.isEmpty ? "." : ": \(said)\(said.last == "." ? "" : ".")"
                throw GemError(.refused, "gcloud gave no access token (exit code \(code))\(words) Log in: gcloud auth login.")
            }
            return AccessToken(value: token, expires: now.adding(seconds: Self.life))
        }
    }
}
