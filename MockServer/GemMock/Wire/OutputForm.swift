internal import GemCore

/// How a request asks its answer to be written: framing, white space, enums, which fields, which form of error.
struct OutputForm: Sendable {
    var shape: Route.Shape
    /// No white space, as `prettyPrint=false` asks; streams stay as they are.
    var isCompact: Bool
    private let route: Route
    /// Enums as integers, as `$alt=json;enum-encoding=int` asks.
    private let numbersEnums: Bool
    /// Errors as the first version of the format has them, with a list of their own.
    private let listsErrors: Bool
    private let mask: FieldMask?

    /// Reads the query.
    init(_ route: Route) {
        self.route = route
        shape = route.shape
        isCompact = ["prettyPrint", "$prettyPrint", "pp"].contains { name in
            route.queryValue(name).map { $0 == "0" || $0.lowercased() == "false" } ?? false
        }
        numbersEnums = route.query.contains { item in
            (item.name == "$alt" || item.name == "alt")
                && item.value.lowercased().split(separator: ";").dropFirst().contains { $0.filter { $0 != " " } == "enum-encoding=int" }
        }
        listsErrors = route.queryValue("$.xgafv") == "1"
        mask = (route.queryValue("fields") ?? route.queryValue("$fields")).flatMap { FieldMask($0) }
    }

    /// One message.
    func bytes(_ message: JSON) -> [UInt8] { shaped(message).bytes(isCompact ? .compact : .pretty) }

    /// A message with the fields, enums and errors that were asked for.
    func shaped(_ message: JSON) -> JSON {
        guard numbersEnums || listsErrors || mask != nil else { return message }
        if let error = message["error"], message.object?.members.count == 1 { return shaped(message, error: error) }
        var message = message
        if let mask { message = mask.applied(to: message) }
        return numbersEnums ? EnumNumbers.encoded(message, route) : message
    }

    private func shaped(_ message: JSON, error: JSON) -> JSON {
        var error = error
        if listsErrors, case .object(var members) = error {
            let entry: JSON = .members(["message": error["message"], "domain": "global", "reason": .string(reason(error))])
            let place = members.members.firstIndex { $0.name == "status" } ?? members.members.count
            members.members.insert(.init("errors", [entry]), at: place)
            error = .object(members)
        }
        // Vertex AI prints a list without elements too, where enums are integers.
        if numbersEnums, route.api == .vertex, error["details"] == nil { error["details"] = [] }
        var message = message
        message["error"] = error
        return message
    }

    private func reason(_ error: JSON) -> String {
        switch error["code"]?.int ?? 0 {
        case 400: "badRequest"
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "notFound"
        case 429: "rateLimitExceeded"
        default: "backendError"
        }
    }
}

extension OutputForm {
    /// Refuses forms that the service refuses, before it looks at anything else of a request.
    static func check(_ route: Route) throws(APIFailure) {
        guard Transcoder.hasForms(route) else { return }
        if let version = route.queryValue("$.xgafv"), version != "1", version != "2" { throw invalid(version, "$.xgafv") }
        for name in ["alt", "$alt"] {
            guard let value = route.queryValue(name) else { continue }
            switch value.prefix(while: { $0 != ";" }).lowercased() {
            case "", "json", "sse": continue
            case "media" where route.operation == .downloadFile || route.operation == .getFile || route.operation == .uploadFile: continue
            case "media": throw .invalid("Unsupported alt type \"media\" for non byte stream request.")
            case "proto": throw .unimplemented("alt=proto")
            default: throw invalid(value, name)
            }
        }
        guard let fields = route.queryValue("fields") ?? route.queryValue("$fields"), !fields.isEmpty, let name = Transcoder.answer(route)
        else { return }
        if let path = FieldMask(fields)?.unknownPath(in: name) { throw badMask(fields, path) }
    }

    private static func invalid(_ value: String, _ name: String) -> APIFailure {
        .invalid("Invalid value \"\(value)\" for query parameter '\(name)'")
    }

    private static func badMask(_ fields: String, _ path: String) -> APIFailure {
        let text = "Error expanding 'fields' parameter. Cannot find matching fields for path '\(path)'."
        var failure = APIFailure.violations([Violation(field: fields, text: text)])
        failure.message = APIFailure.standard(400).message
        return failure
    }
}
