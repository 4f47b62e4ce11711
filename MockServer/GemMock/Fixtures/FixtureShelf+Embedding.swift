internal import GemCore
internal import HTTPTypes

extension FixtureShelf {
    /// The numbers a fixture gives for one content of a batch; throws the error it gives.
    ///
    /// `request` has the form of an `EmbedContentRequest`, the batch's route names the model.
    func embedding(of request: JSON, _ route: Route) throws(APIFailure) -> JSON? {
        guard mayHoldVectors else { return nil }
        let path = "/v1beta/models/\(route.model):embedContent"
        let single = Route(method: .post, path: path)
        let key = (try? Question.read(method: .post, path: path, body: request.bytes()))?.key
        guard let answer = vector(key: key, route: single, text: MatchText.text(of: request, single)) else { return nil }
        let reply = try answer.reply(shape: .unary, isRead: true)
        guard case .message(let message) = reply.content else { return nil }
        return Vectors.values(message).first
    }
}
