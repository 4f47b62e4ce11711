internal import GemCore

/// A user's refresh token, as `gcloud auth application-default login` leaves it.
struct RefreshTokenGrant: TokenGrant {
    /// The program the user trusted.
    let clientID: String
    /// What that program proves itself with.
    let clientSecret: String
    /// What the user gave it.
    let refreshToken: String
    /// Where it is exchanged.
    let endpoint: TokenEndpoint
    /// The project whose quota is used, where one was set.
    let quotaProject: String?

    var identity: [UInt8] { Array("user:\(clientID):\(refreshToken)".utf8) }
    var owner: String { "your Google account" }

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        try await endpoint.exchange(
            [
                "grant_type": "refresh_token", "client_id": clientID, "client_secret": clientSecret, "refresh_token": refreshToken,
            ], owner: owner, remedy: "Log in again: gcloud auth application-default login.", over: transport, now: time.now)
    }
}
