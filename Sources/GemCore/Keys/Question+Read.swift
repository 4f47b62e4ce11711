public import HTTPTypes

extension Question {
    /// The version of the canonical form; raised whenever equal requests get another form than before.
    public static let keyVersion = 2

    /// Reads what a request asks; nil where it is no question (uploads, files, batches, other operations, paths that are no UTF-8).
    ///
    /// One pass over `body`, which is never kept. Throws `badInput` with the offending byte's offset where the body is no JSON: such a request goes past the cache.
    public static func read(
        method: HTTPRequest.Method, path: String, body: [UInt8], options: RequestOptions = RequestOptions(),
        resolver: any MediaResolver = NoResolver()
    ) throws(GemError) -> Question? {
        guard PercentCoding.standsForText(path) else { return nil }
        let route = Route(method: method, path: path)
        let form = QuestionForm(route: route, path: path, options: options, resolver: resolver)
        switch route.operation {
        case .generateContent, .streamGenerateContent: return try form.question(.generateContent, body, root: KeySchema.Root.generate)
        case .countTokens, .computeTokens: return try form.question(route.operation, body, root: KeySchema.Root.count)
        case .embedContent: return try form.question(.embedContent, body, root: KeySchema.Root.embed)
        case .batchEmbedContents, .predict: return try form.batch(body)?.asOneQuestion(form)
        // Tuned models belong to an account.
        case .getModel where route.model.contains("/"): return nil
        case .listModels, .getModel: return form.models()
        case .chatCompletions where method == .post, .openAIEmbeddings where method == .post:
            return try form.opaque(body)
        case .interactions where method == .post && route.resource.isEmpty: return try form.opaque(body)
        default: return nil
        }
    }

    /// The canonical form of what a `cachedContents` create request stores, for `MediaResolver.canonical(ofCachedContent:)`.
    ///
    /// Lifetime and names are left out, so content that is stored again after it ended keeps its form. It tells the traits of what it
    /// holds, for the questions that name it, and keeps the ids of calls, which those questions may answer.
    public static func canonical(
        ofCachedContent body: [UInt8], path: String = "/v1beta/cachedContents", resolver: any MediaResolver = NoResolver()
    ) throws(GemError) -> [UInt8] {
        try content(ofCachedContent: body, path: path, resolver: resolver).canonical
    }

    /// The same with what limits how answers about the content may be kept.
    package static func content(
        ofCachedContent body: [UInt8], path: String = "/v1beta/cachedContents", resolver: any MediaResolver = NoResolver()
    ) throws(GemError) -> (canonical: [UInt8], traits: Traits) {
        let route = Route(method: .post, path: path)
        let form = QuestionForm(route: route, path: path, options: RequestOptions(), resolver: resolver)
        return try form.cachedContent(body)
    }
}

/// Writes canonical forms for one request's route and options.
struct QuestionForm {
    var route: Route
    var path: String
    var options: RequestOptions
    var resolver: any MediaResolver
    /// Whether a size that is the model's default stands in the form as any other.
    var namesDefaults = false

    /// A question whose body is one message.
    func question(_ operation: Route.Operation, _ body: [UInt8], root: Int) throws(GemError) -> Question {
        try body.withUnsafeBufferPointer { (input) throws(GemError) -> Question in
            var scanner = KeyScanner(input, context)
            let traits = head(operation, &scanner.out)
            try scanner.scanRoot(root)
            try scanner.finish()
            return finished(scanner, traits)
        }
    }

    /// A question of another dialect, of whose body only the spelling is made canonical.
    func opaque(_ body: [UInt8]) throws(GemError) -> Question {
        try body.withUnsafeBufferPointer { (input) throws(GemError) -> Question in
            var scanner = KeyScanner(input, context)
            scanner.isOpaque = true
            let traits = head(route.operation, &scanner.out)
            guard scanner.peek() == UInt8(ascii: "{") else { throw scanner.failure("Expected an object") }
            try scanner.scanData()
            try scanner.finish()
            return finished(scanner, traits)
        }
    }

