package import GemCore
internal import HTTPTypes

/// The project and location that Vertex AI's paths name; SDKs leave them out when they are given another base URL.
package struct VertexScope: Sendable, Hashable {
    private let prefix: String

    /// Takes a project's and a location's names; nil where one of them could not stand in a path.
    package init?(project: String, location: String) {
        func isName(_ text: String) -> Bool {
            !text.isEmpty
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"):
                        true
                    default: false
                    }
                }
        }
        guard isName(project), isName(location) else { return nil }
        prefix = "/projects/\(project)/locations/\(location)"
    }

    /// The request with the scope put into a bare path.
    ///
    /// A bare path with an API key is a whole one: express mode has no project. Reading Google's own models has none either.
    package func completing(_ request: Request) -> Request {
        let route = request.route
        guard route.api == .vertex, route.scope.isEmpty, !route.version.isEmpty, request.head.authority == nil,
            request.credential?.isAPIKey != true
        else { return request }
        let path = request.path
        guard let slash = path.dropFirst().firstIndex(of: "/") else { return request }
        let rest = path[slash...]
        let isReading = request.head.method == .get || request.head.method == .head
        guard !rest.hasPrefix("/projects/"), !isReading || !rest.hasPrefix("/publishers/") else { return request }
        var request = request
        request.head.path = path[..<slash] + prefix + rest
        return request
    }
}
