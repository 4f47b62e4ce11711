internal import GemCore
internal import HTTPTypes

/// What a request must be for a fixture to answer it.
struct FixtureMatch: Sendable {
    /// A piece of text, or a regular expression.
    enum Pattern: Sendable {
        case substring(String)
        case expression(String)
        case exact(String)

        func matches(_ text: String) -> Bool {
            switch self {
            case .substring(let part): part.isEmpty || text.contains(part)
            case .exact(let whole): text == whole
            case .expression(let source): (try? Regex(source)).map { text.contains($0) } ?? false
            }
        }
    }

    var key: RequestKey?
    var model = ""
    var operation = ""
    var text: Pattern?
    var path: Pattern?
    var method = ""

    /// Whether it needs nothing but the question.
    var isAboutQuestions: Bool { path == nil && method.isEmpty }

    /// Whether it can be told without a question: by path, method, operation and model.
    var isAboutRequests: Bool { key == nil && text == nil && (!isAboutQuestions || !operation.isEmpty) }

    /// Whether it matches a question.
    func matches(key: RequestKey?, route: Route, text: String) -> Bool {
        guard isAboutQuestions else { return false }
        if let wanted = self.key, wanted != key { return false }
        return matches(route) && (self.text?.matches(text) ?? true)
    }

    /// Whether it matches a request that asks no question.
    func matches(_ method: HTTPRequest.Method, _ path: String, _ route: Route) -> Bool {
        guard isAboutRequests, self.method.isEmpty || self.method == method.rawValue else { return false }
        // A question is answered as one, after its checks, unless its path is named.
        if isAboutQuestions, Self.questions.contains(route.operation) { return false }
        return matches(route) && (self.path?.matches(path) ?? true)
    }

    private static let questions: Set<Route.Operation> = [
        .generateContent, .streamGenerateContent, .countTokens, .computeTokens, .embedContent, .batchEmbedContents, .predict,
    ]

    private func matches(_ route: Route) -> Bool {
        if !model.isEmpty, model != route.model { return false }
        if operation.isEmpty || operation == route.operation.rawValue { return true }
        // An answer to a question is one to its stream too.
        return operation == "generateContent" && route.operation == .streamGenerateContent
    }
}
