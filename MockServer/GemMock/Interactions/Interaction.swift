internal import GemCore

/// One interaction: what was asked, what came of it, and when.
struct Interaction: Sendable {
    var id: String
    /// The model's name as asked, or the agent's.
    var asked: String
    var isAgent: Bool
    var created: Timestamp
    /// When it ends: at once, unless it runs in the background.
    var ends: Timestamp
    var isBackground: Bool
    /// When it was cancelled.
    var cancelled: Timestamp?
    /// The tier it was asked to be served in.
    var tier = "standard"
    /// The request's input, as it was given.
    var input: JSON
    /// The conversation so far as contents, with this answer.
    var contents: [JSON]
    /// What came of it.
    var outcome: InteractionOutcome

    /// The state at a time.
    func status(at now: Timestamp) -> String {
        if cancelled != nil { return "cancelled" }
        return now < ends ? "in_progress" : outcome.status
    }

    /// The resource at a time, as the API prints it.
    func json(at now: Timestamp, includesInput: Bool = false) -> JSON {
        let status = status(at: now)
        let isOver = status != "in_progress" && status != "cancelled"
        return .members([
            "id": .string(id), "status": .string(status), "usage": isOver ? outcome.usage : nil,
            "created": .string(Self.text(created)), "updated": .string(Self.text(updated(at: now))), "service_tier": .string(tier),
            "steps": isOver ? .array(outcome.steps.map(\.whole)) : nil, "errors": isOver ? outcome.errors : nil,
            "object": "interaction", "model": isAgent ? nil : .string(asked), "agent": isAgent ? .string(asked) : nil,
            "input": includesInput ? input : nil,
        ])
    }

    /// What the first and the last event of a stream say of it.
    func summary(at now: Timestamp, isEnd: Bool) -> JSON {
        var value = json(at: now)
        for name in ["steps", "errors"] { value[name] = nil }
        guard !isEnd else { return value }
        value["status"] = "in_progress"
        for name in ["usage", "created", "updated", "service_tier"] { value[name] = nil }
        return value
    }

    private func updated(at now: Timestamp) -> Timestamp { cancelled ?? (now < ends ? created : ends) }

    /// RFC 3339 without a fraction.
    private static func text(_ time: Timestamp) -> String { String(time.description.prefix(19)) + "Z" }
}

/// What came of an interaction.
struct InteractionOutcome: Sendable {
    var status = "completed"
    var steps: [InteractionStep] = []
    var usage: JSON = .object(.init())
    /// Why it failed.
    var errors: JSON?
}

/// One step, whole and as a stream tells it.
struct InteractionStep: Sendable {
    /// One piece of a step, after a pause.
    struct Delta: Sendable {
        var value: JSON
        var delayMilliseconds: Int64 = 0
    }

    /// The step as it is when it is over.
    var whole: JSON
    /// The step as it begins.
    var start: JSON
    var deltas: [Delta] = []
}
