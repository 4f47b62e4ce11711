public import GemCore

/// Work that goes on upstream: a batch, a video, an import.
public struct LongRunningOperation: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let done = Field<Bool>("done")
        let metadata = Field<JSON>("metadata")
        let response = Field<JSON>("response")
        let error = Field<APIStatus>("error")
    }
    package static let fields = Fields()

    /// What it is asked for by, such as `batches/ID`.
    public var name: String { self[\.name] ?? "" }
    /// Whether it has ended, well or not.
    public var isDone: Bool { self[\.done] ?? false }
    /// How it goes, in a form of its kind.
    public var metadata: JSON? { self[\.metadata] }
    /// What it gave, in a form of its kind.
    public var response: JSON? { self[\.response] }
    /// Why it failed.
    public var error: APIStatus? { self[\.error] }
    /// How it goes, where it is a batch.
    public var batch: Batch? { metadata.flatMap { Batch(member: $0) } }
}

/// A page of operations.
public struct OperationList: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let operations = Field<[LongRunningOperation]>("operations")
        let nextPageToken = Field<String>("nextPageToken")
        let unreachable = Field<[String]>("unreachable")
    }
    package static let fields = Fields()

    /// The operations.
    public var operations: [LongRunningOperation] { self[list: \.operations] }
    /// What the next page is asked for with; nil on the last.
    public var nextPageToken: String? { self[\.nextPageToken] }
    /// Places that did not answer.
    public var unreachable: [String] { self[list: \.unreachable] }
}
