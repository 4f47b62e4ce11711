internal import GemCore

/// The errors of the Interactions API, which have words for codes.
extension APIFailure {
    /// 400: a name the API does not know.
    static func unknownParameter(_ name: String, at path: String) -> APIFailure {
        let place = path.isEmpty ? "" : " at '\(path)'"
        return APIFailure(code: 400, status: "PARAMETER_UNKNOWN", message: "Unknown parameter '\(String(name.prefix(100)))'\(place).")
    }

    /// 400: something that has to be there is not.
    static func missingParameter(_ name: String, at path: String = "") -> APIFailure {
        let place = path.isEmpty ? "" : " at '\(path)'"
        return .invalid("Missing required parameter '\(name)'\(place).")
    }

    /// 400: a value that is none of those the API takes.
    static func unsupported(_ value: String, for name: String, at path: String, supported: [String] = []) -> APIFailure {
        let list = supported.isEmpty ? "" : " Supported values: " + supported.map { "'\($0)'" }.joined(separator: ", ") + "."
        return .invalid("The value '\(String(value.prefix(100)))' is not supported for '\(name)' at '\(path)'.\(list)")
    }

    /// 400: a value of another kind than the API expects.
    static func wrongType(_ name: String, expected: String) -> APIFailure {
        .invalid("Invalid type for parameter '\(name)'. Expected \(expected).")
    }

    /// 404: there is no interaction of this id, or no longer.
    static func unknownInteraction(_ id: String) -> APIFailure {
        APIFailure(code: 404, status: "NOT_FOUND", message: "Interaction '\(String(id.prefix(200)))' was not found.")
    }

    /// The error's code as the Interactions API spells it.
    var interactionCode: String {
        switch status {
        case "INVALID_ARGUMENT": return isAboutKey ? "authentication" : "invalid_request"
        case "PERMISSION_DENIED": return isAboutKey ? "authentication" : "permission_denied"
        case "UNAUTHENTICATED": return "authentication"
        case "RESOURCE_EXHAUSTED":
            return message.contains("PerDay") || message.contains("per day") ? "quota_exceeded" : "rate_limit_exceeded"
        case "INTERNAL", "UNKNOWN": return "api_error"
        case "UNAVAILABLE": return "service_unavailable"
        default: return status.lowercased()
        }
    }

    /// The HTTP status the Interactions API gives with it.
    var interactionStatus: Int { isAboutKey ? 401 : status == "OUT_OF_RANGE" ? 416 : code }

    private var isAboutKey: Bool { message == APIFailure.noKey.message || message == APIFailure.badKey.message }

    /// The error's value: a message and a code.
    var interactionError: JSON { ["message": .string(message), "code": .string(interactionCode)] }
}
