public import GemCore

/// A model, as the API describes it.
public struct Model: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let baseModelId = Field<String>("baseModelId")
        let version = Field<String>("version")
        let displayName = Field<String>("displayName")
        let description = Field<String>("description")
        let inputTokenLimit = Field<Int>("inputTokenLimit")
        let outputTokenLimit = Field<Int>("outputTokenLimit")
        let supportedGenerationMethods = Field<[String]>("supportedGenerationMethods")
        let thinking = Field<Bool>("thinking")
        let temperature = Field<Double>("temperature")
        let maxTemperature = Field<Double>("maxTemperature")
        let topP = Field<Double>("topP")
        let topK = Field<Int>("topK")
    }
    package static let fields = Fields()

    /// `models/gemini-2.5-flash`.
    public var name: String { self[\.name] ?? "" }
    /// The model it was tuned from.
    public var baseModel: String? { self[\.baseModelId] }
    /// Its version, such as `001`.
    public var version: String { self[\.version] ?? "" }
    /// The name for people.
    public var displayName: String { self[\.displayName] ?? "" }
    /// What it is good for.
    public var description: String { self[\.description] ?? "" }
    /// The longest question in tokens.
    public var inputTokenLimit: Int { self[\.inputTokenLimit] ?? 0 }
    /// The longest answer in tokens.
    public var outputTokenLimit: Int { self[\.outputTokenLimit] ?? 0 }
    /// `generateContent`, `embedContent`, …
    public var methods: [String] { self[list: \.supportedGenerationMethods] }
    /// Whether it can think.
    public var thinks: Bool { self[\.thinking] ?? false }
    /// Its own temperature.
    public var temperature: Double? { self[\.temperature] }
    /// The highest temperature it takes.
    public var maxTemperature: Double? { self[\.maxTemperature] }
    /// Its own nucleus.
    public var topP: Double? { self[\.topP] }
    /// How many tokens it looks at.
    public var topK: Int? { self[\.topK] }
    /// `gemini-2.5-flash`.
    public var shortName: String { Route.shortModel(name) }
}

/// A page of models.
public struct ModelList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let models = Field<[Model]>("models")
        let publisherModels = Field<[JSON]>("publisherModels")
        let nextPageToken = Field<String>("nextPageToken")
    }
    package static let fields = Fields()

    /// The models.
    public var models: [Model] { self[list: \.models] }
    /// The models as Vertex AI describes them.
    public var publisherModels: [JSON] { self[list: \.publisherModels] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
}
