internal import GemCache
public import GemCore
internal import HTTPTypes

/// The Gemini API as typed calls, over any transport: the live service, the cache, a cassette, the mock.
///
/// A value without state of its own; copy it, and call it from any task.
public struct Gemini: Sendable {
    /// Which of the two services is asked.
    public enum API: Sendable, Hashable {
        /// `generativelanguage.googleapis.com`.
        case developer
        /// `aiplatform.googleapis.com`, of a location such as `us-central1`, of `us` or `eu`, or `global`; the transport finds the location's host by the path.
        case vertex(project: String, location: String)
        /// Vertex AI in express mode: an API key and no project; models only.
        case vertexExpress
    }

    /// The model that is asked unless a call names another.
    public static let defaultModel = "gemini-2.5-flash"

    /// What answers the requests.
    public var transport: any Transport
    /// Who pays; nil leaves it to the transport's auth layer.
    public var credential: Credential?
    /// The model that is asked unless a call names another.
    public var model: String
    /// Which service is asked.
    public var api: API
    /// How media travel.
    public var mediaLimits = MediaLimits()
    let time: any TimeSource

    /// Makes a client over `transport`.
    public init(
        transport: any Transport, credential: Credential? = nil, model: String = Gemini.defaultModel, api: API = .developer,
        time: any TimeSource = SystemTime()
    ) {
        self.transport = transport
        self.credential = credential
        self.model = model
        self.api = api
        self.time = time
    }

    var isVertex: Bool { api != .developer }

    /// The path of a verb on a model; Google's own models may be named shortly.
    func path(_ model: String, _ verb: String) throws(GemError) -> String {
        "\(try resource(model)):\(verb)"
    }

    /// The path of a model.
    func resource(_ model: String) throws(GemError) -> String {
        let name = model.hasPrefix("/") ? String(model.dropFirst()) : model
        guard !name.isEmpty else { throw GemError(.badInput, "The model's name is empty; name one, such as \(Self.defaultModel).") }
        guard !name.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw GemError(.badInput, "\(model) is no model's name; name one, such as \(Self.defaultModel).")
        }
        let encoded = name.split(separator: "/").map { PercentCoding.encode($0) }.joined(separator: "/")
        switch api {
        case .developer:
            return "/v1beta/" + (encoded.contains("/") ? encoded : "models/" + encoded)
        case .vertex(let project, let location):
            if encoded.hasPrefix("projects/") { return "/v1beta1/" + encoded }
            return
                "/v1beta1/projects/\(PercentCoding.encode(project))/locations/\(PercentCoding.encode(location))/\(Self.published(encoded))"
        case .vertexExpress:
            return "/v1beta1/" + (encoded.hasPrefix("projects/") ? encoded : Self.published(encoded))
        }
    }

    /// The path of one of Google's models below a location.
    private static func published(_ model: String) -> String {
        let short = model.hasPrefix("models/") ? String(model.dropFirst("models/".count)) : model
        return short.contains("/") ? short : "publishers/google/models/" + short
    }

    /// Sends a request and gives its answer, whose status is good; `action` says in an error what was tried.
    func answer(_ request: Request, to action: String) async throws(GemError) -> Response {
        var request = request
        request.credential = request.credential ?? credential
        let response = try await transport.send(request)
        guard response.head.status.kind == .successful else { throw await explained(.answered(response, to: action), request.credential) }
        return response
    }

    /// Sends a request and reads its JSON answer.
    func call(_ request: Request, to action: String) async throws(GemError) -> (json: JSON, cacheStatus: CacheStatus?) {
        let response = try await answer(request, to: action)
        return (try await response.json(upTo: 512 << 20, of: "the attempt to \(action)"), response.cacheStatus)
    }

    /// Refuses what Vertex AI has no service for.
    package func needsDeveloperAPI(_ what: String) throws(GemError) {
        guard isVertex else { return }
        throw GemError(.configuration, "\(what) over Vertex AI is not supported; use the Developer API (a Gemini API key).")
    }
}
