package import GemCore
package import GemStore
internal import HTTPTypes

extension OutboxRow {
    /// The row for people and programs: no body, no credential.
    package var json: JSON {
        let state: (String, String?) =
            switch self.state {
            case .pending: ("pending", nil)
            case .leased: ("sending", nil)
            case .dead(_, let error): ("dead", error.message)
            }
        let route = Route(method: .init(method) ?? .post, path: path)
        return .members([
            "ticket": .string(ticket), "state": .string(state.0), "operation": .string(route.operation.rawValue),
            "model": .string(route.model), "key": .string(key.description), "attempts": .int(self.state.attempts),
            "queued": .string(created.description),
            "files": attachments.isEmpty ? nil : .array(attachments.map { .string($0.displayName) }),
            "error": state.1.map(JSON.string),
        ])
    }
}

extension DoneRow {
    /// What became of the row, and where its answer is.
    package func json(_ ticket: String) -> JSON {
        let route = Route(method: .init(method) ?? .post, path: path)
        return .members([
            "ticket": .string(ticket), "state": "done", "operation": .string(route.operation.rawValue), "model": .string(route.model),
            "key": .string(key.description), "answered": .string(answered.description),
            // A batch of vectors is no entry of its own.
            "entry": EmbeddingForm(route.operation) == .batch || EmbeddingForm(route.operation) == .predict
                ? nil : .string(AdminTransport.prefix + "entries/\(key)"),
            "message": "Answered and stored: asking again is answered from the cache.",
        ])
    }
}
