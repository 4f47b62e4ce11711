internal import GemCore
internal import GemStore
internal import HTTPTypes

/// Learns what uploaded files hold from the API's own answers that pass by, so that a question naming one can be known again.
struct FileLearner: Sendable {
    private let store: Store

    init(store: Store) { self.store = store }

    /// Hands a response on, having noted the file it describes.
    func passing(_ response: Response, to route: Route) async throws(GemError) -> Response {
        let operation = route.operation
        if operation == .deleteFile, response.head.status.code == 200 {
            try? await store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.forgetFile(named: route.resource) }
            return response
        }
        guard operation == .getFile || operation == .uploadFile, response.head.status.code == 200,
            response.head.headerFields[.contentType]?.hasPrefix("application/json") == true
        else { return response }
        let bytes = try await response.body.collect(upTo: 1 << 20)
        var response = response
        response.body = .bytes(bytes)
        guard let json = try? JSON(parsing: bytes), let file = try? UploadedFile(json["file"] ?? json), file.sha256.count == 32 else {
            return response
        }
        let content = MediaContent(mimeType: file.mimeType, length: file.sizeBytes, identity: .sha256(file.sha256))
        let (name, uri) = (file.name, file.uri)
        // Knowing less costs a later hit, never this answer.
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            try transaction.putContent(ofFile: name, uri: uri, content)
        }
        return response
    }
}
