public import GemCore

/// The sources an answer quotes.
public struct CitationMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let citationSources = Field<[Citation]>("citationSources")
        let citations = Field<[Citation]>("citations")
    }
    package static let fields = Fields()

    /// The sources, in either service's spelling.
    public var all: [Citation] { self[\.citationSources] ?? self[list: \.citations] }
}

/// A source and the stretch of the answer that quotes it.
public struct Citation: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let startIndex = Field<Int>("startIndex")
        let endIndex = Field<Int>("endIndex")
        let uri = Field<String>("uri")
        let title = Field<String>("title")
        let license = Field<String>("license")
        let publicationDate = Field<JSON>("publicationDate")
    }
    package static let fields = Fields()

    /// The stretch's first byte in the answer's UTF-8 text.
    public var start: Int { self[\.startIndex] ?? 0 }
    /// The byte after its last.
    public var end: Int { self[\.endIndex] ?? 0 }
    /// The source.
    public var uri: String? { self[\.uri] }
    /// The source's title; only Vertex AI tells it.
    public var title: String? { self[\.title] }
    /// The license of quoted code.
    public var license: String? { self[\.license] }
    /// When it was published, as `{"year": …}`; only Vertex AI tells it.
    public var publicationDate: JSON? { self[\.publicationDate] }
}
