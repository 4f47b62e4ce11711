internal import GemCore

/// The events of an interaction's stream, with names, `\n` for line ends and a mark at the end.
struct InteractionEvents: Sendable {
    let interaction: Interaction
    let now: Timestamp
    /// Whether events have ids, by which a stream can be taken up again.
    let namesEvents: Bool

    /// The stream's bytes, from after an event on where there was one.
    func pieces(after place: Int?) -> [Reply.Piece] {
        var pieces: [Reply.Piece] = []
        for (index, event) in events.enumerated() where index > place ?? -1 {
            var value = event.value
            if namesEvents { value["event_id"] = .string(Self.id(of: index)) }
            pieces.append(.init(bytes: Self.frame(value), delayMilliseconds: event.delayMilliseconds))
        }
        return pieces + [.init(bytes: Array("event: done\ndata: [DONE]\n\n".utf8))]
    }

    private var events: [InteractionStep.Delta] {
        let id = JSON.string(interaction.id)
        func update(_ status: JSON) -> InteractionStep.Delta {
            .init(value: ["interaction_id": id, "status": status, "event_type": "interaction.status_update"])
        }
        var events: [InteractionStep.Delta] = [
            .init(value: ["interaction": interaction.summary(at: now, isEnd: false), "event_type": "interaction.created"]),
            update("in_progress"),
        ]
        let end = max(now, interaction.ends)
        if interaction.cancelled == nil {
            for (index, step) in interaction.outcome.steps.enumerated() { events += Self.events(of: step, index: .int(index)) }
            for error in interaction.outcome.errors?.array ?? [] {
                events.append(.init(value: ["error": error, "event_type": "error"]))
            }
        } else {
            events.append(update("cancelled"))
        }
        events.append(.init(value: ["interaction": interaction.summary(at: end, isEnd: true), "event_type": "interaction.completed"]))
        // What runs in the background has nothing to tell before it ends.
        let wait = interaction.cancelled == nil ? interaction.ends.microseconds - now.microseconds : 0
        if wait > 0 { events[2].delayMilliseconds += (wait + 999) / 1000 }
        return events
    }

    private static func events(of step: InteractionStep, index: JSON) -> [InteractionStep.Delta] {
        let start = InteractionStep.Delta(value: ["index": index, "step": step.start, "event_type": "step.start"])
        let deltas = step.deltas.map { delta in
            InteractionStep.Delta(
                value: ["index": index, "delta": delta.value, "event_type": "step.delta"], delayMilliseconds: delta.delayMilliseconds)
        }
        return [start] + deltas + [.init(value: ["index": index, "event_type": "step.stop"])]
    }

    /// One event under its name.
    static func frame(_ event: JSON) -> [UInt8] {
        Array("event: \(event["event_type"]?.string ?? "")\ndata: \(event.text())\n\n".utf8)
    }

    /// The id of the event at a place.
    static func id(of place: Int) -> String { Base64Coding.encode(Array("event:\(place)".utf8), urlSafe: true) }

    /// The place an event's id names; nil for what is none.
    static func place(of id: String) -> Int? {
        guard let bytes = Base64Coding.decode(id) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("event:") ? Int(text.dropFirst(6)) : nil
    }
}
