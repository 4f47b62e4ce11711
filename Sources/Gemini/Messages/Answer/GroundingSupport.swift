public import GemCore

/// A stretch of the answer and what it rests on.
public struct GroundingSupport: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let segment = Field<Segment>("segment")
        let groundingChunkIndices = Field<[Int]>("groundingChunkIndices")
        let confidenceScores = Field<[Float]>("confidenceScores")
    }
    package static let fields = Fields()

    /// The stretch.
    public var segment: Segment? { self[\.segment] }
    /// Which of `GroundingMetadata.chunks` it rests on.
    public var chunks: [Int] { self[list: \.groundingChunkIndices] }
    /// How sure that is, for each of the chunks; newer models tell none.
    public var confidences: [Float] { self[list: \.confidenceScores] }
}

/// A stretch of an answer's text.
public struct Segment: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let partIndex = Field<Int>("partIndex")
        let startIndex = Field<Int>("startIndex")
        let endIndex = Field<Int>("endIndex")
        let text = Field<String>("text")
    }
    package static let fields = Fields()

    /// Which part of the content it stands in.
    public var part: Int { self[\.partIndex] ?? 0 }
    /// Its first byte in that part's UTF-8 text.
    public var start: Int { self[\.startIndex] ?? 0 }
    /// The byte after its last.
    public var end: Int { self[\.endIndex] ?? 0 }
    /// The stretch itself.
    public var text: String { self[\.text] ?? "" }
}
