internal import GemCore

extension Batch {
    /// The state in one word, the same on both services: `pending`, `running`, `succeeded`, `failed`, `cancelled`, `expired`, …; empty where it was not told.
    public var phase: String {
        let name = state.lowercased()
        for prefix in ["batch_state_", "job_state_"] where name.hasPrefix(prefix) { return String(name.dropFirst(prefix.count)) }
        return name
    }

    /// Whether nothing will change any more.
    public var isOver: Bool { ["succeeded", "failed", "cancelled", "expired", "partially_succeeded"].contains(phase) }

    /// Whether there are answers to be had.
    public var hasAnswers: Bool { phase == "succeeded" || phase == "partially_succeeded" }

    /// Why there are none, where upstream says so.
    public var failure: APIStatus? { json["error"].flatMap { APIStatus(member: $0) } }

    /// Vertex AI: where in Cloud Storage the answers are.
    public var cloudOutput: String? {
        json["outputInfo"]?["gcsOutputDirectory"]?.string ?? json["outputInfo"]?["bigqueryOutputTable"]?.string
    }

    /// The batch of a long-running operation, of which it is the metadata; what is no operation is taken for the batch itself.
    init(operation: JSON) {
        guard var batch = operation["metadata"], batch.object != nil else {
            self.init(json: operation)
            return
        }
        if batch["name"] == nil { batch["name"] = operation["name"] }
        if batch["output"] == nil { batch["output"] = operation["response"] }
        if let error = operation["error"] { batch["error"] = error }
        self.init(json: batch)
    }
}
