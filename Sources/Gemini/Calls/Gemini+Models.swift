internal import GemCache
public import GemCore

extension Gemini {
    /// All models, page after page.
    public func models(options: RequestOptions = RequestOptions()) async throws(GemError) -> [Model] {
        let path = isVertex ? "/v1beta1/publishers/google/models" : "/v1beta/models"
        let items = try await pages(path, size: isVertex ? 100 : 1000, member: isVertex ? "publisherModels" : "models", options)
        return items.map { Model(json: $0) }
    }

    /// One model.
    public func model(_ name: String, options: RequestOptions = RequestOptions()) async throws(GemError) -> Model {
        var request = Request.get(try resource(name))
        request.options = options
        return Model(json: try await call(request, to: "look up the model \(name)").json)
    }

    /// Follows `nextPageToken` to the last page.
    func pages(_ path: String, size: Int, member: String, _ options: RequestOptions) async throws(GemError) -> [JSON] {
        var items: [JSON] = []
        var token: String?
        repeat {
            let page = token.map { "&pageToken=" + PercentCoding.encode($0) } ?? ""
            var request = Request.get("\(path)?pageSize=\(size)\(page)")
            request.options = options
            let (json, _) = try await call(request, to: "list \(member)")
            items += json[member]?.array ?? []
            let next = json["nextPageToken"]?.string
            guard next != token || next == nil else { throw GemError(.upstream, "Upstream's list of \(member) goes round in a circle.") }
            token = next?.isEmpty == true ? nil : next
        } while token != nil
        return items
    }
}
