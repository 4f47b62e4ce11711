internal import GemCore

/// An error answer, with the API's own words.
package struct APIFailure: Error, Sendable {
    /// The HTTP status.
    package var code: Int
    /// The `google.rpc.Code` name.
    package var status: String
    /// The API's message.
    package var message: String
    /// `google.rpc` details in order.
    var details: [JSON] = []
    /// Header fields beside the usual ones.
    var fields: [(String, String)] = []

    /// The body's value: `{"error": {…}}`.
    var json: JSON {
        [
            "error": .members([
                "code": .int(code), "message": .string(message), "status": .string(status),
                "details": details.isEmpty ? nil : .array(details),
            ])
        ]
    }

    /// 400 INVALID_ARGUMENT.
    static func invalid(_ message: String) -> APIFailure { APIFailure(code: 400, status: "INVALID_ARGUMENT", message: message) }

    /// The message of the API's own field checks: `* Message.path: text` and a newline.
    static func invalidField(_ path: String, _ text: String) -> APIFailure { invalid("* \(path): \(text)\n") }

    /// The request carries no key.
    static let noKey = APIFailure(
        code: 403, status: "PERMISSION_DENIED",
        message:
            "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API."
    )

    /// The key is not the one this mock was told to require.
    static var badKey: APIFailure {
        let message = "API key not valid. Please pass a valid API key."
        return APIFailure(
            code: 400, status: "INVALID_ARGUMENT", message: message,
            details: [
                .members([
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com",
                    "metadata": ["service": "generativelanguage.googleapis.com"],
                ]),
                .members([
                    "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": .string(message),
                ]),
            ])
    }

    /// A Vertex request without a valid token.
    static func vertexUnauthenticated(_ route: Route) -> APIFailure {
        let name = route.operation.rawValue
        let method = "google.cloud.aiplatform.\(route.version).PredictionService.\(name.prefix(1).uppercased())\(name.dropFirst())"
        return APIFailure(
            code: 401, status: "UNAUTHENTICATED",
            message:
                "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication",
            details: [
                .members([
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CREDENTIALS_MISSING", "domain": "googleapis.com",
                    "metadata": .members(["method": .string(method), "service": "aiplatform.googleapis.com"]),
                ])
            ],
            fields: [("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")])
    }

    /// The model is unknown, or cannot do what is asked; each service has its own words.
    static func unknownModel(_ route: Route) -> APIFailure {
        guard route.api == .developer else {
            let project = route.scope.isEmpty ? "" : route.scope + "/"
            return APIFailure(
                code: 404, status: "NOT_FOUND",
                message:
                    "Publisher Model `\(project)publishers/google/models/\(route.model)` was not found or your project does not have access to it. Please ensure you are using a valid model version. For more information, see: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"
            )
        }
        let verb =
            switch route.operation {
            case .streamGenerateContent: "generateContent"
            case .batchEmbedContents: "embedContent"
            default: route.operation.rawValue
            }
        let name = route.model.contains("/") ? route.model : "models/" + route.model
        return APIFailure(
            code: 404, status: "NOT_FOUND",
            message:
                "\(name) is not found for API version \(route.version.isEmpty ? "v1beta" : route.version), or is not supported for \(verb). Call ModelService.ListModels to see the list of available models and their supported methods."
        )
    }

    /// The file is unknown, expired or someone else's: the API does not tell which.
    static func unknownFile(_ id: String) -> APIFailure {
        APIFailure(
            code: 403, status: "PERMISSION_DENIED",
            message: "You do not have permission to access the File \(id) or it may not exist.")
    }

    /// The file is still being processed.
    static func inactiveFile(_ id: String) -> APIFailure {
        APIFailure(
            code: 400, status: "FAILED_PRECONDITION",
            message: "The File \(id) is not in an ACTIVE state and usage is not allowed.")
    }

    /// Something the real API serves and this mock does not yet.
    static func unimplemented(_ what: String) -> APIFailure {
        APIFailure(code: 501, status: "UNIMPLEMENTED", message: "The mock server does not serve \(what) yet.")
    }
}

extension APIFailure {
    /// The answer the API gives with a status, for faults and for fixtures that name a code alone.
    static func standard(_ code: Int, model: String = "", retryMilliseconds: Int64? = nil, perDay: Bool = false) -> APIFailure {
        if code == 429 { return .quota(.standard(model: model, perDay: perDay), retryMilliseconds: retryMilliseconds ?? 2000) }
        var failure = plain(code)
        if let retryMilliseconds { failure.details.append(retryInfo(retryMilliseconds)) }
        return failure
    }

    private static func plain(_ code: Int) -> APIFailure {
        switch code {
        case 400: .invalid("Request contains an invalid argument.")
        case 401:
            APIFailure(
                code: 401, status: "UNAUTHENTICATED",
                message:
                    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
            )
        case 403: APIFailure(code: 403, status: "PERMISSION_DENIED", message: "The caller does not have permission")
        case 404: APIFailure(code: 404, status: "NOT_FOUND", message: "Requested entity was not found.")
        case 499: APIFailure(code: 499, status: "CANCELLED", message: "The operation was cancelled.")
        case 503:
            APIFailure(
                code: 503, status: "UNAVAILABLE",
                message:
                    "This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.")
        case 504:
            APIFailure(code: 504, status: "DEADLINE_EXCEEDED", message: "Deadline expired before operation could complete.")
        case 500:
            APIFailure(
                code: 500, status: "INTERNAL",
                message:
                    "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"
            )
        default: APIFailure(code: code, status: "UNKNOWN", message: "Unknown Error.")
        }
    }
}
