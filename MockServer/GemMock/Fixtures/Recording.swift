internal import GemCassette
internal import GemCore
internal import HTTPTypes

/// One recorded answer of a cassette.
struct Recording: Sendable {
    private let route: Route
    private let answer: WholeAnswer

    init(_ interaction: GemCassette.Interaction) {
        route = interaction.request.route
        let response = interaction.response
        var fields = Reply.standardFields
        for field in response.headers { fields[field.name] = field.value }
        answer = WholeAnswer(
            status: response.status, fields: fields,
            pieces: response.chunks.map { Reply.Piece(bytes: $0.bytes, delayMilliseconds: $0.after) }, isCut: response.isCut)
    }

    /// One vector of a recorded batch.
    init(vector: JSON, of interaction: GemCassette.Interaction) {
        route = Route(method: .post, path: "/v1beta/models/\(interaction.request.route.model):embedContent")
        answer = WholeAnswer(
            status: 200, fields: Reply.json(.null).fields,
            pieces: [Reply.Piece(bytes: (["embedding": ["values": vector]] as JSON).bytes(.pretty))])
    }

    /// Whether it is one vector of a batch.
    var isVector: Bool { route.operation == .embedContent }

    /// How well it suits a request: 2 in its own form, 1 where it can be told in that form, 0 where not.
    func fitness(for wanted: Route) -> Int {
        let isSame =
            route.operation == wanted.operation && route.shape == wanted.shape && Self.numbersEnums(route) == Self.numbersEnums(wanted)
        if isSame, route.api == wanted.api { return 2 }
        let vectors: Set<Route.Operation> = [.embedContent, .batchEmbedContents, .predict]
        if vectors.contains(route.operation), vectors.contains(wanted.operation) { return 1 }
        return route.api == wanted.api ? 1 : 0
    }

    var content: FixtureAnswer { FixtureAnswer(content: .whole(answer)) }

    private static func numbersEnums(_ route: Route) -> Bool { route.queryValue("$alt")?.contains("enum-encoding=int") ?? false }
}
