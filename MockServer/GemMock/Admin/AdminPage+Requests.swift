internal import GemCore
internal import HTTPTypes

/// What was asked.
extension AdminPage {
    static var requestPages: [AdminPage] {
        [
            AdminPage(
                method: .get, path: "requests",
                words: "what was asked, in order; ?after=N, ?operation=O, ?status=S, ?key=K and ?last=N narrow it"
            ) { call in
                .page(["requests": .array(try Self.narrowed(call).map(\.json))])
            },
            AdminPage(method: .get, path: "requests/*", words: "one request, by its number") { call in
                let number = Int(call.page.dropFirst("requests/".count))
                guard let record = call.mock.requests.first(where: { $0.number == number }) else {
                    throw APIFailure(code: 404, status: "NOT_FOUND", message: "There is no request of that number, or it was dropped.")
                }
                return .page(record.json)
            },
        ]
    }

    private static func narrowed(_ call: AdminCall) throws(GemError) -> [RequestRecord] {
        var records = call.mock.requests[...]
        func number(_ name: String) throws(GemError) -> Int? {
            guard let text = call.queryValue(name) else { return nil }
            guard let value = Int(text), value >= 0 else { throw GemError(.badInput, "\(name)=\(text) is not a whole number from 0 up.") }
            return value
        }
        if let after = try number("after") { records = records.drop { $0.number <= after } }
        if let status = try number("status") { records = records.filter { $0.status == status }[...] }
        if let operation = call.queryValue("operation") { records = records.filter { $0.operation.rawValue == operation }[...] }
        if let key = call.queryValue("key") { records = records.filter { $0.key?.description == key }[...] }
        return Array(try number("last").map { records.suffix($0) } ?? records)
    }
}
