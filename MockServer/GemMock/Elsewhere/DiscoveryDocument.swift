internal import GemCore

/// The service's description of itself that older clients read before they upload: which methods there are, under which paths.
///
/// It holds what `googleapiclient` needs to make calls, not the messages' fields.
enum DiscoveryDocument {
    /// The document of a version whose calls go to `base`.
    static func json(version: String, base: String) -> JSON {
        .members([
            "kind": "discovery#restDescription", "discoveryVersion": "v1", "id": .string("generativelanguage:" + version),
            "name": "generativelanguage", "version": .string(version), "title": "Generative Language API",
            "protocol": "rest", "rootUrl": .string(base + "/"), "servicePath": "", "baseUrl": .string(base + "/"), "basePath": "",
            "batchPath": "batch", "parameters": parameters, "resources": resources(version), "schemas": schemas,
        ])
    }

    /// A method: its verb, the path after the version, the message it takes, the query items it knows.
    private struct Method {
        var name: String
        var verb: String
        var path: String
        var takes: String?
        var query: [String] = []
        var uploads = false
    }

    private static let paging = ["pageSize", "pageToken"]

    private static let methods: KeyValuePairs<String, [Method]> = [
        "media": [Method(name: "upload", verb: "POST", path: "files", takes: "CreateFileRequest", uploads: true)],
        "files": [
            Method(name: "list", verb: "GET", path: "files", query: paging), Method(name: "get", verb: "GET", path: "{+name}"),
            Method(name: "delete", verb: "DELETE", path: "{+name}"),
        ],
        "models": [
            Method(name: "list", verb: "GET", path: "models", query: paging), Method(name: "get", verb: "GET", path: "{+name}"),
            question("generateContent"), question("streamGenerateContent"), question("countTokens"), question("embedContent"),
            question("batchEmbedContents"), question("batchGenerateContent"), question("asyncBatchEmbedContent"),
        ],
        "cachedContents": [
            Method(name: "create", verb: "POST", path: "cachedContents", takes: "CachedContent"),
            Method(name: "list", verb: "GET", path: "cachedContents", query: paging),
            Method(name: "get", verb: "GET", path: "{+name}"),
            Method(name: "patch", verb: "PATCH", path: "{+name}", takes: "CachedContent", query: ["updateMask"]),
            Method(name: "delete", verb: "DELETE", path: "{+name}"),
        ],
        "batches": [
            Method(name: "list", verb: "GET", path: "{+name}", query: paging), Method(name: "get", verb: "GET", path: "{+name}"),
            Method(name: "cancel", verb: "POST", path: "{+name}:cancel", takes: "CancelOperationRequest"),
            Method(name: "delete", verb: "DELETE", path: "{+name}"),
        ],
        "tunedModels": [Method(name: "list", verb: "GET", path: "tunedModels", query: paging)],
    ]

    private static func question(_ verb: String) -> Method {
        Method(name: verb, verb: "POST", path: "{+model}:" + verb, takes: verb.prefix(1).uppercased() + verb.dropFirst() + "Request")
    }

    private static func resources(_ version: String) -> JSON {
        object(methods.map { name, list in (name, ["methods": object(list.map { ($0.name, json($0, of: name, version)) })]) })
    }

    private static func json(_ method: Method, of resource: String, _ version: String) -> JSON {
        let inPath = ["name", "model"].filter { method.path.contains("{+\($0)}") }
        let items =
            inPath.map { ($0, ["type": "string", "location": "path", "required": true] as JSON) }
            + method.query.map { ($0, ["type": $0 == "pageSize" ? "integer" : "string", "location": "query"] as JSON) }
        let path = version + "/" + method.path
        return .members([
            "id": .string("generativelanguage.\(resource).\(method.name)"), "path": .string(path), "flatPath": .string(path),
            "httpMethod": .string(method.verb), "parameters": object(items), "parameterOrder": .array(inPath.map { .string($0) }),
            "request": method.takes.map { ["$ref": .string($0)] }, "response": ["$ref": "Answer"],
            "supportsMediaUpload": method.uploads ? true : nil, "mediaUpload": method.uploads ? upload(path) : nil,
        ])
    }

    private static func upload(_ path: String) -> JSON {
        let simple: JSON = .members(["path": .string("/upload/" + path), "multipart": true])
        return .members(["accept": ["*/*"], "protocols": .members(["simple": simple, "resumable": simple])])
    }

    private static var parameters: JSON {
        object(["key", "alt", "fields", "prettyPrint"].map { ($0, ["type": "string", "location": "query"]) })
    }

    /// A name for each message, for clients that look it up; any member may stand in it.
    private static var schemas: JSON {
        let names = Set(methods.flatMap { $0.value.compactMap(\.takes) } + ["Answer"]).sorted()
        return object(names.map { ($0, .members(["id": .string($0), "type": "object", "additionalProperties": ["type": "any"]])) })
    }

    private static func object(_ members: [(String, JSON)]) -> JSON { .object(JSON.Object(members.map { .init($0.0, $0.1) })) }
}
