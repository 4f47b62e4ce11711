internal import GemCore

/// An access token, and when it ends.
struct AccessToken: Sendable {
    /// What stands behind `Bearer`.
    var value: String
    /// From then on nobody takes it.
    var expires: Timestamp
}

/// The right to be given access tokens: a key to sign with, a refresh token, this machine.
protocol TokenGrant: Sendable {
    /// What stays the same from token to token; may hold a secret.
    var identity: [UInt8] { get }
    /// Whose tokens these are, for messages: no secret.
    var owner: String { get }
    /// The project whose quota is used, where one was set.
    var quotaProject: String? { get }
    /// Fetches a token; throws `unreachable` where whoever gives it out cannot be reached, `refused` where there is none to be had.
    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken
}

extension TokenGrant {
    var quotaProject: String? { nil }
}
