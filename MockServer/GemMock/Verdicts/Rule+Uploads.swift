internal import GemCore
internal import HTTPTypes

/// What clients do with files.
extension Rule {
    static let keyInUploadURL = Rule(
        id: "key-in-upload-url", severity: .error,
        words: "Showed its API key in the URL of an upload's data, where proxies and logs see it.",
        advice: "Send the key in x-goog-api-key at the start, and none with the data: the upload id is enough."
    ) { history in
        history.records.filter { $0.facts.hasKeyInPath && $0.facts.upload?.continues == true }.map { record in
            let start = history.records.first { $0.facts.upload?.session == record.facts.upload?.session }
            let told = start?.facts.hasKeyInPath == true && start?.number != record.number
            return .init(
                requests: [start?.number, record.number].compactMap { $0 }.reduce(into: []) { if $0.last != $1 { $0.append($1) } },
                words: told ? "the start carried it in its query, and the upload URL repeats it" : "the start did not carry it in its query"
            )
        }
    }

    static let sentWholeAgain = Rule(
        id: "sent-whole-again", severity: .warning,
        words: "Began an upload anew, or sent bytes again, where the upload could have gone on.",
        advice: "Ask with X-Goog-Upload-Command: query how much has come, and go on from there."
    ) { history in
        var evidence: [Verdict.Evidence] = []
        // Uploads that broke off with bytes kept, by what they were begun with.
        var broken: [Digest: (number: Int, session: Digest)] = [:]
        var plans: [Digest: Digest] = [:]
        for record in history.records {
            guard let upload = record.facts.upload, let session = upload.session else { continue }
            guard upload.continues else {
                guard let plan = upload.plan else { continue }
                if let first = broken.removeValue(forKey: plan), first.session != session {
                    evidence.append(
                        .init(requests: [first.number, record.number], words: "an upload that had bytes was left, and another begun"))
                }
                plans[session] = plan
                continue
            }
            if let offset = upload.offset, offset < upload.held, record.bytesReceived > 0 || record.status != 200 {
                evidence.append(.init(requests: [record.number], words: "data from \(offset), where \(upload.held) bytes had come"))
            }
            let hasBytes = upload.held > 0 || record.bytesReceived > 0
            if record.ending == .broken, hasBytes, let plan = plans[session] { broken[plan] = (record.number, session) }
            if record.status == 200, record.facts.answer.file != nil, let plan = plans[session] { broken[plan] = nil }
        }
        return evidence
    }

    static let uploadedAgain = Rule(
        id: "uploaded-again", severity: .info, words: "Uploaded the same bytes again while the file of the first time lived.",
        advice: "Remember the file's name and expirationTime by a hash of its bytes; upload through gemcache."
    ) { history in
        var living: [String: (number: Int, name: String, time: Timestamp)] = [:]
        var evidence: [Verdict.Evidence] = []
        for record in history.records where record.status == 200 {
            if record.operation == .deleteFile {
                let name = Route(method: .delete, path: record.path).resource
                living = living.filter { $0.value.name != name }
            }
            guard let file = record.facts.answer.file, !file.sha256.isEmpty, record.ending == .whole else { continue }
            if let first = living[file.sha256], first.name != file.name, record.time.seconds(since: first.time) < 48 * 3600 - 1 {
                evidence.append(.init(requests: [first.number, record.number], words: "\(file.name) has the bytes of \(first.name)"))
            } else {
                living[file.sha256] = (record.number, file.name, record.time)
            }
        }
        return evidence
    }
}
