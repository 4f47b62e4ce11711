package import GemCore

extension Request {
    /// Whether this goes on with an upload that was started before.
    ///
    /// SDKs show no key here: the `upload_id` in the query is the right to go on. So neither is our token asked for nor is a key of ours lent.
    package var continuesUpload: Bool {
        guard route.operation == .uploadFile, let id = route.queryValue("upload_id") else { return false }
        return !id.isEmpty
    }
}
