internal import GemCore
internal import HTTPTypes

/// What can be asked about the mock itself, over the same transport.
extension MockGemini {
    /// Whether a path is the mock's own.
    static func isOwn(_ path: String) -> Bool { path.hasPrefix("/__mock/") || path == "/__mock" || path.hasPrefix("/__mock?") }

    /// Answers a request about the mock itself.
    func admin(_ request: Request) async throws(GemError) -> Response {
        do {
            try AdminDoor.check(request)
            let call = try await AdminCall(request, mock: self)
            return try AdminPage.find(call).answer(call)
        } catch let failure as APIFailure {
            var response = Response.json(HTTPResponse.Status(code: failure.code), failure.json.bytes(.pretty))
            for (name, value) in failure.fields { response.head.headerFields[text: name] = value }
            return response
        } catch let error as GemError {
            guard error.code == .badInput else { throw error }
            return .json(.badRequest, APIFailure.invalid(error.message).json.bytes(.pretty))
        } catch {
            throw GemError(.internal, "The mock server's own pages failed: \(error)")
        }
    }
}
