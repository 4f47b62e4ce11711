public import GemCore

/// An answer of the Interactions API: the steps the model took.
public struct Interaction: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let object = Field<String>("object")
        let model = Field<String>("model")
        let agent = Field<String>("agent")
        let status = Field<EnumName>("status")
        let created = Field<Timestamp>("created")
        let updated = Field<Timestamp>("updated")
        let steps = Field<[InteractionStep]>("steps")
        let usage = Field<InteractionUsage>("usage")
        let service_tier = Field<EnumName>("service_tier")
        let previous_interaction_id = Field<String>("previous_interaction_id")
    }
    package static let fields = Fields()

    /// What a later turn names it by.
    public var id: String { self[\.id] ?? "" }
    /// `interaction`.
    public var object: String? { self[\.object] }
    /// The model that was asked.
    public var model: String? { self[\.model] }
    /// The agent that was asked.
    public var agent: String? { self[\.agent] }
    /// `in_progress`, `requires_action`, `completed`, `failed`, `cancelled`, `incomplete`, …
    public var status: String { self[\.status]?.text ?? "" }
    /// When it began.
    public var created: Timestamp? { self[\.created] }
    /// When it last went on.
    public var updated: Timestamp? { self[\.updated] }
    /// The steps, oldest first.
    public var steps: [InteractionStep] { self[list: \.steps] }
    /// What it cost.
    public var usage: InteractionUsage? { self[\.usage] }
    /// `standard`, `flex`, `priority`.
    public var serviceTier: String? { self[\.service_tier]?.text }
    /// The turn before.
    public var previousID: String? { self[\.previous_interaction_id] }
}

/// One step: a thought, words, a call or its result.
public struct InteractionStep: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let type = Field<String>("type")
        let content = Field<JSON>("content")
        let summary = Field<JSON>("summary")
        let signature = Field<String>("signature")
        let id = Field<String>("id")
        let call_id = Field<String>("call_id")
        let name = Field<String>("name")
        let arguments = Field<JSON>("arguments")
        let result = Field<JSON>("result")
        let is_error = Field<Bool>("is_error")
    }
    package static let fields = Fields()

    /// `thought`, `model_output`, `function_call`, `google_search_call`, …
    public var type: String { self[\.type] ?? "" }
    /// What was said or found, in a form of its kind.
    public var content: JSON? { self[\.content] }
    /// A summary of a thought.
    public var summary: JSON? { self[\.summary] }
    /// What must go back unchanged with this step.
    public var signature: String? { self[\.signature] }
    /// Pairs a call with its result.
    public var id: String? { self[\.id] }
    /// The call a result belongs to.
    public var callID: String? { self[\.call_id] }
    /// The function that is called.
    public var name: String? { self[\.name] }
    /// A call's arguments.
    public var arguments: JSON? { self[\.arguments] }
    /// What a call gave.
    public var result: JSON? { self[\.result] }
    /// Whether a call failed.
    public var isError: Bool { self[\.is_error] ?? false }
}

/// What an interaction cost, in tokens.
public struct InteractionUsage: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let total_tokens = Field<Int>("total_tokens")
        let total_input_tokens = Field<Int>("total_input_tokens")
        let total_output_tokens = Field<Int>("total_output_tokens")
        let total_thought_tokens = Field<Int>("total_thought_tokens")
        let total_cached_tokens = Field<Int>("total_cached_tokens")
        let total_tool_use_tokens = Field<Int>("total_tool_use_tokens")
        let input_tokens_by_modality = Field<[InteractionTokens]>("input_tokens_by_modality")
        let output_tokens_by_modality = Field<[InteractionTokens]>("output_tokens_by_modality")
        let cached_tokens_by_modality = Field<[InteractionTokens]>("cached_tokens_by_modality")
        let tool_use_tokens_by_modality = Field<[InteractionTokens]>("tool_use_tokens_by_modality")
    }
    package static let fields = Fields()

    /// All of them.
    public var totalTokens: Int { self[\.total_tokens] ?? 0 }
    /// The question's.
    public var inputTokens: Int { self[\.total_input_tokens] ?? 0 }
    /// The answer's.
    public var outputTokens: Int { self[\.total_output_tokens] ?? 0 }
    /// Those of thought.
    public var thoughtTokens: Int { self[\.total_thought_tokens] ?? 0 }
    /// Those upstream's own context cache held.
    public var cachedTokens: Int { self[\.total_cached_tokens] ?? 0 }
    /// Those of what tools gave the model to read.
    public var toolTokens: Int { self[\.total_tool_use_tokens] ?? 0 }
    /// The question's by modality.
    public var inputByModality: [InteractionTokens] { self[list: \.input_tokens_by_modality] }
    /// The answer's by modality.
    public var outputByModality: [InteractionTokens] { self[list: \.output_tokens_by_modality] }
    /// The cached ones by modality.
    public var cachedByModality: [InteractionTokens] { self[list: \.cached_tokens_by_modality] }
    /// The tools' by modality.
    public var toolByModality: [InteractionTokens] { self[list: \.tool_use_tokens_by_modality] }
}

/// The tokens of one modality.
public struct InteractionTokens: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let modality = Field<String>("modality")
        let tokens = Field<Int>("tokens")
    }
    package static let fields = Fields()

    /// `text`, `image`, …
    public var modality: String { self[\.modality] ?? "" }
    /// How many.
    public var count: Int { self[\.tokens] ?? 0 }
}
