internal import GemCore

/// How a request asks its answer to be written: framing and white space.
struct OutputForm: Sendable {
    var shape: Route.Shape
    /// No white space, as `prettyPrint=false` asks; streams stay as they are.
    var isCompact: Bool

    /// Reads the query.
    init(_ route: Route) {
        shape = route.shape
        isCompact = ["prettyPrint", "$prettyPrint"].contains { name in
            route.queryValue(name).map { $0 == "0" || $0.lowercased() == "false" } ?? false
        }
    }

    /// One message.
    func bytes(_ message: JSON) -> [UInt8] { message.bytes(isCompact ? .compact : .pretty) }
}
