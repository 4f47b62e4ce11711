package import GemCore

/// Vectors by the item they answer, which is told apart by more than its key.
package typealias KnownVectors = [Question.Identity: KnownVector]

/// A vector that need not be asked for, and since when it is known.
package struct KnownVector: Sendable, Hashable {
    /// The vector in the size that was asked for.
    package var vector: EmbeddingForm.Vector
    /// When it was stored, or, for one that was just fetched, when it came.
    package var created: Timestamp
    /// How many values the stored vector has from which this one was cut; nil where it is as stored.
    package var reducedFrom: Int?
}
