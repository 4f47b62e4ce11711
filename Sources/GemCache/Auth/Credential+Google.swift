public import GemCore

/// Google Cloud's credentials, as Vertex AI wants them.
///
/// Each fetches access tokens when something really goes upstream, keeps the last one in memory only, and replaces it five minutes before it ends.
extension Credential {
    /// The application default credentials: the file of `GOOGLE_APPLICATION_CREDENTIALS`, the file `gcloud auth application-default login` left, the metadata
    /// server of this machine, or the account `gcloud` is logged in with, in this order.
    ///
    /// Throws `configuration` for a file that is there and cannot be used; what is no file is not asked before a token is needed.
    public static func applicationDefault() throws(GemError) -> Credential {
        .tokens(RefreshingTokens(try ApplicationDefault().find().grant))
    }

    /// A credentials file: a service account's key, or what `gcloud auth application-default login` writes.
    ///
    /// Throws `configuration` for a file that is missing, is none, or is of a kind that needs more than a file (workload identity federation, impersonation).
    public static func credentials(file: String) throws(GemError) -> Credential {
        .tokens(
            RefreshingTokens(try CredentialsFile(file, quotaProject: ApplicationDefault.environment("GOOGLE_CLOUD_QUOTA_PROJECT")).grant))
    }

    /// The account `gcloud` is logged in with, asked by running `gcloud auth print-access-token`.
    public static var gcloud: Credential { .tokens(RefreshingTokens(GcloudGrant())) }

    /// The service account of the Google Cloud machine this runs on.
    public static var metadataServer: Credential {
        var grant = MetadataGrant()
        grant.deadline = MetadataGrant.patientDeadline
        if let host = ApplicationDefault.environment("GCE_METADATA_HOST") { grant.host = host }
        return .tokens(RefreshingTokens(grant))
    }

    /// Tokens that `fetch` gives, each with the time when it ends; `name` says whose they are, in messages and in what keeps files of several accounts apart.
    public static func accessTokens(
        named name: String, _ fetch: @escaping @Sendable () async throws(GemError) -> (token: String, expires: Timestamp)
    ) -> Credential {
        .tokens(RefreshingTokens(OwnGrant(name: name, fetch: fetch)))
    }

    /// The project that the application default credentials, or a credentials file, belong to; nil where they do not say.
    package static func project(ofCredentials file: String?) throws(GemError) -> String? {
        if let file { return try CredentialsFile(file).project }
        return try ApplicationDefault().find().project
    }
}

/// A caller's own way to tokens.
private struct OwnGrant: TokenGrant {
    let name: String
    let fetch: @Sendable () async throws(GemError) -> (token: String, expires: Timestamp)

    var identity: [UInt8] { Array("own:\(name)".utf8) }
    var owner: String { name }

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        let (token, expires) = try await fetch()
        return AccessToken(value: token, expires: expires)
    }
}
