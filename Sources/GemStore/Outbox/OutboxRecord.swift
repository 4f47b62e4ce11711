internal import GemCore

/// The part of a queue row that never changes; its state is a small row of its own, so that a lease does not rewrite the body.
struct OutboxRecord {
    var row: OutboxRow
    /// The blob that holds the body, where it is large.
    var bodyBlob: Digest?
    var bodyCount: Int

    /// The blobs the row names, with their lengths.
    var blobs: [(Digest, Int64)] {
        row.attachments.map { ($0.digest, $0.length) } + (bodyBlob.map { [($0, Int64(bodyCount))] } ?? [])
    }

    func bytes() -> [UInt8] {
        var writer = ByteWriter(.outboxRow, capacity: 512 + row.body.count)
        writer.put(row.key.digest)
        writer.put(row.api)
        writer.put(row.created)
        writer.put(row.scope.text)
        writer.put(row.method)
        writer.put(row.path)
        writer.put(row.contentType)
        writer.put(row.options.sample)
        writer.put(row.options.namespace)
        writer.put(row.options.offline.rawValue)
        writer.put(row.options.cache.rawValue)
        writer.put(UInt32(row.attachments.count))
        for attachment in row.attachments {
            writer.put(attachment.mimeType)
            writer.put(attachment.length)
            writer.put(attachment.digest)
            writer.put(attachment.displayName)
        }
        writer.put(Int64(bodyCount))
        writer.put(optional: bodyBlob) { $0.put($1) }
        if bodyBlob == nil { writer.append(row.body) }
        writer.put(row.canonical)
        return writer.sealed()
    }

    /// Reads a row, all but a body that is a blob; attachments get their path in `blobs`.
    init(_ reader: inout ByteReader, ticket: String, state: OutboxState, blobs: BlobFolder) throws(Truncated) {
        let (key, api, created) = (RequestKey(try reader.digest()), try reader.api(), try reader.timestamp())
        let scope = CredentialScope(try reader.string())
        let (method, path, contentType) = (try reader.string(), try reader.string(), try reader.string())
        var options = RequestOptions()
        options.sample = try reader.integer()
        options.namespace = try reader.string()
        guard let offline = OfflinePolicy(rawValue: try reader.string()), let cache = CachePolicy(rawValue: try reader.string()) else {
            throw Truncated()
        }
        (options.offline, options.cache) = (offline, cache)
        var attachments: [Attachment] = []
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let (mimeType, length): (String, Int64) = (try reader.string(), try reader.integer())
            let digest = try reader.digest()
            let name = try reader.string()
            attachments.append(
                Attachment(mimeType: mimeType, length: length, digest: digest, path: blobs.path(of: digest), displayName: name))
        }
        bodyCount = Int(try reader.integer(Int64.self))
        bodyBlob = try reader.optional { (reader) throws(Truncated) in try reader.digest() }
        let body = bodyBlob == nil ? Array(try reader.raw(bodyCount)) : []
        // Rows of older builds end here.
        let canonical = (try? reader.bytes()) ?? []
        row = OutboxRow(
            key: key, canonical: canonical, method: method, path: path, contentType: contentType, body: body, options: options, api: api,
            attachments: attachments, scope: scope, created: created)
        row.ticket = ticket
        row.state = state
    }

    init(_ row: OutboxRow, bodyBlob: Digest?) {
        self.row = row
        self.bodyBlob = bodyBlob
        bodyCount = row.body.count
    }
}

/// The part of a queue row that changes, with what a lease needs to choose by.
struct OutboxStateRecord {
    var state: OutboxState
    var scope: CredentialScope

    init(_ state: OutboxState, _ scope: CredentialScope) {
        self.state = state
        self.scope = scope
    }

    func bytes() -> [UInt8] {
        var writer = ByteWriter(.outboxState, capacity: 64)
        writer.put(scope.text)
        writer.put(Int64(state.attempts))
        switch state {
        case .pending(_, let notBefore):
            writer.put(UInt8(0))
            writer.put(notBefore)
        case .leased(let until, _):
            writer.put(UInt8(1))
            writer.put(until)
        case .dead(_, let error):
            writer.put(UInt8(2))
            writer.put(error.code)
            writer.put(error.message)
            writer.put(optional: error.httpStatus) { $0.put(Int64($1)) }
        }
        return writer.sealed()
    }

    init(_ reader: inout ByteReader) throws(Truncated) {
        scope = CredentialScope(try reader.string())
        let attempts = Int(try reader.integer(Int64.self))
        switch try reader.integer(UInt8.self) {
        case 0: state = .pending(attempts: attempts, notBefore: try reader.timestamp())
        case 1: state = .leased(until: try reader.timestamp(), attempts: attempts)
        case 2:
            var error = OutboxFailure(code: try reader.string(), message: try reader.string())
            error.httpStatus = try reader.optional { (reader) throws(Truncated) in Int(try reader.integer(Int64.self)) }
            state = .dead(attempts: attempts, error: error)
        default: throw Truncated()
        }
    }
}
