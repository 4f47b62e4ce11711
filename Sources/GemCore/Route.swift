public import HTTPTypes

/// Which operation of the API a path names, on which model or resource.
public struct Route: Sendable, Hashable {
    /// The two services that speak Gemini.
    public enum API: String, Sendable, Hashable {
        /// `generativelanguage.googleapis.com`.
        case developer
        /// `aiplatform.googleapis.com`.
        case vertex
    }

    /// Which service's path this is.
    public var api: API
    /// `v1`, `v1beta`, `v1alpha`, `v1beta1`; empty where the path has none.
    public var version: String
    /// What is asked for.
    public var operation: Operation
    /// The model's short name (`gemini-2.5-flash`) for Google's models, the full resource name for tuned models, endpoints and other publishers; empty where the path names no model.
    public var model: String
    /// The resource's name (`files/abc`, `cachedContents/x`, `batches/y`) where the path names one.
    public var resource: String
    /// `projects/P/locations/L` of a Vertex path; empty where it has none.
    public var scope: String
    /// The decoded query items in order.
    public var query: [QueryItem]

    /// One `name=value` of a query, percent-decoded.
    public struct QueryItem: Sendable, Hashable {
        /// The decoded name.
        public var name: String
        /// The decoded value; empty where there is none.
        public var value: String
    }

    /// What a request asks the API to do.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        /// `POST …/models/M:generateContent`: a whole answer.
        case generateContent
        /// `POST …/models/M:streamGenerateContent`: an answer piece by piece.
        case streamGenerateContent
        /// `POST …/models/M:countTokens`.
        case countTokens
        /// `POST …:computeTokens` of Vertex: the tokens themselves.
        case computeTokens
        /// `POST …/models/M:embedContent`: one vector.
        case embedContent
        /// `POST …/models/M:batchEmbedContents`: a vector for each item.
        case batchEmbedContents
        /// `POST …:predict` of Vertex: vectors and pictures.
        case predict
        /// `POST …/models/M:batchGenerateContent`: makes a batch of questions.
        case batchGenerateContent
        /// `POST …/models/M:asyncBatchEmbedContent`: makes a batch of embeddings.
        case asyncBatchEmbedContent
        /// `GET …/models`.
        case listModels
        /// `GET …/models/M`.
        case getModel
        /// `POST /upload/v1beta/files` and the data requests that follow it.
        case uploadFile
        /// `POST …/files`: a file's entry without its bytes.
        case createFile
        /// `POST …/files:register`: files of a bucket.
        case registerFiles
        /// `GET …/files/F`.
        case getFile
        /// `GET …/files`.
        case listFiles
        /// `DELETE …/files/F`.
        case deleteFile
        /// `GET …/files/F:download`.
        case downloadFile
        /// `POST …/cachedContents`.
        case createCachedContent
        /// `GET …/cachedContents/C`.
        case getCachedContent
        /// `GET …/cachedContents`.
        case listCachedContents
        /// `PATCH …/cachedContents/C`.
        case updateCachedContent
        /// `DELETE …/cachedContents/C`.
        case deleteCachedContent
        /// `GET …/batches/B`.
        case getBatch
        /// `GET …/batches`.
        case listBatches
        /// `PATCH …/batches/B:update…`.
        case updateBatch
        /// `POST …/batches/B:cancel`.
        case cancelBatch
        /// `DELETE …/batches/B`.
        case deleteBatch
        /// `POST …/batchPredictionJobs` of Vertex, whose other operations are those of batches.
        case createBatchJob
        /// `POST …/openai/chat/completions`.
        case chatCompletions
        /// `POST …/openai/embeddings`.
        case openAIEmbeddings
        /// `GET …/openai/models`, and one of them.
        case openAIModels
        /// `…/interactions`.
        case interactions
        /// Everything else: it passes, and is never kept.
        case other
    }

    /// How a generation's answer is framed.
    public enum Shape: UInt8, Sendable, Hashable {
        /// One JSON object.
        case unary
        /// Server-sent events (`alt=sse`).
        case events
        /// One JSON array, streamed element by element.
        case array
    }

    /// The first value of a query item.
    public func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The framing the caller asked for.
    public var shape: Shape {
        guard operation == .streamGenerateContent else { return .unary }
        let form = (queryValue("alt") ?? queryValue("$alt"))?.prefix { $0 != ";" }.lowercased()
        return form == "sse" ? .events : .array
    }

    /// Whether answers of both services must be kept apart from each other under one key.
    public var variant: API { api }
}

