internal import GemCore

/// Answers `:predict` of the models that only draw: small pictures, which differ by prompt and number.
struct ImagenDesk: Sendable {
    let seed: UInt64

    /// Whether a question is for such a model.
    static func serves(_ route: Route) -> Bool { route.operation == .predict && route.model.hasPrefix("imagen-") }

    func answer(_ route: Route, _ body: JSON, digest: Digest) throws(APIFailure) -> Reply {
        guard ModelTable.model(route.model, api: route.api) != nil else { throw .unknownModel(route) }
        guard let prompt = body["instances"]?[0]?["prompt"]?.string, !prompt.isEmpty else {
            throw .invalid("instances[0].prompt is missing: it says what to draw.")
        }
        let parameters = body["parameters"] ?? .null
        let count = parameters["sampleCount"].map { $0.int ?? 0 } ?? 1
        guard (1...4).contains(count) else { throw .invalid("sampleCount must be between 1 and 4.") }
        let pictures = (0..<count).map { index in
            var dice = Dice(digest, seed: seed &+ UInt64(index))
            let picture = Picture(parameters, &dice)
            return ["mimeType": "image/png", "bytesBase64Encoded": .string(Base64Coding.encode(picture.png))] as JSON
        }
        return .json(["predictions": .array(pictures)])
    }
}
