// Other dialects name the model in the body: it is told and counted like one of a path.
extension Route {
    private static let longestModel = 200

    /// The route with the model its body states, without `models/` and `google/`; what is longer than any model's name is none.
    func stating(_ model: String) -> Route {
        var route = self
        guard model.utf8.count <= Self.longestModel else { return route }
        let rest = model.hasPrefix("google/") ? String(model.dropFirst(7)) : model
        route.model = rest.contains("/") ? Route.shortModel(model) : rest
        return route
    }

    /// The same for a body that was not read yet.
    package func stating(modelIn body: Body) -> Route {
        guard [.chatCompletions, .openAIEmbeddings, .interactions].contains(operation), case .bytes(let bytes) = body,
            let model = (try? JSON(parsing: bytes, .lenient))?["model"]?.string
        else { return self }
        return stating(model)
    }
}
