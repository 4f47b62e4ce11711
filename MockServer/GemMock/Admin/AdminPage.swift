internal import GemCore
internal import HTTPTypes

/// One of the mock's own pages: how it is asked for, what it is for, and its answer.
struct AdminPage: Sendable {
    let method: HTTPRequest.Method
    /// The path after `/__mock/`; a last part `*` stands for a name.
    let path: String
    let words: String
    let answer: @Sendable (AdminCall) throws -> Response

    /// All pages, in the order the index shows them.
    static let all: [AdminPage] =
        [
            AdminPage(method: .get, path: "", words: "this list") { _ in .page(index) },
            AdminPage(method: .post, path: "reset", words: "forget requests, faults, files, counts; what the options arranged stands again")
            {
                $0.mock.reset()
                return .done
            },
        ] + requestPages + faultPages + clockPages + fixturePages + metricsPages + verdictPages

    /// The page a call asks for; throws what is wrong with it.
    static func find(_ call: AdminCall) throws(APIFailure) -> AdminPage {
        let there = all.filter { $0.matches(call.page) }
        if let page = there.first(where: { $0.method == call.method || $0.method == .get && call.method == .head }) { return page }
        guard there.isEmpty else {
            let methods = there.map(\.method.rawValue).joined(separator: ", ")
            throw APIFailure(
                code: 405, status: "UNIMPLEMENTED", message: "/__mock/\(call.page) takes \(methods), not \(call.method.rawValue).",
                fields: [("Allow", methods)])
        }
        let known = all.map { "\($0.method.rawValue) \($0.path)" }.joined(separator: ", ")
        throw APIFailure(code: 404, status: "NOT_FOUND", message: "The mock has no page /__mock/\(call.page); it has \(known).")
    }

    private func matches(_ page: String) -> Bool {
        guard path.hasSuffix("/*") else { return path == page }
        return page.hasPrefix(path.dropLast()) && page.utf8.count > path.utf8.count - 1
    }

    private static var index: JSON {
        [
            "mock": "gemcache",
            "pages": .array(
                all.map { page in
                    ["method": .string(page.method.rawValue), "path": .string("/__mock/" + page.path), "does": .string(page.words)]
                }),
        ]
    }
}

extension Response {
    /// A value, pretty-printed.
    static func page(_ json: JSON) -> Response { .json(.ok, json.bytes(.pretty)) }

    /// Nothing to say.
    static var done: Response { page(.object(JSON.Object())) }
}
