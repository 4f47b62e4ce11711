import GemCore
import HTTPTypes
import Testing

/// A request as the key tests write it.
struct Asked: Sendable, CustomStringConvertible {
    var method = HTTPRequest.Method.post
    var path = "/v1beta/models/m:generateContent"
    var body: String
    var sample: UInt32 = 0
    var namespace = ""

    init(
        _ body: String = "", _ path: String = "/v1beta/models/m:generateContent", method: HTTPRequest.Method = .post, sample: UInt32 = 0,
        namespace: String = ""
    ) {
        (self.body, self.path, self.method, self.sample, self.namespace) = (body, path, method, sample, namespace)
    }

    var description: String { "\(method) \(path) \(body)" }

    func question(_ resolver: any MediaResolver = NoResolver()) throws -> Question? {
        var options = RequestOptions()
        (options.sample, options.namespace) = (sample, namespace)
        return try Question.read(method: method, path: path, body: Array(body.utf8), options: options, resolver: resolver)
    }
}

/// Requests under the name of what makes them equal, or different.
struct AskedGroup: Sendable, CustomTestStringConvertible {
    var name: String
    var requests: [Asked]

    init(_ name: String, _ requests: [Asked]) { (self.name, self.requests) = (name, requests) }

    /// Requests that differ in a value at one place of a body.
    init(_ name: String, values: [String], in body: (String) -> String) { self.init(name, values.map { Asked(body($0)) }) }

    /// The same body with each of these queries.
    init(_ name: String, queries: [String]) {
        self.init(name, queries.map { Asked(hello, "/v1beta/models/m:generateContent?" + $0) })
    }

    var testDescription: String { name }
}

/// Knows a few files and one cached content.
struct KnownMedia: MediaResolver {
    var files: [String: MediaContent] = [:]
    var contents: [String: [UInt8]] = [:]
    func content(ofFile uri: String) -> MediaContent? { files[uri] }
    func canonical(ofCachedContent name: String) -> [UInt8]? { contents[name] }
}

let hello = #"{"contents":[{"parts":[{"text":"hello"}]}]}"#

/// A body with one more member.
func hello(with member: String) -> String { #"{"contents":[{"parts":[{"text":"hello"}]}],\#(member)}"# }

/// A body with these members of a part.
func part(_ members: String) -> String { #"{"contents":[{"parts":[{\#(members)}]}]}"# }

/// A body with these members of generationConfig.
func config(_ members: String) -> String { hello(with: #""generationConfig":{\#(members)}"#) }

/// A body with this responseSchema.
func schema(_ value: String) -> String { config(#""responseSchema":\#(value)"#) }
