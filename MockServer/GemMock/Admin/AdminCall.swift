internal import GemCore
internal import HTTPTypes

/// A request about the mock itself, taken apart.
struct AdminCall: Sendable {
    let mock: MockGemini
    let method: HTTPRequest.Method
    /// The path after `/__mock/`, without a slash at its end.
    let page: String
    let query: [Route.QueryItem]
    /// The body's value; null where there is none.
    let json: JSON
    /// Whether JSON is asked for rather than a page's own form.
    let wantsJSON: Bool

    init(_ request: Request, mock: MockGemini) async throws {
        let path = request.path.prefix { $0 != "?" }.dropFirst("/__mock".count)
        var page = path.drop { $0 == "/" }
        while page.last == "/" { page.removeLast() }
        let bytes = try await request.body.collect(upTo: 16 << 20)
        (self.mock, method, self.page, query) = (mock, request.head.method, PercentCoding.decode(page), request.route.query)
        json = try bytes.isEmpty ? .null : Self.read(bytes)
        wantsJSON = request.head.headerFields[.accept]?.lowercased().contains("application/json") ?? false
    }

    private static func read(_ bytes: [UInt8]) throws(GemError) -> JSON {
        do { return try JSON(parsing: bytes, .lenient) } catch { throw GemError(.badInput, "The body is no JSON: \(error)") }
    }

    /// The first value of a query item that is not empty.
    func queryValue(_ name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// The body as an object that has no members but these; throws `badInput` for anything else.
    func object(_ names: String...) throws(GemError) -> JSON {
        if case .null = json { return .object(JSON.Object()) }
        guard let object = json.object else { throw GemError(.badInput, "The body is not a JSON object.") }
        if let stray = object.members.first(where: { !names.contains($0.name) }) {
            throw GemError(.badInput, "There is no \"\(stray.name)\" here; there are \(names.joined(separator: ", ")).")
        }
        return json
    }
}
