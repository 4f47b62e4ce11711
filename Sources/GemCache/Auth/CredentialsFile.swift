internal import GemCore

/// Reads a credentials file of Google Cloud: a service account's key, or what `gcloud auth application-default login` writes.
struct CredentialsFile: Sendable {
    /// The file's name, for messages.
    let path: String
    /// What it lets one do.
    let grant: any TokenGrant
    /// The project it belongs to, where it says so.
    let project: String?

    private static let limit: Int64 = 1 << 20

    /// Reads `path`; throws `configuration`, with the remedy, for what is no such file and for kinds that need more than a file.
    init(_ path: String, quotaProject: String? = nil) throws(GemError) {
        let json = try Self.json(path)
        self.path = path
        project = json["project_id"]?.string
        let quota = quotaProject ?? json["quota_project_id"]?.string
        switch json["type"]?.string {
        case "service_account": grant = try Self.serviceAccount(json, path, quota)
        case "authorized_user": grant = try Self.user(json, path, quota)
        case "external_account", "external_account_authorized_user":
            throw Self.unusable(
                path, "is for workload identity federation (external_account), which asks other services for a token first.",
                "Fetch one with `gcloud auth print-access-token` and set GOOGLE_ACCESS_TOKEN, or name a service account's key.")
        case "impersonated_service_account":
            throw Self.unusable(
                path, "impersonates a service account, which takes a token of its own.",
                "Set GOOGLE_ACCESS_TOKEN to what `gcloud auth print-access-token --impersonate-service-account=ACCOUNT` prints.")
        case let type:
            let kind = type.map { "has the type “\(TokenEndpoint.plain($0))”" } ?? "has no type"
            throw Self.unusable(
                path, "\(kind), so it is no credentials file that can be used here.",
                "Name a service account's key, or run: gcloud auth application-default login.")
        }
    }

    private static func json(_ path: String) throws(GemError) -> JSON {
        let bytes: [UInt8]
        do throws(GemError) { bytes = try contents(path) } catch {
            throw GemError(.configuration, "The credentials file cannot be read: \(error.message)", cause: error.cause)
        }
        // Neither the file's text nor a parser's words about it are told.
        guard let json = try? JSON(parsing: bytes), json.object != nil else {
            throw unusable(path, "is no JSON object, so it is no credentials file.", "Download the service account's key again, as JSON.")
        }
        return json
    }

    private static func contents(_ path: String) throws(GemError) -> [UInt8] {
        let reader = try ContentReader(path: path)
        guard reader.length > 0 else { throw GemError(.configuration, "\(path) is empty.") }
        guard reader.length <= limit else { throw GemError(.configuration, "\(path) is too large to be one.") }
        var bytes: [UInt8] = []
        try reader.read(0..<reader.length) { bytes.append(contentsOf: $0) }
        return bytes
    }

    private static func serviceAccount(_ json: JSON, _ path: String, _ quota: String?) throws(GemError) -> any TokenGrant {
        let (email, key) = (try member("client_email", json, path), try member("private_key", json, path))
        let (endpoint, url) = try endpoint(json, path)
        return ServiceAccountGrant(
            email: email, keyID: json["private_key_id"]?.string ?? "", endpoint: endpoint, audience: url,
            signer: RSASigner(pem: key, file: path), quotaProject: quota)
    }

    private static func user(_ json: JSON, _ path: String, _ quota: String?) throws(GemError) -> any TokenGrant {
        RefreshTokenGrant(
            clientID: try member("client_id", json, path), clientSecret: try member("client_secret", json, path),
            refreshToken: try member("refresh_token", json, path), endpoint: try endpoint(json, path).0, quotaProject: quota)
    }

    private static func endpoint(_ json: JSON, _ path: String) throws(GemError) -> (TokenEndpoint, String) {
        let url = json["token_uri"]?.string ?? TokenEndpoint.google
        guard let endpoint = TokenEndpoint(url) else {
            throw unusable(path, "has a token_uri that is no https URL.", "Download the credentials again.")
        }
        return (endpoint, url)
    }

    private static func member(_ name: String, _ json: JSON, _ path: String) throws(GemError) -> String {
        guard let text = json[name]?.string, !text.isEmpty else {
            throw unusable(path, "has no \(name).", "Download the credentials again, or run: gcloud auth application-default login.")
        }
        return text
    }

    private static func unusable(_ path: String, _ what: String, _ remedy: String) -> GemError {
        GemError(.configuration, "\(path) \(what) \(remedy)")
    }
}
