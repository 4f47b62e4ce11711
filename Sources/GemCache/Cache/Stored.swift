package import GemCore

/// An answer as the store has it, with what its freshness is judged by.
package struct Stored: Sendable, Equatable {
    /// The answer.
    package var answer: Answer
    /// How many seconds ago it was stored; of several vectors the oldest counts.
    package var age: Double
    /// For how many seconds it stays fresh, less than 0 where it no longer is; nil for ever.
    package var left: Double?
    /// What else is to be said of it in `Cache-Status`.
    package var detail: String?
    /// The tokens of the vectors it was put together from, which it does not tell itself; nil where it holds none.
    package var promptTokens: Int64?

    /// Its age in whole seconds, as `Age` has it.
    package var wholeAge: Int { Int(max(0, min(age, 1e15))) }
    /// What is left in whole seconds, as `Cache-Status` has it.
    package var ttl: Int? { left.map { Int(max(-1e15, min($0, 1e15)).rounded(.down)) } }
}
