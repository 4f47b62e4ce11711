internal import GemCore

/// A service account's key: it signs an assertion, which its token endpoint exchanges for an access token.
struct ServiceAccountGrant: TokenGrant {
    /// The account's address.
    let email: String
    /// Which of the account's keys signs; may be empty.
    let keyID: String
    /// Where the assertion goes.
    let endpoint: TokenEndpoint
    /// The endpoint as the credentials file spells it, which is whom the assertion is for.
    let audience: String
    /// What signs.
    let signer: any TokenSigner
    /// The project whose quota is used, where one was set.
    let quotaProject: String?

    /// What an access token may be used for.
    static let scope = "https://www.googleapis.com/auth/cloud-platform"
    /// How long an assertion holds, in seconds: as long as Google allows.
    static let life: Int64 = 3600

    var identity: [UInt8] { Array("service-account:\(email)".utf8) }
    var owner: String { "the service account \(email)" }

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        let now = time.now
        return try await endpoint.exchange(
            ["grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": try assertion(at: now)], owner: owner,
            remedy: "Check that its key still exists, and that this machine's clock is right.", over: transport, now: now)
    }

    /// The signed assertion: header, claims and signature, each in URL-safe base64.
    private func assertion(at now: Timestamp) throws(GemError) -> String {
        let seconds = now.microseconds / 1_000_000
        let header = JSON.members(["alg": "RS256", "typ": "JWT", "kid": keyID.isEmpty ? nil : .string(keyID)])
        let claims = JSON.members([
            "iss": .string(email), "scope": .string(Self.scope), "aud": .string(audience), "iat": .int(seconds),
            "exp": .int(seconds + Self.life),
        ])
        let signed = [header, claims].map { Base64Coding.encode($0.bytes(), urlSafe: true) }.joined(separator: ".")
        return signed + "." + Base64Coding.encode(try signer.signature(of: Array(signed.utf8)), urlSafe: true)
    }
}
