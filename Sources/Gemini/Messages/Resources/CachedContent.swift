public import GemCore

/// The beginning of a conversation as upstream keeps it for reuse.
public struct CachedContent: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let model = Field<String>("model")
        let displayName = Field<String>("displayName")
        let createTime = Field<Timestamp>("createTime")
        let updateTime = Field<Timestamp>("updateTime")
        let expireTime = Field<Timestamp>("expireTime")
        let ttl = Field<String>("ttl")
        let usageMetadata = Field<CachedContentUsage>("usageMetadata")
        let contents = Field<[Content]>("contents")
        let systemInstruction = Field<Content>("systemInstruction")
        let tools = Field<JSON>("tools")
        let toolConfig = Field<JSON>("toolConfig")
    }
    package static let fields = Fields()

    /// `cachedContents/ID`, what a request names it by.
    public var name: String { self[\.name] ?? "" }
    /// The model it was made for; only that one can use it.
    public var model: String { self[\.model] ?? "" }
    /// A name for people; may be empty.
    public var displayName: String { self[\.displayName] ?? "" }
    /// When it was made.
    public var createTime: Timestamp? { self[\.createTime] }
    /// When its lifetime last changed.
    public var updateTime: Timestamp? { self[\.updateTime] }
    /// When upstream will forget it.
    public var expireTime: Timestamp? { self[\.expireTime] }
    /// How long it lives, such as `300s`, where it is told that way.
    public var ttl: String? { self[\.ttl] }
    /// How much it holds.
    public var usage: CachedContentUsage? { self[\.usageMetadata] }
    /// The conversation; upstream does not tell it again.
    public var contents: [Content] { self[list: \.contents] }
    /// The instruction; upstream does not tell it again.
    public var systemInstruction: Content? { self[\.systemInstruction] }
    /// The tools; upstream does not tell them again.
    public var tools: JSON? { self[\.tools] }
    /// How functions are called; upstream does not tell it again.
    public var toolConfig: JSON? { self[\.toolConfig] }
}

/// How much a cached content holds.
public struct CachedContentUsage: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let totalTokenCount = Field<Int>("totalTokenCount")
        let textCount = Field<Int>("textCount")
        let imageCount = Field<Int>("imageCount")
        let videoDurationSeconds = Field<Int>("videoDurationSeconds")
        let audioDurationSeconds = Field<Int>("audioDurationSeconds")
    }
    package static let fields = Fields()

    /// Its tokens.
    public var totalTokens: Int { self[\.totalTokenCount] ?? 0 }
    /// Its characters of text; only Vertex AI tells them.
    public var textCharacters: Int? { self[\.textCount] }
    /// Its images; only Vertex AI tells them.
    public var images: Int? { self[\.imageCount] }
    /// Its seconds of video; only Vertex AI tells them.
    public var videoSeconds: Int? { self[\.videoDurationSeconds] }
    /// Its seconds of sound; only Vertex AI tells them.
    public var audioSeconds: Int? { self[\.audioDurationSeconds] }
}

/// A page of cached contents, newest first.
public struct CachedContentList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let cachedContents = Field<[CachedContent]>("cachedContents")
        let nextPageToken = Field<String>("nextPageToken")
    }
    package static let fields = Fields()

    /// The cached contents.
    public var cachedContents: [CachedContent] { self[list: \.cachedContents] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
}
