internal import GemCore

/// Answers `models.list` and `models.get` of both services.
enum ModelDesk {
    /// A page of models: 50 unless told, 1000 at most.
    static func list(_ route: Route) throws(APIFailure) -> JSON {
        let models = ModelTable.all.filter { route.api == .vertex || !$0.isVertexOnly }
        let size = try pageSize(route, standard: 50, limit: 1000)
        var start = 0
        if let token = route.queryValue("pageToken"), !token.isEmpty {
            guard let name = PageToken.read(token), let index = models.firstIndex(where: { $0.name == name }) else {
                throw .invalid("Invalid page token.")
            }
            start = index + 1
        }
        let page = models[start..<min(models.count, start + size)]
        let isLast = start + page.count == models.count
        return .members([
            route.api == .vertex ? "publisherModels" : "models": page.isEmpty
                ? nil : .array(page.map { route.api == .vertex ? $0.vertexJSON : $0.json }),
            "nextPageToken": isLast ? nil : page.last.map { .string(PageToken.write($0.name)) },
        ])
    }

    /// One model.
    static func get(_ route: Route) throws(APIFailure) -> JSON {
        guard let model = ModelTable.model(route.model, api: route.api) else { throw .unknownModel(route) }
        return route.api == .vertex ? model.vertexJSON : model.json
    }

    /// The page size a query asks for.
    static func pageSize(_ route: Route, standard: Int, limit: Int) throws(APIFailure) -> Int {
        guard let text = route.queryValue("pageSize"), !text.isEmpty else { return standard }
        guard let size = Int(text), size >= 0 else { throw .invalid("Request contains an invalid argument.") }
        return size == 0 ? standard : min(size, limit)
    }
}
