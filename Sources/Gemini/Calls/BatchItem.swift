public import GemCore

/// One question of a batch.
public struct BatchItem: Sendable {
    /// What is asked: a `GenerateContentRequest` or an `EmbedContentRequest`.
    public var request: JSON
    /// Local media the question names, uploaded when the batch is handed in.
    public var attachments: [Attachment] = []
    /// The caller's own word for it, which comes back with the answer.
    public var key: String?

    /// Takes a request as it is.
    public init(request: JSON, key: String? = nil) {
        self.request = request
        self.key = key
    }

    /// A question to the model.
    public static func question(_ question: GenerateContentRequest, key: String? = nil) -> BatchItem {
        var item = BatchItem(request: question.json, key: key)
        item.attachments = question.attachments
        return item
    }

    /// A prompt to the model.
    public static func prompt(_ prompt: String, key: String? = nil) -> BatchItem {
        .question(GenerateContentRequest(contents: [Content(parts: [.text(prompt)])]), key: key)
    }

    /// A content to embed.
    public static func embedding(
        _ content: Content, dimensions: Int? = nil, taskType: String? = nil, title: String? = nil, key: String? = nil
    )
        -> BatchItem
    {
        BatchItem(
            request: .members([
                "content": content.json, "taskType": taskType.map { .string($0) }, "title": title.map { .string($0) },
                "outputDimensionality": dimensions.map { .int($0) },
            ]), key: key)
    }

    /// The line of a JSONL file that asks this.
    public var line: JSON { .members(["key": key.map { .string($0) }, "request": request]) }
}

/// Where a batch's questions are.
public enum BatchInput: Sendable {
    /// In the request itself, 20 MB at most in all.
    case items([BatchItem])
    /// In an uploaded JSONL file, by its name `files/ID`: a line is `{"key": …, "request": {…}}`.
    case file(String)
    /// Vertex AI: in a JSONL object of Cloud Storage (`gs://…`); the answers go below `output` there.
    case cloud(String, output: String)
}

/// The answer to one question of a batch, or the error in its place.
public struct BatchResult: Sendable {
    /// Which one it is, from 0, in the order of upstream's answer.
    public var index: Int
    /// The caller's own word for the question, where it had one.
    public var key: String?
    /// What was answered.
    public var outcome: Result<JSON, GemError>

    /// Reads an answer, of the message or a line of a file.
    init(_ json: JSON, index: Int) {
        self.index = index
        key = (json["key"] ?? json["metadata"]?["key"])?.string
        if let response = json["response"], response != .null {
            outcome = .success(response)
        } else {
            outcome = .failure(Self.error(json["error"], key ?? "number \(index + 1)"))
        }
    }

    /// The error in the place of a question that upstream's answers leave out.
    init(leftOut key: String, index: Int) {
        self.index = index
        self.key = key
        outcome = .failure(GemError(.upstream, "The batch has no answer to \(key): upstream's answers leave it out. Ask it again."))
    }

    /// The answer to a question; throws the error in its place.
    public func generated() throws(GemError) -> GenerateContentResponse { GenerateContentResponse(json: try outcome.get()) }

    /// The vector of a content; throws the error in its place, `noAnswer` where there is none, and `upstream` where it is no vector, or has not the `size` asked for.
    public func embedding(size: Int? = nil) throws(GemError) -> [Float] {
        let answer = try outcome.get()
        let vector = try VectorReader.read(answer["embedding"]?["values"], of: "The batch", for: key ?? "number \(index + 1)")
        try VectorReader.check([vector], size: size, of: "The batch")
        return vector
    }

    private static func error(_ json: JSON?, _ name: String) -> GemError {
        let code = json?["code"]?.int ?? 2
        let (status, http) = RPCCode.table.indices.contains(code) ? RPCCode.table[code] : ("UNKNOWN", 500)
        let message = json?["message"]?.string ?? "no reason given"
        return GemError(
            .upstream, "The batch has no answer to \(name): \(status): \(message)",
            upstream: UpstreamFailure(httpStatus: http, status: json?["status"]?.string ?? status, message: message))
    }
}

/// gRPC's codes by number: name, and the HTTP status it stands for.
enum RPCCode {
    static let table: [(name: String, httpStatus: Int)] = [
        ("OK", 200), ("CANCELLED", 499), ("UNKNOWN", 500), ("INVALID_ARGUMENT", 400), ("DEADLINE_EXCEEDED", 504), ("NOT_FOUND", 404),
        ("ALREADY_EXISTS", 409), ("PERMISSION_DENIED", 403), ("RESOURCE_EXHAUSTED", 429), ("FAILED_PRECONDITION", 400), ("ABORTED", 409),
        ("OUT_OF_RANGE", 400), ("UNIMPLEMENTED", 501), ("INTERNAL", 500), ("UNAVAILABLE", 503), ("DATA_LOSS", 500),
        ("UNAUTHENTICATED", 401),
    ]
}
