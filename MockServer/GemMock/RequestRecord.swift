public import GemCore

/// One line of the mock's request log; holds no credential and no upload id.
public struct RequestRecord: Sendable, Hashable {
    /// Counts from 1 since the start or the last reset.
    public var number: Int
    /// When it came.
    public var time: Timestamp
    /// The HTTP method.
    public var method: String
    /// Path and query, without `key`, `access_token` and `upload_id`.
    public var path: String
    /// What was asked for.
    public var operation: Route.Operation
    /// The question's key, where the request asks one.
    public var key: RequestKey?
    /// The model's short name; empty where the path names none.
    public var model: String
    /// The HTTP status; 0 where there was no answer.
    public var status = 0
    /// How many items a batch held (contents to embed, instances); 0 for other requests.
    public var items = 0
    /// Bytes of the request's body.
    public var bytesReceived: Int64 = 0
    /// Bytes of the answer's body, as far as they were read.
    public var bytesSent: Int64 = 0
    /// The fault that was applied.
    public var fault: String?
    /// Milliseconds from the request's head to the answer's; nil while there is none.
    public var answered: Double?
    /// Milliseconds from the request's head to the answer's end; nil while there is none.
    public var ended: Double?
    /// How the exchange ended.
    public var ending = Ending.open
    /// The body of a question as it was read, long texts shortened; kept for the latest requests, and for none that carries a secret.
    public var question: JSON?
    /// What verdicts are made of.
    var facts = Facts()

    /// How an exchange ends.
    public enum Ending: String, Sendable, Hashable {
        /// It has not.
        case open
        /// All of the answer was handed out.
        case whole
        /// The mock broke the connection.
        case broken
        /// The client went away.
        case abandoned
    }

    /// The record as `/__mock/requests` shows it.
    var json: JSON {
        .members([
            "number": .int(number), "time": .string(time.description), "method": .string(method), "path": .string(path),
            "operation": .string(operation.rawValue), "key": key.map { .string($0.description) }, "model": .string(model),
            "status": .int(status), "items": .int(items), "bytesReceived": .int(bytesReceived), "bytesSent": .int(bytesSent),
            "fault": fault.map { .string($0) }, "ending": .string(ending.rawValue), "answeredMs": answered.map { .double($0) },
            "endedMs": ended.map { .double($0) }, "question": question,
        ])
    }
}
