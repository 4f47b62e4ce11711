internal import GemCore
internal import GemStore
internal import HTTPTypes

/// Learns what uploaded files hold from the API's own answers that pass by, so that a question naming one can be known again.
///
/// Knowing less costs a later hit, never this answer: a store that fails is not told.
struct FileLearner: Sendable {
    private let store: Store
    private static let answerLimit: Int64 = 1 << 20

    init(store: Store) { self.store = store }

    /// Hands a response on, having noted what it says.
    func passing(_ response: Response, to request: Request) async throws(GemError) -> Response {
        let name = request.route.resource
        if request.route.operation == .getFile, [403, 404].contains(response.head.status.code) {
            await doubt(name, CredentialScope(request.credential, salt: store.salt))
        }
        guard response.head.status.code == 200 else { return response }
        switch request.route.operation {
        case .deleteFile:
            try? await store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.forgetFile(named: name) }
            return response
        case .deleteCachedContent:
            try? await store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.forgetCachedContent(name) }
            return response
        case .getFile, .uploadFile:
            guard response.head.headerFields[.contentType]?.hasPrefix("application/json") == true,
                response.body.length ?? 0 <= Self.answerLimit
            else { return response }
            let bytes = try await response.body.collect(upTo: .max)
            if let json = try? JSON(parsing: bytes) { await learn(from: json, request.credential) }
            var response = response
            response.body = .bytes(bytes)
            return response
        default:
            return response
        }
    }

    /// Has upstream asked for a copy before it is named again: it has just said that this credential has none such.
    private func doubt(_ name: String, _ scope: CredentialScope) async {
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            guard var known = transaction.snapshot.file(named: name), known.scope == scope, !known.isLocal, known.checked != nil
            else { return }
            known.checked = nil
            try transaction.putFile(known)
        }
    }

    private func learn(from json: JSON, _ credential: Credential?) async {
        guard let file = try? UploadedFile(json["file"] ?? json), file.sha256.count == 32 else { return }
        let content = MediaContent(mimeType: file.mimeType, length: file.sizeBytes, identity: .sha256(file.sha256))
        let (name, uri, now) = (file.name, file.uri, store.time.now)
        let scope = credential.map { CredentialScope($0, salt: store.salt) }
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            guard var known = transaction.snapshot.file(named: name) else {
                return try transaction.putContent(ofFile: name, uri: uri, content, scope: scope)
            }
            // More is known of this store's own uploads; how it stands with them may be new.
            guard !known.isLocal, known.sha256.isEmpty || known.sha256 == file.sha256 else { return }
            (known.state, known.expires) = (file.state.rawValue, file.expires ?? known.expires)
            (known.resource, known.checked) = (file.raw.text(), now)
            try transaction.putFile(known)
            if let scope { try transaction.showFile(named: name, to: scope) }
        }
    }
}