extension Route {
    /// Reads a method and a path with its query, as either service spells them; never fails: what it does not know is `.other`.
    public init(method: HTTPRequest.Method, path: String) {
        if method == .post, let plain = Route(plainModelPath: path) {
            self = plain
            return
        }
        let whole = QueryText(path)
        query = whole.map(Route.items) ?? []
        let place = whole?.place ?? path[...]
        var segments = place.utf8.split(separator: UInt8(ascii: "/")).map { PercentCoding.decode(Substring($0)) }[...]
        (api, version, operation, model, resource, scope) = (.developer, "", .other, "", "", "")
        // `…:generateContent/` is another path, which upstream does not know.
        guard place.utf8.last != UInt8(ascii: "/") else { return }
        let isUpload = segments.first == "upload"
        if isUpload || segments.first == "download" { segments.removeFirst() }
        if let first = segments.first, Route.isVersion(first) {
            version = first
            segments.removeFirst()
        }
        if segments.first == "openai" {
            operation = Route.openAI(segments.dropFirst())
            return
        }
        if version == "v1beta1" { api = .vertex }
        if segments.count >= 4, segments.first == "projects", segments[segments.startIndex + 2] == "locations" {
            api = .vertex
            scope = segments.prefix(4).joined(separator: "/")
            segments.removeFirst(4)
        }
        let verb = Route.takeVerb(&segments)
        if segments.first == "publishers" { api = .vertex }
        if isUpload {
            operation = segments.first == "files" ? .uploadFile : .other
            return
        }
        resolve(segments, verb: verb, method: method)
    }

    /// Reads `/VERSION/models/M:VERB`, the path of nearly all questions, without taking it apart; nil for all else.
    private init?(plainModelPath path: String) {
        var path = path
        let places = path.withUTF8 { Route.plainModelPlaces($0) }
        guard let places else { return nil }
        func text(_ range: Range<Int>) -> String {
            let bytes = path.utf8
            return String(
                path[bytes.index(bytes.startIndex, offsetBy: range.lowerBound)..<bytes.index(bytes.startIndex, offsetBy: range.upperBound)])
        }
        guard let verb = Route.modelVerbs[text(places.verb)] else { return nil }
        let version = text(1..<places.slash)
        guard version != "v1beta1" else { return nil }
        (api, self.version, operation, model, resource, scope) = (
            .developer, version, verb, text(places.slash + 8..<places.verb.lowerBound - 1), "", ""
        )
        query = places.verb.upperBound == path.utf8.count ? [] : QueryText(path).map(Route.items) ?? []
    }

    /// The slash after the version and the verb of such a path.
    private static func plainModelPlaces(_ path: UnsafeBufferPointer<UInt8>) -> (slash: Int, verb: Range<Int>)? {
        guard path.count > 3, path[0] == UInt8(ascii: "/"), path[1] == UInt8(ascii: "v"), (49...57).contains(path[2]) else { return nil }
        var slash = 3
        while slash < path.count, path[slash] != UInt8(ascii: "/") { slash += 1 }
        let models: StaticString = "/models/"
        guard slash + 8 < path.count, path[slash..<slash + 8].elementsEqual(KeySchema.bytes(models)) else { return nil }
        var end = slash + 8
        var colon: Int?
        while end < path.count, path[end] != UInt8(ascii: "?") {
            if path[end] == UInt8(ascii: "%") || path[end] == UInt8(ascii: "/") { return nil }
            if path[end] == UInt8(ascii: ":") { colon = end }
            end += 1
        }
        guard !path[3..<slash].contains(UInt8(ascii: "%")), !path[3..<slash].contains(UInt8(ascii: "?")), let colon, colon > slash + 8
        else { return nil }
        return (slash, colon + 1..<end)
    }

