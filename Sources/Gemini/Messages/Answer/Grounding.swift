public import GemCore

/// What an answer rests on.
public struct GroundingMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let webSearchQueries = Field<[String]>("webSearchQueries")
        let imageSearchQueries = Field<[String]>("imageSearchQueries")
        let retrievalQueries = Field<[String]>("retrievalQueries")
        let groundingChunks = Field<[GroundingChunk]>("groundingChunks")
        let groundingSupports = Field<[GroundingSupport]>("groundingSupports")
        let searchEntryPoint = Field<SearchEntryPoint>("searchEntryPoint")
        let retrievalMetadata = Field<RetrievalMetadata>("retrievalMetadata")
        let googleMapsWidgetContextToken = Field<String>("googleMapsWidgetContextToken")
    }
    package static let fields = Fields()

    /// What was searched for.
    public var searchQueries: [String] { self[list: \.webSearchQueries] }
    /// Which images were searched for.
    public var imageSearchQueries: [String] { self[list: \.imageSearchQueries] }
    /// What was looked up in the caller's own sources.
    public var retrievalQueries: [String] { self[list: \.retrievalQueries] }
    /// What was found, in the order `GroundingSupport.chunks` counts by.
    public var chunks: [GroundingChunk] { self[list: \.groundingChunks] }
    /// Which stretch of the answer rests on which chunks.
    public var supports: [GroundingSupport] { self[list: \.groundingSupports] }
    /// What must be shown beside the answer.
    public var searchEntryPoint: SearchEntryPoint? { self[\.searchEntryPoint] }
    /// How sure the model was that a search helps.
    public var retrieval: RetrievalMetadata? { self[\.retrievalMetadata] }
    /// What Google's map widget is opened with.
    public var mapsWidgetToken: String? { self[\.googleMapsWidgetContextToken] }
    /// The pages found, as title and (expiring) link.
    public var sources: [(title: String, uri: String)] {
        chunks.compactMap { chunk in chunk.web.flatMap { web in web.uri.isEmpty ? nil : (web.title, web.uri) } }
    }
}

/// The search suggestions upstream wants shown.
public struct SearchEntryPoint: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let renderedContent = Field<String>("renderedContent")
        let sdkBlob = Field<String>("sdkBlob")
    }
    package static let fields = Fields()

    /// A piece of HTML with its style.
    public var html: String { self[\.renderedContent] ?? "" }
    /// The suggestions as base64 of JSON pairs of term and URL.
    public var blob: String? { self[\.sdkBlob] }
}

/// How sure the model was that a search helps.
public struct RetrievalMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let googleSearchDynamicRetrievalScore = Field<Float>("googleSearchDynamicRetrievalScore")
    }
    package static let fields = Fields()

    /// From 0 to 1; compared with the threshold the caller set.
    public var dynamicRetrievalScore: Float? { self[\.googleSearchDynamicRetrievalScore] }
}
