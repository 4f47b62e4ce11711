internal import GemCore
internal import HTTPTypes

/// Answers the Interactions API, by the questions of the API itself that stand behind it.
struct InteractionDesk: Sendable {
    let mock: MockGemini

    /// Creates, gets, deletes or cancels an interaction.
    func answer(_ call: DialectCall) throws(APIFailure) -> Reply {
        let names = call.route.resource.split(separator: "/").dropFirst().map(String.init)
        switch (call.method, names.count, names.last) {
        case (.post, 0, _): return try create(call)
        case (.get, 1, let id?): return try get(id, call.route)
        case (.delete, 1, let id?):
            guard mock.interactions.remove(id) else { throw .unknownInteraction(id) }
            return .compact(.object(JSON.Object()))
        case (.post, 2, "cancel"): return try cancel(names[0])
        default: throw .standard(404)
        }
    }

    private func create(_ call: DialectCall) throws(APIFailure) -> Reply {
        let previous = try previous(call.body)
        let question = try InteractionReader(body: call.body, history: previous?.contents ?? []).question()
        let answer = try ask(call, question)
        let digest = Digest(of: question.request, model: question.model)
        let builder = InteractionBuilder(messages: answer.messages, digest: digest, seed: mock.options.seed)
        let now = mock.time.now
        let interaction = Interaction(
            id: mock.interactions.newID(after: previous, digest: digest), asked: question.asked, isAgent: question.isAgent,
            created: now, ends: question.runsInBackground ? now.adding(seconds: mock.options.processingSeconds) : now,
            isBackground: question.runsInBackground, tier: question.tier, input: call.body["input"] ?? .null,
            contents: question.contents + (builder.history.isEmpty ? [] : [["role": "model", "parts": .array(builder.history)]]),
            outcome: builder.outcome)
        if question.isStored { mock.interactions.add(interaction) }
        guard question.streams else { return .compact(interaction.json(at: now)).putting(answer) }
        return stream(interaction, namesEvents: question.runsInBackground, after: nil).putting(answer)
    }

    private func previous(_ body: JSON) throws(APIFailure) -> Interaction? {
        guard let value = body.field("previous_interaction_id") else { return nil }
        guard let id = value.string else { throw .wrongType("previous_interaction_id", expected: "a string") }
        guard let found = mock.interactions.interaction(id) else { throw .unknownInteraction(id) }
        guard found.status(at: mock.time.now) != "in_progress" else {
            throw APIFailure(
                code: 400, status: "FAILED_PRECONDITION", message: "Interaction '\(id)' is still in progress and cannot be continued.")
        }
        return found
    }

    private func ask(_ call: DialectCall, _ question: InteractionQuestion) throws(APIFailure) -> Reply {
        let verb = question.streams ? "streamGenerateContent?alt=sse" : "generateContent"
        do {
            return try call.ask(mock, verb, of: question.model, question.request)
        } catch {
            guard error.code == 404 else { throw error }
            var failure = error
            failure.status = "MODEL_NOT_FOUND"
            throw failure
        }
    }

    private func get(_ id: String, _ route: Route) throws(APIFailure) -> Reply {
        guard let found = mock.interactions.interaction(id) else { throw .unknownInteraction(id) }
        guard route.queryValue("stream")?.lowercased() == "true" else {
            return .compact(found.json(at: mock.time.now, includesInput: route.queryValue("include_input")?.lowercased() == "true"))
        }
        guard let last = route.queryValue("last_event_id"), !last.isEmpty else { return stream(found, namesEvents: true, after: nil) }
        guard let place = InteractionEvents.place(of: last) else {
            throw .invalid("Invalid value '\(String(last.prefix(100)))' for parameter 'last_event_id'.")
        }
        return stream(found, namesEvents: true, after: place)
    }

    private func cancel(_ id: String) throws(APIFailure) -> Reply {
        guard let found = mock.interactions.interaction(id) else { throw .unknownInteraction(id) }
        guard found.isBackground else { throw .invalid("Interaction '\(id)' does not run in the background and cannot be cancelled.") }
        guard let cancelled = mock.interactions.cancel(id) else {
            throw APIFailure(
                code: 400, status: "FAILED_PRECONDITION",
                message: "Interaction '\(id)' cannot be cancelled: it is \(found.status(at: mock.time.now)).")
        }
        return .compact(cancelled.json(at: mock.time.now))
    }

    private func stream(_ interaction: Interaction, namesEvents: Bool, after place: Int?) -> Reply {
        let events = InteractionEvents(interaction: interaction, now: mock.time.now, namesEvents: namesEvents)
        return .eventStream(events.pieces(after: place)) { InteractionEvents.frame(["error": $0.interactionError, "event_type": "error"]) }
    }

    /// An error as this API writes it.
    static func reply(to failure: APIFailure) -> Reply {
        let error: JSON = ["error": failure.interactionError]
        var reply = Reply(status: failure.interactionStatus, fields: Reply.standardFields, content: .bytes(error.bytes()))
        reply.fields[.contentType] = "application/json; charset=UTF-8"
        for (name, value) in failure.fields { reply.fields[text: name] = value }
        return reply
    }
}
