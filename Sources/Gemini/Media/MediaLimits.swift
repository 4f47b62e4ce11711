/// How media travel, in one table.
public struct MediaLimits: Sendable, Hashable {
    /// How many bytes of media may travel inside one request; base64 makes four of three, and the API takes 20 MiB in all.
    public var inlineBytes: Int64 = 15_000_000
    /// How many bytes one uploaded file may have: the API takes 2 GiB.
    public var fileBytes: Int64 = 2 << 30
    /// Whether videos are uploaded even when they are small.
    public var uploadsVideo = true
    /// How many redirections are followed where a URL is fetched here.
    public var redirections = 5

    /// The defaults.
    public init() {}
}
