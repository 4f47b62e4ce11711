public import GemCore

/// One event of a streamed interaction.
public struct InteractionEvent: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let event_type = Field<String>("event_type")
        let event_id = Field<String>("event_id")
        let interaction = Field<Interaction>("interaction")
        let interaction_id = Field<String>("interaction_id")
        let status = Field<EnumName>("status")
        let index = Field<Int>("index")
        let step = Field<InteractionStep>("step")
        let delta = Field<InteractionDelta>("delta")
        let error = Field<APIStatus>("error")
    }
    package static let fields = Fields()

    /// `interaction.created`, `step.start`, `step.delta`, `step.stop`, `interaction.completed`, `error`, …
    public var type: String { self[\.event_type] ?? "" }
    /// Where a broken stream can be taken up again.
    public var id: String? { self[\.event_id] }
    /// The whole of it, at its beginning and end.
    public var interaction: Interaction? { self[\.interaction] }
    /// Which interaction goes on.
    public var interactionID: String? { self[\.interaction_id] }
    /// How far it is.
    public var status: String? { self[\.status]?.text }
    /// Which step.
    public var index: Int? { self[\.index] }
    /// The step that begins.
    public var step: InteractionStep? { self[\.step] }
    /// What is added to the step.
    public var delta: InteractionDelta? { self[\.delta] }
    /// Why it failed.
    public var error: APIStatus? { self[\.error] }
}

/// What is added to a step.
public struct InteractionDelta: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let type = Field<String>("type")
        let text = Field<String>("text")
        let signature = Field<String>("signature")
        let content = Field<JSON>("content")
        let id = Field<String>("id")
        let name = Field<String>("name")
        let arguments = Field<JSON>("arguments")
        let data = Field<String>("data")
        let mime_type = Field<String>("mime_type")
    }
    package static let fields = Fields()

    /// `text`, `thought_signature`, `arguments_delta`, …
    public var type: String { self[\.type] ?? "" }
    /// A piece of text.
    public var text: String? { self[\.text] }
    /// What must go back unchanged with the step.
    public var signature: String? { self[\.signature] }
    /// A piece of a thought's summary.
    public var content: JSON? { self[\.content] }
    /// The call's.
    public var id: String? { self[\.id] }
    /// The function that is called.
    public var name: String? { self[\.name] }
    /// A piece of a call's arguments.
    public var arguments: JSON? { self[\.arguments] }
    /// A piece of media as base64.
    public var data: String? { self[\.data] }
    /// The media's type.
    public var mimeType: String? { self[\.mime_type] }
}
