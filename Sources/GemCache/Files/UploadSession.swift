internal import GemCore
internal import HTTPTypes

/// One file's way up: start, chunks, and after a failure the question how much arrived.
struct UploadSession: Sendable {
    let uploader: FileUploader
    let attachment: Attachment
    let terms: UploadTerms
    let credential: Credential?
    let onProgress: (@Sendable (Progress) -> Void)?

    /// What upstream said to one step.
    enum Reply {
        case started(UploadTarget)
        case received(Int64)
        case finished(UploadedFile)
        /// The upload is unknown or cancelled; only a new start helps.
        case gone(GemError)
        /// Nobody knows how much arrived.
        case failed(GemError)
    }

    /// Sends everything and gives the file upstream made of it.
    func transmit(_ content: UploadContent) async throws(GemError) -> UploadedFile {
        var target: UploadTarget?
        var (offset, furthest): (Int64, Int64) = (0, 0)
        var isUncertain = false
        var failures = 0
        while true {
            if Task.isCancelled { throw GemError(.cancelled, "The upload of \(attachment.path) was cancelled.") }
            let reply: Reply
            if let target {
                if isUncertain {
                    reply = try await query(target)
                } else {
                    let end = min(offset + target.chunkSize, attachment.length)
                    // What came before was hashed as it was sent; nothing is ended that is not what was described.
                    if end == attachment.length { try content.hash(upTo: end) }
                    reply = try await send(offset..<end, of: content, to: target)
                }
            } else {
                reply = try await start(isFirst: failures == 0)
            }
            switch reply {
            case .started(let new):
                (target, offset, isUncertain) = (new, 0, false)
                report(0)
            case .received(let count):
                guard (0...attachment.length).contains(count) else {
                    throw GemError(.upstream, "Upstream says it has \(count) bytes of \(attachment.path), which has \(attachment.length).")
                }
                if count > furthest { (furthest, failures) = (count, 0) }
                (offset, isUncertain) = (count, false)
                report(count)
            case .finished(let file):
                report(attachment.length)
                return file
            case .gone(let error):
                target = nil
                try await pause(after: error, &failures)
            case .failed(let error):
                isUncertain = true
                try await pause(after: error, &failures)
            }
        }
    }

    /// What the file is called in progress.
    var name: String { attachment.displayName.isEmpty ? attachment.path : attachment.displayName }

    func report(_ sent: Int64) { onProgress?(.uploading(name: name, sent: sent, total: attachment.length)) }

    private func pause(after error: GemError, _ failures: inout Int) async throws(GemError) {
        failures += 1
        let limits = uploader.limits
        let asked = Double(error.upstream?.retryDelayMilliseconds ?? 0) / 1000
        guard failures < limits.failures, asked <= limits.longestPause else { throw error }
        var seconds = limits.firstPause
        for _ in 1..<failures { seconds *= 2 }
        seconds = max(seconds, asked)
        let reason = error.upstream.map { "HTTP \($0.httpStatus)" } ?? error.code.name
        onProgress?(.retrying(attempt: failures, afterMilliseconds: Int64(seconds * 1000), reason: reason))
        try await uploader.time.sleep(until: uploader.time.now.adding(seconds: seconds))
    }
}
