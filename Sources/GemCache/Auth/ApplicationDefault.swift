internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Finds Google's application default credentials where its own libraries look for them, in their order.
struct ApplicationDefault: Sendable {
    /// Reads an environment variable; an empty one counts as absent.
    var variable: @Sendable (String) -> String? = Self.environment
    /// Whether there is a file of this name.
    var exists: @Sendable (String) -> Bool = { access($0, F_OK) == 0 }
    /// Whether the firmware says that this is a machine of Google's, so that it is worth waiting for its metadata server.
    var isGoogleMachine: @Sendable () -> Bool = {
        let bytes = (try? FileSlice(path: "/sys/class/dmi/id/product_name", length: 6).read()) ?? []
        return bytes.elementsEqual("Google".utf8)
    }
    /// The last resort.
    var gcloud = GcloudGrant()
    /// The clock the metadata server's deadline goes by.
    var patience: any TimeSource = SystemTime()

    /// The process's own environment.
    @Sendable static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The first of: the file of `GOOGLE_APPLICATION_CREDENTIALS`, the file that `gcloud auth application-default login` left, the metadata server of this
    /// machine, `gcloud auth print-access-token`. The last two are asked only when a token is needed.
    func find() throws(GemError) -> (grant: any TokenGrant, project: String?) {
        let quota = variable("GOOGLE_CLOUD_QUOTA_PROJECT")
        if let path = try file() {
            let file = try CredentialsFile(path, quotaProject: quota)
            return (file.grant, file.project)
        }
        var metadata: MetadataGrant? = MetadataGrant(patience: patience)
        if isGoogleMachine() { metadata?.deadline = MetadataGrant.patientDeadline }
        if let host = variable("GCE_METADATA_HOST") {
            metadata?.host = host
            metadata?.deadline = MetadataGrant.patientDeadline
        } else if variable("NO_GCE_CHECK")?.lowercased() == "true" {
            metadata = nil
        }
        return (AmbientGrant(metadata: metadata, isNamed: variable("GCE_METADATA_HOST") != nil, gcloud: gcloud, quotaProject: quota), nil)
    }

    private func file() throws(GemError) -> String? {
        if let path = variable("GOOGLE_APPLICATION_CREDENTIALS") { return path }
        let folder = variable("CLOUDSDK_CONFIG") ?? variable("HOME").map { $0 + "/.config/gcloud" }
        guard let path = folder.map({ $0 + "/application_default_credentials.json" }), exists(path) else { return nil }
        return path
    }
}

/// What needs no file: the machine's own account, else the one `gcloud` is logged in with.
struct AmbientGrant: TokenGrant {
    /// The metadata server; nil where it is not to be asked.
    let metadata: MetadataGrant?
    /// Whether its host was named, so that it must be there.
    let isNamed: Bool
    /// Asked where there is no metadata server.
    let gcloud: GcloudGrant
    /// The project whose quota is used, where one was set.
    let quotaProject: String?

    var identity: [UInt8] { Array("ambient".utf8) }
    var owner: String { "this machine's service account or gcloud's account" }

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        if let metadata {
            do throws(GemError) { return try await metadata.fetch(over: transport, time: time) } catch {
                guard error.code == .unreachable, !isNamed else { throw error }
            }
        }
        do throws(GemError) { return try await gcloud.fetch(over: transport, time: time) } catch {
            guard error.code == .refused else { throw error }
            throw GemError(
                .refused,
                """
                No Google credentials were found: no GOOGLE_ACCESS_TOKEN, no GOOGLE_APPLICATION_CREDENTIALS, no application default \
                credentials, no metadata server. \(error.message) Run: gcloud auth application-default login.
                """)
        }
    }
}
