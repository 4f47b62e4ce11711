public import GemCore

/// One thing that was found, of one of these kinds.
public struct GroundingChunk: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let web = Field<WebSource>("web")
        let retrievedContext = Field<RetrievedContext>("retrievedContext")
        let maps = Field<MapsSource>("maps")
        let image = Field<ImageSource>("image")
    }
    package static let fields = Fields()

    /// A page.
    public var web: WebSource? { self[\.web] }
    /// A passage of the caller's own documents.
    public var context: RetrievedContext? { self[\.retrievedContext] }
    /// A place.
    public var maps: MapsSource? { self[\.maps] }
    /// A picture.
    public var image: ImageSource? { self[\.image] }
}

/// A page that was found.
public struct WebSource: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let uri = Field<String>("uri")
        let title = Field<String>("title")
        let domain = Field<String>("domain")
    }
    package static let fields = Fields()

    /// The link; it expires.
    public var uri: String { self[\.uri] ?? "" }
    /// The page's title, often only its domain.
    public var title: String { self[\.title] ?? "" }
    /// The domain; only Vertex AI tells it.
    public var domain: String? { self[\.domain] }
}

/// A passage of the caller's own documents.
public struct RetrievedContext: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let uri = Field<String>("uri")
        let title = Field<String>("title")
        let text = Field<String>("text")
        let fileSearchStore = Field<String>("fileSearchStore")
        let documentName = Field<String>("documentName")
        let customMetadata = Field<[CustomMetadata]>("customMetadata")
        let ragChunk = Field<JSON>("ragChunk")
    }
    package static let fields = Fields()

    /// Where the document is, where it is told.
    public var uri: String { self[\.uri] ?? "" }
    /// The document's name.
    public var title: String { self[\.title] ?? "" }
    /// The passage.
    public var text: String { self[\.text] ?? "" }
    /// The store it was found in, `fileSearchStores/ID`.
    public var store: String? { self[\.fileSearchStore] }
    /// The document's resource; only Vertex AI tells it.
    public var document: String? { self[\.documentName] }
    /// What the caller noted on the document.
    public var metadata: [CustomMetadata] { self[list: \.customMetadata] }
    /// The passage as the retrieval engine has it; only Vertex AI tells it.
    public var ragChunk: JSON? { self[\.ragChunk] }
}

/// A note of the caller on a document, with a value of one of these kinds.
public struct CustomMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let key = Field<String>("key")
        let stringValue = Field<String>("stringValue")
        let numericValue = Field<Float>("numericValue")
        let stringListValue = Field<JSON>("stringListValue")
    }
    package static let fields = Fields()

    /// The note's name.
    public var key: String { self[\.key] ?? "" }
    /// A text.
    public var string: String? { self[\.stringValue] }
    /// A number.
    public var number: Float? { self[\.numericValue] }
    /// A list of texts, as `{"values": […]}`.
    public var strings: JSON? { self[\.stringListValue] }
}

/// A place that was found.
public struct MapsSource: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let uri = Field<String>("uri")
        let title = Field<String>("title")
        let text = Field<String>("text")
        let placeId = Field<String>("placeId")
        let placeAnswerSources = Field<JSON>("placeAnswerSources")
    }
    package static let fields = Fields()

    /// The link to the map.
    public var uri: String { self[\.uri] ?? "" }
    /// The place's name.
    public var title: String { self[\.title] ?? "" }
    /// What was found about it.
    public var text: String { self[\.text] ?? "" }
    /// `places/ID`.
    public var placeID: String? { self[\.placeId] }
    /// The reviews it rests on.
    public var answerSources: JSON? { self[\.placeAnswerSources] }
}

/// A picture that was found.
public struct ImageSource: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let sourceUri = Field<String>("sourceUri")
        let imageUri = Field<String>("imageUri")
        let title = Field<String>("title")
        let domain = Field<String>("domain")
    }
    package static let fields = Fields()

    /// The page it stands on.
    public var page: String { self[\.sourceUri] ?? "" }
    /// The picture.
    public var uri: String { self[\.imageUri] ?? "" }
    /// The page's title.
    public var title: String { self[\.title] ?? "" }
    /// The page's domain.
    public var domain: String { self[\.domain] ?? "" }
}
