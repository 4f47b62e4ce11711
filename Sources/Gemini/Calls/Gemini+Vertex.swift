internal import GemCache
internal import GemCore

extension Gemini {
    /// The path of what a service keeps for its callers: `cachedContents`, `batchPredictionJobs` and the like, or one of them.
    ///
    /// `what` names it in the error that express mode gets, which keeps nothing.
    func shelf(_ collection: String, _ what: String) throws(GemError) -> String {
        switch api {
        case .developer: return "/v1beta/" + collection
        case .vertex(let project, let location):
            return "/v1beta1/projects/\(PercentCoding.encode(project))/locations/\(PercentCoding.encode(location))/\(collection)"
        case .vertexExpress:
            throw GemError(
                .configuration,
                "\(what) need a project of Vertex AI, which its express mode has not; give a project and a location, or use the Developer API."
            )
        }
    }

    /// The path of one thing on a shelf, named `COLLECTION/ID`, `ID`, or in full with its project; throws `badInput` for anything else.
    func path(_ name: String, of collection: String, _ what: String) throws(GemError) -> String {
        let segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isFull = segments.count == 6 && segments[0] == "projects" && segments[2] == "locations" && segments[4] == collection
        let isShort = segments.count == 1 || segments.count == 2 && segments[0] == collection
        guard let id = segments.last, !id.isEmpty, id != ".", id != "..", isFull && isVertex || isShort else {
            throw GemError(.badInput, "“\(name)” names none of the \(what.lowercased()): a name is \(collection)/ID.")
        }
        if isFull { return "/v1beta1/" + segments.map { PercentCoding.encode($0) }.joined(separator: "/") }
        return try shelf(collection, what) + "/" + PercentCoding.encode(id)
    }

    /// The error with what to do on Vertex AI, where the remedy is another than for an API key.
    func explained(_ error: GemError, _ credential: Credential?) -> GemError {
        guard error.code == .refused, isVertex, let source = credential?.source else { return error }
        var error = error
        error.message = error.message.replacing(
            "Check the API key and what it may use.",
            with: "Check that \(source.owner) may use Vertex AI in the project (roles/aiplatform.user), and that the API is enabled there.")
        error.cause = TokenOwner(description: "the access token was that of \(source.owner)")
        return error
    }
}

/// Whose access token was refused.
package struct TokenOwner: Error, CustomStringConvertible {
    /// Who that is, in words.
    package let description: String
}
