internal import GemCore

/// One batch: what was asked, and what came of it.
struct StoredBatch: Sendable {
    /// What each request asks.
    enum Kind: Sendable {
        case generate, embed

        /// The batch's type name, without its ending.
        var noun: String {
            switch self {
            case .generate: "GenerateContent"
            case .embed: "EmbedContent"
            }
        }

        /// The operation that answers one request.
        var verb: String {
            switch self {
            case .generate: "generateContent"
            case .embed: "embedContent"
            }
        }
    }

    /// Where the requests are.
    enum Input: Sendable {
        case inline([JSON])
        /// A JSONL file's name, and its bytes under a name of the batch's own.
        case file(String, FileSlice)
    }

    /// What came of it.
    enum Outcome: Sendable {
        case inline([JSON])
        /// The name of the file with the answers.
        case file(String)
        case failed(String)
    }

    /// The states the API tells, in its words.
    enum State: String, Sendable {
        case pending = "BATCH_STATE_PENDING"
        case running = "BATCH_STATE_RUNNING"
        case succeeded = "BATCH_STATE_SUCCEEDED"
        case failed = "BATCH_STATE_FAILED"
        case cancelled = "BATCH_STATE_CANCELLED"
        case expired = "BATCH_STATE_EXPIRED"

        var isEnd: Bool { self != .pending && self != .running }
    }

    /// Grows with each batch made.
    var number: UInt64
    var id: String
    var kind: Kind
    /// The model's short name.
    var model: String
    /// The API version of the request, by which the single requests are asked.
    var version: String
    /// Scheme and authority that the output file's URI begins with.
    var base: String
    var displayName: String
    var priority: Int?
    var input: Input
    var requestCount: Int
    var createTime: Timestamp
    /// How long it takes.
    var seconds: Double
    var cancelTime: Timestamp?
    var outcome: Outcome?
    var failedCount = 0
    /// Whether someone works on it.
    var isClaimed = false

    var name: String { "batches/" + id }

    /// After this many seconds a batch expires.
    static let lifetime = 48.0 * 3600

    /// When it ends, one way or the other.
    var endTime: Timestamp { cancelTime ?? createTime.moved(seconds: min(seconds, Self.lifetime)) }

    func state(at now: Timestamp) -> State {
        if cancelTime != nil { return .cancelled }
        let elapsed = now.seconds(since: createTime)
        if seconds >= Self.lifetime, elapsed >= Self.lifetime { return .expired }
        if elapsed < seconds / 2 { return .pending }
        guard elapsed >= seconds, let outcome else { return .running }
        if case .failed = outcome { return .failed }
        return .succeeded
    }

    /// Whether its time has come and its answers have not been made.
    func isDue(at now: Timestamp) -> Bool { outcome == nil && state(at: now) == .running && now.seconds(since: createTime) >= seconds }
}
