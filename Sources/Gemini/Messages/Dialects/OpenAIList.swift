public import GemCore

/// Vectors as OpenAI's clients want them.
public struct OpenAIEmbeddings: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let object = Field<String>("object")
        let data = Field<[OpenAIEmbedding]>("data")
        let model = Field<String>("model")
        let usage = Field<ChatUsage>("usage")
    }
    package static let fields = Fields()

    /// `list`.
    public var object: String { self[\.object] ?? "" }
    /// One for each input.
    public var data: [OpenAIEmbedding] { self[list: \.data] }
    /// The model that was asked.
    public var model: String { self[\.model] ?? "" }
    /// What it cost.
    public var usage: ChatUsage? { self[\.usage] }
}

/// One vector.
public struct OpenAIEmbedding: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let object = Field<String>("object")
        let index = Field<Int>("index")
        let embedding = Field<JSON>("embedding")
    }
    package static let fields = Fields()

    /// `embedding`.
    public var object: String { self[\.object] ?? "" }
    /// Which input it is of.
    public var index: Int { self[\.index] ?? 0 }
    /// Its numbers, or base64 of them.
    public var values: JSON? { self[\.embedding] }
}

/// Models as OpenAI's clients want them.
public struct OpenAIModelList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let object = Field<String>("object")
        let data = Field<[OpenAIModel]>("data")
    }
    package static let fields = Fields()

    /// `list`.
    public var object: String { self[\.object] ?? "" }
    /// The models.
    public var models: [OpenAIModel] { self[list: \.data] }
}

/// A model.
public struct OpenAIModel: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let object = Field<String>("object")
        let owned_by = Field<String>("owned_by")
        let display_name = Field<String>("display_name")
        let created = Field<Int>("created")
    }
    package static let fields = Fields()

    /// Its name.
    public var id: String { self[\.id] ?? "" }
    /// `model`.
    public var object: String { self[\.object] ?? "" }
    /// Who made it.
    public var owner: String { self[\.owned_by] ?? "" }
    /// The name for people.
    public var displayName: String? { self[\.display_name] }
    /// Seconds since 1970.
    public var created: Int? { self[\.created] }
}