    private mutating func resolve(_ segments: ArraySlice<String>, verb: String?, method: HTTPRequest.Method) {
        let name = segments.joined(separator: "/")
        switch segments.first {
        case "models", "tunedModels", "dynamic", "publishers", "endpoints":
            if segments.last == "models" {
                operation = method == .get && verb == nil ? .listModels : .other
                return
            }
            if segments.contains("openapi") {
                operation = .chatCompletions
                return
            }
            model = Route.shortModel(scope.isEmpty ? name : scope + "/" + name)
            guard let verb else {
                // Deeper names are something else of the model's: its operations, which are polled, or its permissions.
                let isModel = segments.count == (segments.first == "publishers" ? 4 : 2)
                operation = method == .get && isModel ? .getModel : .other
                if !isModel { (model, resource) = ("", name) }
                return
            }
            operation = method == .post ? Route.modelVerbs[verb] ?? .other : .other
        case "files":
            resource = segments.count > 1 ? name : ""
            operation = Route.files(method, verb, hasName: segments.count > 1)
        case "cachedContents":
            resource = segments.count > 1 ? (scope.isEmpty ? name : scope + "/" + name) : ""
            operation = Route.cachedContents(method, hasName: segments.count > 1)
        case "batches":
            resource = segments.count > 1 ? name : ""
            operation = Route.batches(method, verb, hasName: segments.count > 1)
        case "batchPredictionJobs" where !scope.isEmpty:
            resource = segments.count > 1 ? scope + "/" + name : ""
            let isNew = method == .post && verb == nil && segments.count == 1
            operation = isNew ? .createBatchJob : Route.batches(method, verb, hasName: segments.count > 1)
        case "interactions":
            resource = segments.count > 1 ? name : ""
            operation = .interactions
        default:
            operation = .other
        }
    }

    private static let modelVerbs: [String: Operation] = [
        "generateContent": .generateContent, "streamGenerateContent": .streamGenerateContent, "countTokens": .countTokens,
        "computeTokens": .computeTokens, "embedContent": .embedContent, "batchEmbedContents": .batchEmbedContents, "predict": .predict,
        "batchGenerateContent": .batchGenerateContent, "asyncBatchEmbedContent": .asyncBatchEmbedContent,
    ]

    private static func files(_ method: HTTPRequest.Method, _ verb: String?, hasName: Bool) -> Operation {
        switch (method, verb, hasName) {
        case (.get, "download", true): .downloadFile
        case (.get, nil, true): .getFile
        case (.get, nil, false): .listFiles
        case (.delete, nil, true): .deleteFile
        case (.post, "register", false): .registerFiles
        case (.post, nil, false): .createFile
        default: .other
        }
    }

    private static func cachedContents(_ method: HTTPRequest.Method, hasName: Bool) -> Operation {
        switch (method, hasName) {
        case (.post, false): .createCachedContent
        case (.get, true): .getCachedContent
        case (.get, false): .listCachedContents
        case (.patch, true): .updateCachedContent
        case (.delete, true): .deleteCachedContent
        default: .other
        }
    }

    private static func batches(_ method: HTTPRequest.Method, _ verb: String?, hasName: Bool) -> Operation {
        switch (method, verb, hasName) {
        case (.get, nil, true): .getBatch
        case (.get, nil, false): .listBatches
        case (.post, "cancel", true): .cancelBatch
        case (.delete, nil, true): .deleteBatch
        case (.patch, "updateGenerateContentBatch", true), (.patch, "updateEmbedContentBatch", true): .updateBatch
        default: .other
        }
    }

    private static func openAI(_ segments: ArraySlice<String>) -> Operation {
        switch segments.joined(separator: "/") {
        case "chat/completions": .chatCompletions
        case "embeddings": .openAIEmbeddings
        case let name where name.hasPrefix("models"): .openAIModels
        default: .other
        }
    }

    /// Splits the verb off the last segment: `m:generateContent` → `generateContent`.
    private static func takeVerb(_ segments: inout ArraySlice<String>) -> String? {
        guard let last = segments.last, let colon = last.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        segments[segments.index(before: segments.endIndex)] = String(last[..<colon])
        return String(last[last.utf8.index(after: colon)...])
    }

    private static func isVersion(_ segment: String) -> Bool {
        let bytes = segment.utf8
        guard bytes.first == UInt8(ascii: "v"), let digit = bytes.dropFirst().first else { return false }
        return (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(digit)
    }

    private static func items(of query: QueryText) -> [QueryItem] {
        query.items.map { QueryItem(name: $0.name, value: $0.value ?? "") }
    }

    /// Shortens Google's own models to their bare name (`models/M`, `publishers/google/models/M`, with or without project); all else stays whole.
    public static func shortModel(_ name: String) -> String {
        let segments = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
        switch segments.count {
        case 2 where segments[0] == "models": return String(segments[1])
        case 4 where segments[0] == "publishers" && segments[1] == "google" && segments[2] == "models": return String(segments[3])
        case 8 where segments[0] == "projects" && segments[4] == "publishers" && segments[5] == "google" && segments[6] == "models":
            return String(segments[7])
        default: return name
        }
    }
}

extension Request {
    /// Which operation this request names.
    public var route: Route { Route(method: head.method, path: path) }
}
