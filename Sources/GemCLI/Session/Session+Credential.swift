import GemCache
import GemCore
import Gemini

extension Session {
    /// The key from the environment, as the official SDKs read it: `GOOGLE_API_KEY` before `GEMINI_API_KEY`.
    static var apiKey: Credential? { (Environment["GOOGLE_API_KEY"] ?? Environment["GEMINI_API_KEY"]).map(Credential.apiKey) }

    /// Who pays. For Vertex AI the first of: `--token-file`, `--credentials`, `GOOGLE_ACCESS_TOKEN`, the API key where there is no project, Google's application
    /// default credentials; an API key is never sent for a project.
    static func credential(_ endpoint: Endpoint) throws(GemError) -> Credential? {
        guard endpoint.vertex else { return apiKey }
        if let file = endpoint.tokenFile { return try token(file) }
        if let file = endpoint.credentials { return try .credentials(file: file) }
        if let token = Environment["GOOGLE_ACCESS_TOKEN"] { return .bearer(token) }
        return isExpress(endpoint) ? apiKey : try .applicationDefault()
    }

    /// Who pays where a command has no options about it: as above, by the environment alone.
    static func credential(vertex: Bool) throws(GemError) -> Credential? {
        guard vertex else { return apiKey }
        if let token = Environment["GOOGLE_ACCESS_TOKEN"] { return .bearer(token) }
        return apiKey != nil && Environment["GOOGLE_CLOUD_PROJECT"] == nil ? apiKey : try .applicationDefault()
    }

    /// Which service is asked.
    static func api(_ endpoint: Endpoint) throws(GemError) -> Gemini.API {
        guard endpoint.vertex else { return .developer }
        if isExpress(endpoint) { return .vertexExpress }
        let location = endpoint.location ?? Environment["GOOGLE_CLOUD_LOCATION"] ?? "global"
        if let project = named(endpoint) { return .vertex(project: project, location: location) }
        let hasToken = endpoint.tokenFile != nil || endpoint.credentials == nil && Environment["GOOGLE_ACCESS_TOKEN"] != nil
        guard !hasToken, let project = try Credential.project(ofCredentials: endpoint.credentials) else {
            throw GemError(
                .configuration,
                "Vertex AI needs a project: give --project ID or set GOOGLE_CLOUD_PROJECT; or set GOOGLE_API_KEY alone, for express mode.")
        }
        return .vertex(project: project, location: location)
    }

    /// Whether an API key and nothing else is given: no project, no location, no token, no credentials.
    private static func isExpress(_ endpoint: Endpoint) -> Bool {
        let isBare = endpoint.tokenFile == nil && endpoint.credentials == nil && Environment["GOOGLE_ACCESS_TOKEN"] == nil
        return isBare && named(endpoint) == nil && endpoint.location == nil && apiKey != nil
    }

    private static func named(_ endpoint: Endpoint) -> String? { endpoint.project ?? Environment["GOOGLE_CLOUD_PROJECT"] }

    /// A file's token, with `Bearer` before it or without.
    private static func token(_ file: String) throws(GemError) -> Credential {
        let own = try KeyFile.credential(file)
        return own.isAPIKey ? .bearer(String(decoding: own.bytes, as: UTF8.self)) : own
    }
}
