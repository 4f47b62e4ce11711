public import GemCore

/// A store of documents the model can search.
public struct FileSearchStore: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let displayName = Field<String>("displayName")
        let embeddingModel = Field<String>("embeddingModel")
        let createTime = Field<Timestamp>("createTime")
        let updateTime = Field<Timestamp>("updateTime")
        let activeDocumentsCount = Field<Int64>("activeDocumentsCount")
        let pendingDocumentsCount = Field<Int64>("pendingDocumentsCount")
        let failedDocumentsCount = Field<Int64>("failedDocumentsCount")
        let sizeBytes = Field<Int64>("sizeBytes")
    }
    package static let fields = Fields()

    /// `fileSearchStores/ID`.
    public var name: String { self[\.name] ?? "" }
    /// A name for people.
    public var displayName: String { self[\.displayName] ?? "" }
    /// The model its documents are embedded with.
    public var embeddingModel: String? { self[\.embeddingModel] }
    /// When it was made.
    public var createTime: Timestamp? { self[\.createTime] }
    /// When it last changed.
    public var updateTime: Timestamp? { self[\.updateTime] }
    /// Documents that can be found.
    public var activeDocuments: Int64 { self[\.activeDocumentsCount] ?? 0 }
    /// Documents that are being read.
    public var pendingDocuments: Int64 { self[\.pendingDocumentsCount] ?? 0 }
    /// Documents that could not be read.
    public var failedDocuments: Int64 { self[\.failedDocumentsCount] ?? 0 }
    /// The length of all of them.
    public var sizeBytes: Int64 { self[\.sizeBytes] ?? 0 }
}

/// A page of stores.
public struct FileSearchStoreList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let fileSearchStores = Field<[FileSearchStore]>("fileSearchStores")
        let nextPageToken = Field<String>("nextPageToken")
    }
    package static let fields = Fields()

    /// The stores.
    public var stores: [FileSearchStore] { self[list: \.fileSearchStores] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
}

/// A document of a store.
public struct StoredDocument: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let displayName = Field<String>("displayName")
        let mimeType = Field<String>("mimeType")
        let sizeBytes = Field<Int64>("sizeBytes")
        let state = Field<EnumName>("state")
        let customMetadata = Field<[CustomMetadata]>("customMetadata")
        let createTime = Field<Timestamp>("createTime")
        let updateTime = Field<Timestamp>("updateTime")
    }
    package static let fields = Fields()

    /// `fileSearchStores/ID/documents/ID`.
    public var name: String { self[\.name] ?? "" }
    /// A name for people.
    public var displayName: String { self[\.displayName] ?? "" }
    /// The IANA media type.
    public var mimeType: String { self[\.mimeType] ?? "" }
    /// Its length.
    public var sizeBytes: Int64 { self[\.sizeBytes] ?? 0 }
    /// `STATE_PENDING`, `STATE_ACTIVE`, `STATE_FAILED`.
    public var state: String { self[\.state]?.text ?? "" }
    /// What the caller noted on it.
    public var metadata: [CustomMetadata] { self[list: \.customMetadata] }
    /// When it came.
    public var createTime: Timestamp? { self[\.createTime] }
    /// When it last changed.
    public var updateTime: Timestamp? { self[\.updateTime] }
}

/// A page of documents.
public struct StoredDocumentList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let documents = Field<[StoredDocument]>("documents")
        let nextPageToken = Field<String>("nextPageToken")
    }
    package static let fields = Fields()

    /// The documents.
    public var documents: [StoredDocument] { self[list: \.documents] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
}
