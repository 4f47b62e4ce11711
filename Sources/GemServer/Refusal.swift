internal import GemCore
internal import HTTPTypes

/// A request the server turns away before any transport sees it: the status, and why in words.
struct Refusal: Error, Hashable {
    var status: Int
    var message: String

    /// A request that is not HTTP as this server reads it.
    static func malformed(_ what: String) -> Refusal { Refusal(status: 400, message: "The request is not valid HTTP/1.1: \(what).") }

    /// The answer in the API's error shape.
    var response: Response { .error(status: status, name: name, message: message) }

    private var name: String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 501, 505: "UNIMPLEMENTED"
        default: "INVALID_ARGUMENT"
        }
    }
}
