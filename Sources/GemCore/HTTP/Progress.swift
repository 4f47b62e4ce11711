/// What a request is doing while it has no answer yet, for progress bars.
public enum Progress: Sendable, Hashable {
    /// Bytes of a file on their way up.
    case uploading(name: String, sent: Int64, total: Int64)
    /// The file is up; the API is still preparing it.
    case processing(name: String)
    /// The file can be used.
    case active(name: String)
    /// The attempt failed and is repeated after a pause.
    case retrying(attempt: Int, afterMilliseconds: Int64, reason: String)
}