    /// The question behind a GET of the list of models or of one.
    func models() -> Question {
        var out: [UInt8] = []
        let traits = head(route.operation, &out)
        let collection = path.prefix { $0 != "?" }.split(separator: "/").drop { $0 != "projects" && $0 != "publishers" && $0 != "models" }
        let name = collection.joined(separator: "/")
        let isGoogles = name == "models" || name.hasSuffix("publishers/google/models")
        if route.operation == .listModels, !isGoogles { KeyText.append(name, to: &out) }
        return Question(canonical: out, route: route, traits: traits)
    }

    func cachedContent(_ body: [UInt8]) throws(GemError) -> (canonical: [UInt8], traits: Question.Traits) {
        try body.withUnsafeBufferPointer { (input) throws(GemError) -> (canonical: [UInt8], traits: Question.Traits) in
            var scanner = KeyScanner(input, context)
            try scanner.scanRoot(
                KeySchema.Root.generate, without: ["ttl", "expireTime", "expire_time", "displayName", "display_name", "name"])
            try scanner.finish()
            return (CachedContentForm.head(scanner.traits) + scanner.out, scanner.traits)
        }
    }

    var context: KeyScanner.Context {
        let isEmbedding = route.operation == .embedContent || route.operation == .batchEmbedContents || route.operation == .predict
        return KeyScanner.Context(
            api: route.api, model: route.model,
            defaultDimension: isEmbedding && !namesDefaults ? EmbeddingModel.defaultDimension(route.model) : nil,
            resolver: resolver)
    }

    func finished(_ scanner: borrowing KeyScanner, _ traits: Question.Traits) -> Question {
        let canonical = scanner.hasCallIDs ? CallNumbering.renumber(scanner.out) : scanner.out
        let route = scanner.isOpaque ? route.stating(scanner.statedModel) : route
        return Question(canonical: canonical, route: route, traits: traits.union(scanner.traits))
    }

    /// Writes what comes before the body: version, operation, model, namespace, sample, and query items that shape the answer.
    func head(_ operation: Route.Operation, _ out: inout [UInt8]) -> Question.Traits {
        out.append(contentsOf: KeyText.version)
        KeyText.append(operation.rawValue, to: &out)
        KeyText.append(route.model, to: &out)
        KeyText.append(options.namespace, to: &out)
        if options.sample == 0 { out.append(contentsOf: "#0;".utf8) } else { out.append(contentsOf: "#\(options.sample);".utf8) }
        return KeyQuery.append(route.query, of: path, to: &out)
    }
}

/// Texts with their length before them.
enum KeyText {
    /// What every form starts with.
    static let version: [UInt8] = {
        var out: [UInt8] = []
        append("gemcache-key \(Question.keyVersion)", to: &out)
        return out
    }()

    static func append(_ text: String, to out: inout [UInt8]) {
        let count = text.utf8.count
        out.append(UInt8(ascii: "\""))
        if count >= 100 { out.append(contentsOf: String(count / 100).utf8) }
        if count >= 10 { out.append(UInt8(ascii: "0") + UInt8(count / 10 % 10)) }
        out.append(UInt8(ascii: "0") + UInt8(count % 10))
        out.append(UInt8(ascii: ":"))
        out.append(contentsOf: text.utf8)
    }
}

extension KeyScanner {
    /// Reads the body's message, without the members of some names.
    mutating func scanRoot(_ message: Int, without dropped: [String] = []) throws(GemError) {
        guard peek() == UInt8(ascii: "{") else {
            throw failure(index < input.count ? "Expected an object" : "It ends where an object is expected")
        }
        out.append(UInt8(ascii: "{"))
        let start = out.count
        try collect(message, rank: 0)
        if hasReplacement { members.removeAll { $0.rank == 0 && $0.field < Member.unknownElsewhere } }
        if !dropped.isEmpty { members.removeAll { dropped.contains(String(decoding: out[$0.name], as: UTF8.self)) } }
        arrange(from: 0, start: start, force: hasReplacement || !dropped.isEmpty)
        out.append(UInt8(ascii: "}"))
    }

    /// Makes sure that nothing follows.
    mutating func finish() throws(GemError) {
        skipSpace()
        guard index == input.count else { throw failure("Something follows the object") }
    }
}
