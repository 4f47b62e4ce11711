internal import GemCore
internal import HTTPTypes

/// Local names in places where only upstream's own are understood: a batch's input, an import, an interaction's content.
extension UploadIntake {
    /// The request with such names replaced by those of files that are sent up now; as it is where nobody can be reached.
    func sent(_ request: Request) async throws(GemError) -> Request {
        let members = Self.members(request.route.operation)
        guard !members.isEmpty, request.head.method == .post, request.body.isInMemory, local.hasLocalFiles else { return request }
        let body = try await request.body.collect(upTo: .max)
        var others: [String: String] = [:]
        for name in FileURIs.values(of: members, in: body) {
            guard let attachment = local.attachment(named: name, request.credential) else { continue }
            do throws(GemError) {
                let file = try await desk.usable(attachment, request.credential, sender, request.onProgress).file
                others[name] = name.hasPrefix("files/") ? file.name : file.uri
            } catch {
                guard LocalFiles.meansNobody(error) else { throw error }
                return request
            }
        }
        guard !others.isEmpty else { return request }
        var request = request
        request.body = .bytes(FileURIs.replacing(members, in: body) { others[$0] })
        return request
    }

    private static func members(_ operation: Route.Operation) -> [String] {
        switch operation {
        case .interactions: ["uri"]
        case .batchGenerateContent, .asyncBatchEmbedContent, .other: ["fileName", "file_name"]
        default: []
        }
    }
}
