public import GemCore
internal import HTTPTypes

/// Sends local files to the API's Files service by its resumable protocol, over any transport.
///
/// A cut costs only the chunk it cut: the uploader asks how much arrived and goes on from there. What arrived is checked against
/// what was sent.
public struct FileUploader: Sendable {
    /// How patient an upload is.
    public struct Limits: Sendable {
        /// How many steps in a row may fail before the upload does.
        public var failures = 5
        /// The first pause after a failure, in seconds; it doubles with each further failure.
        public var firstPause = 1.0
        /// The longest pause upstream may ask for, in seconds; a longer one fails the upload at once.
        public var longestPause = 60.0
        /// The first pause while the API prepares the file, in seconds; it grows by half each time, to ten seconds.
        public var firstPoll = 1.0
        /// How long the API may take to prepare the file, in seconds.
        public var processing = 900.0

        /// The defaults: five failures, fifteen minutes.
        public init() {}
    }

    let transport: any Transport
    let time: any TimeSource
    let limits: Limits

    /// Uploads over `transport`, which must add no credential to a request whose head names an authority: an upload URL is its own
    /// credential.
    public init(transport: any Transport, time: any TimeSource, limits: Limits = Limits()) {
        self.transport = transport
        self.time = time
        self.limits = limits
    }

    /// Uploads a file and waits until the API can use it.
    ///
    /// Throws `badInput` where the file is not (or no longer) what the attachment describes, `unreachable` at once where nothing
    /// could be sent,
    /// `upstream` where the API could not prepare the file or holds other bytes, `timeout` where preparing took too long.
    public func upload(
        _ attachment: Attachment, credential: Credential?, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> UploadedFile {
        let file = try await send(attachment, nil, credential: credential, onProgress: onProgress)
        let name = attachment.displayName.isEmpty ? attachment.path : attachment.displayName
        return try await whenActive(file, named: name, credential: credential, onProgress: onProgress)
    }

    /// Uploads a file, asking for what `terms` say, and does not wait until the API can use it; throws as `upload` does.
    package func send(
        _ attachment: Attachment, _ terms: UploadTerms?, credential: Credential?, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> UploadedFile {
        let content = try UploadContent(attachment)
        let session = UploadSession(
            uploader: self, attachment: attachment, terms: terms ?? UploadTerms(attachment), credential: credential, onProgress: onProgress)
        var file = try await session.transmit(content)
        let sent = content.sha256
        guard file.sha256.isEmpty || file.sha256 == sent else {
            await forget(file, credential: credential)
            throw GemError(.upstream, "What upstream holds of \(attachment.path) is not what was sent (SHA-256 differs); upload it again.")
        }
        if file.sha256.isEmpty { file.raw["sha256Hash"] = .string(UploadedFile.hashText(sent)) }
        return file
    }

    /// Deletes a file that must not be used; a failure to do so is no further failure.
    private func forget(_ file: UploadedFile, credential: Credential?) async {
        var request = Request.get("/v1beta/\(file.name)")
        request.head.method = .delete
        request.credential = credential
        _ = try? await transport.send(request)
    }
}
