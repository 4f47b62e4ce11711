internal import GemCore
internal import HTTPTypes

/// A request the server turns away before any transport sees it: the status, and why in words.
struct Refusal: Error, Hashable {
    var status: Int
    var message: String

    /// A request that is not HTTP as this server reads it.
    static func malformed(_ what: String) -> Refusal { Refusal(status: 400, message: "The request is not valid HTTP/1.1: \(what).") }

    /// A request that took too long to come.
    static let late = Refusal(status: 408, message: "The request did not come in time; send it again.")

    /// A connection more than the server takes.
    static func full(_ limit: Int) -> Refusal {
        Refusal(status: 503, message: "This server has \(limit) connections open and takes no more; close some, or try again later.")
    }

    /// The answer in the API's error shape.
    var response: Response { .rpcError(httpStatus: status, status: name, message: message) }

    private var name: String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 408: "DEADLINE_EXCEEDED"
        case 405, 501, 505: "UNIMPLEMENTED"
        case 503: "UNAVAILABLE"
        default: "INVALID_ARGUMENT"
        }
    }
}
