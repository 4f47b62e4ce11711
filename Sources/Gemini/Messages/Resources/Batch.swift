public import GemCore

/// A batch of questions that upstream answers within a day, at half the price.
public struct Batch: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let type = Field<String>("@type")
        let name = Field<String>("name")
        let model = Field<String>("model")
        let displayName = Field<String>("displayName")
        let state = Field<EnumName>("state")
        let batchStats = Field<BatchStats>("batchStats")
        let createTime = Field<Timestamp>("createTime")
        let updateTime = Field<Timestamp>("updateTime")
        let endTime = Field<Timestamp>("endTime")
        let inputConfig = Field<JSON>("inputConfig")
        let output = Field<BatchOutput>("output")
        let priority = Field<Int64>("priority")
    }
    package static let fields = Fields()

    /// The form's own name: of generation or of embedding.
    public var type: String? { self[\.type] }
    /// `batches/ID`.
    public var name: String { self[\.name] ?? "" }
    /// The model that is asked.
    public var model: String { self[\.model] ?? "" }
    /// A name for people.
    public var displayName: String { self[\.displayName] ?? "" }
    /// `BATCH_STATE_PENDING`, `…_RUNNING`, `…_SUCCEEDED`, `…_FAILED`, `…_CANCELLED`, `…_EXPIRED`.
    public var state: String { self[\.state]?.text ?? "" }
    /// How many requests are done.
    public var stats: BatchStats? { self[\.batchStats] }
    /// When it was handed in.
    public var createTime: Timestamp? { self[\.createTime] }
    /// When it last went on.
    public var updateTime: Timestamp? { self[\.updateTime] }
    /// When it ended.
    public var endTime: Timestamp? { self[\.endTime] }
    /// What is asked, where upstream tells it again.
    public var input: JSON? { self[\.inputConfig] }
    /// What was answered, once it has ended.
    public var output: BatchOutput? { self[\.output] }
    /// Batches of a higher one come first.
    public var priority: Int64? { self[\.priority] }
}

/// How many requests of a batch are done.
public struct BatchStats: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let requestCount = Field<Int64>("requestCount")
        let pendingRequestCount = Field<Int64>("pendingRequestCount")
        let successfulRequestCount = Field<Int64>("successfulRequestCount")
        let failedRequestCount = Field<Int64>("failedRequestCount")
    }
    package static let fields = Fields()

    /// All of them.
    public var total: Int64 { self[\.requestCount] ?? 0 }
    /// Those that wait.
    public var pending: Int64 { self[\.pendingRequestCount] ?? 0 }
    /// Those with an answer.
    public var successful: Int64 { self[\.successfulRequestCount] ?? 0 }
    /// Those with an error.
    public var failed: Int64 { self[\.failedRequestCount] ?? 0 }
}

/// What a batch gave: answers in the message, or a file of them.
public struct BatchOutput: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let type = Field<String>("@type")
        let inlinedResponses = Field<BatchAnswers>("inlinedResponses")
        let responsesFile = Field<String>("responsesFile")
    }
    package static let fields = Fields()

    /// The form's own name.
    public var type: String? { self[\.type] }
    /// The answers, where the questions came in the message.
    public var inlined: BatchAnswers? { self[\.inlinedResponses] }
    /// A file of JSON lines, where the questions came in a file.
    public var file: String? { self[\.responsesFile] }
    /// The answers in the message.
    public var answers: [BatchAnswer] { inlined?.answers ?? [] }
}

/// The list of a batch's answers.
public struct BatchAnswers: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let inlinedResponses = Field<[BatchAnswer]>("inlinedResponses")
    }
    package static let fields = Fields()

    /// In the order of the questions.
    public var answers: [BatchAnswer] { self[list: \.inlinedResponses] }
}

/// The answer to one question of a batch, or the error in its place.
public struct BatchAnswer: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let response = Field<JSON>("response")
        let error = Field<APIStatus>("error")
        let metadata = Field<JSON>("metadata")
    }
    package static let fields = Fields()

    /// A `GenerateContentResponse` or an `EmbedContentResponse`.
    public var response: JSON? { self[\.response] }
    /// Why there is none.
    public var error: APIStatus? { self[\.error] }
    /// What the caller noted on the question.
    public var metadata: JSON? { self[\.metadata] }
    /// The answer of a batch of generations.
    public var generated: GenerateContentResponse? { response.flatMap { GenerateContentResponse(member: $0) } }
    /// The answer of a batch of embeddings.
    public var embedded: EmbedContentResponse? { response.flatMap { EmbedContentResponse(member: $0) } }
}
