internal import GemCore

/// The models as the OpenAI-compatible paths list them.
enum OpenAIModels {
    /// The list, or one model by its id, with `models/` before it or without.
    static func answer(_ call: DialectCall) throws(APIFailure) -> JSON {
        let segments = call.path.split(separator: "/").map { PercentCoding.decode($0) }
        let rest = segments.drop { $0 != "openai" }.dropFirst()
        guard rest.first == "models" else { throw .standard(404) }
        let name = Route.shortModel(rest.dropFirst().joined(separator: "/"))
        guard !name.isEmpty else {
            return ["object": "list", "data": .array(ModelTable.all.filter { !$0.isVertexOnly }.map(entry))]
        }
        guard let model = ModelTable.model(name, api: .developer) else {
            throw APIFailure(code: 404, status: "NOT_FOUND", message: "Model is not found: models/\(String(name.prefix(200)))")
        }
        return entry(model)
    }

    private static func entry(_ model: Model) -> JSON {
        [
            "id": .string("models/" + model.name), "object": "model", "owned_by": "google",
            "display_name": .string(model.displayName),
        ]
    }
}
