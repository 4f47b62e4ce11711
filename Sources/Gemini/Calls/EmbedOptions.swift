public import GemCore

/// What an embedding call has besides its items: how vectors come back, what is checked, and how the cache may be used.
public struct EmbedOptions: Sendable {
    /// Whether vectors that the model gives with another length than 1 are scaled to it, as gemini-embedding-001 does below 3072 values.
    ///
    /// Only what the caller gets is scaled: the cache keeps what the API gave. false to get just that.
    public var normalizes = true
    /// Whether what is too long for the model is cut (`true`) or refused (`false`); nil leaves it to the model. Vertex AI alone knows it.
    public var autoTruncate: Bool?
    /// Whether what the model surely refuses (see `EmbeddingLimits`) is refused before anything is sent.
    public var checksLimits = true
    /// How many calls are on their way at a time.
    public var concurrency = 4
    /// How the cache and the queue may be used.
    public var request = RequestOptions()
    /// Told what goes on while there is no answer yet; called from any thread.
    public var onProgress: (@Sendable (Progress) -> Void)?
    /// Told how many items of how many have their vectors; called from any thread.
    public var onVectors: (@Sendable (_ done: Int, _ total: Int) -> Void)?

    /// The defaults: vectors of length 1, limits checked, four calls at a time.
    public init() {}
}
