public import GemCore

/// Which URLs of the prompt were read.
public struct URLContextMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let urlMetadata = Field<[URLMetadata]>("urlMetadata")
    }
    package static let fields = Fields()

    /// One for each URL.
    public var urls: [URLMetadata] { self[list: \.urlMetadata] }
}

/// A URL of the prompt and whether it could be read.
public struct URLMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let retrievedUrl = Field<String>("retrievedUrl")
        let urlRetrievalStatus = Field<EnumName>("urlRetrievalStatus")
    }
    package static let fields = Fields()

    /// The URL.
    public var url: String { self[\.retrievedUrl] ?? "" }
    /// `URL_RETRIEVAL_STATUS_SUCCESS`, `…_ERROR`, `…_PAYWALL`, `…_UNSAFE`.
    public var status: String { self[\.urlRetrievalStatus]?.text ?? "" }
}
