/// How media travel, in one table.
public struct MediaLimits: Sendable, Hashable {
    /// How many bytes of media may travel inside one request; base64 makes four of three, and the API takes 20 MiB in all.
    public var inlineBytes: Int64 = 15_000_000
    /// Whether videos are uploaded even when they are small.
    public var uploadsVideo = true

    /// The defaults.
    public init() {}
}
