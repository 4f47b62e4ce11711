public import GemCache
public import GemCore

/// The typed members stand in `UploadedFile` itself, which knows no `Field`; this declares them for a survey, and adds the rest.
extension UploadedFile: DeclaredMessage {
    public var json: JSON {
        get { raw }
        set { raw = newValue }
    }

    public init(json: JSON) { self.init(unchecked: json) }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let displayName = Field<String>("displayName")
        let mimeType = Field<String>("mimeType")
        let sizeBytes = Field<Int64>("sizeBytes")
        let createTime = Field<Timestamp>("createTime")
        let updateTime = Field<Timestamp>("updateTime")
        let expirationTime = Field<Timestamp>("expirationTime")
        let sha256Hash = Field<String>("sha256Hash")
        let uri = Field<String>("uri")
        let downloadUri = Field<String>("downloadUri")
        let state = Field<EnumName>("state")
        let source = Field<EnumName>("source")
        let videoMetadata = Field<VideoFileMetadata>("videoMetadata")
        let error = Field<APIStatus>("error")
    }
    package static let fields = Fields()

    /// `UPLOADED`, `GENERATED`, `REGISTERED`; nil where upstream tells none.
    public var source: String? { self[\.source]?.text }
    /// Where a generated file's bytes are fetched.
    public var downloadURI: String? { self[\.downloadUri] }
    /// What upstream found out about a video.
    public var video: VideoFileMetadata? { self[\.videoMetadata] }
}

/// What upstream found out about a video.
public struct VideoFileMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let videoDuration = Field<String>("videoDuration")
    }
    package static let fields = Fields()

    /// How long it is, such as `596s`.
    public var duration: String { self[\.videoDuration] ?? "" }
}

/// A page of files, newest first.
public struct UploadedFileList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let files = Field<[UploadedFile]>("files")
        let nextPageToken = Field<String>("nextPageToken")
    }
    package static let fields = Fields()

    /// The files.
    public var files: [UploadedFile] { self[list: \.files] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
}

/// What the end of an upload, or the making of a file, is answered with.
public struct UploadedFileResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let file = Field<UploadedFile>("file")
    }
    package static let fields = Fields()

    /// The file.
    public var file: UploadedFile? { self[\.file] }
}
