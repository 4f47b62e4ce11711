internal import GemCassette
internal import GemCore
internal import HTTPTypes

/// Makes fixtures of a cassette: one a question, with its recordings in order; one a path for what asks no question.
///
/// Uploads are left out: the mock's own files take them, and a recorded question names content, not a file.
enum CassetteFixtures {
    static func read(_ path: String, name: String) throws(GemError) -> [Fixture] {
        var fixtures: [Fixture] = []
        var places: [String: Int] = [:]
        func add(_ recording: Recording, _ match: FixtureMatch, _ source: String) {
            let id = match.description
            if let place = places[id], case .recordings(let known) = fixtures[place].supply {
                fixtures[place].supply = .recordings(known + [recording])
            } else {
                places[id] = fixtures.count
                fixtures.append(Fixture(source: source, match: match, supply: .recordings([recording])))
            }
        }
        for (index, (interaction, key)) in try Cassette.load(path).keyed.enumerated() {
            let source = "\(path) interaction \(index + 1)"
            let route = interaction.request.route
            if let key {
                add(Recording(interaction), FixtureMatch(key: key), source)
                for (key, vector) in vectors(interaction) {
                    add(Recording(vector: vector, of: interaction), FixtureMatch(key: key), source)
                }
            } else if route.operation != .uploadFile, interaction.request.body == .none, interaction.request.method == .get {
                let path = FixtureMatch.Pattern.exact(interaction.request.path)
                add(Recording(interaction), FixtureMatch(path: path, method: "GET"), source)
            }
        }
        return fixtures
    }

    /// The vectors of a recorded batch, each under the key of its own question.
    private static func vectors(_ interaction: GemCassette.Interaction) -> [(RequestKey, JSON)] {
        let request = interaction.request
        guard (200..<300).contains(interaction.response.status), request.body.bytes.count < 4 << 20,
            let batch = try? EmbeddingBatch.read(method: request.method, path: request.path, body: request.body.bytes),
            let json = try? JSON(parsing: interaction.response.bytes)
        else { return [] }
        let values = Vectors.values(json)
        guard batch.items.count == values.count else { return [] }
        return Array(zip(batch.items.map(\.question.key), values))
    }
}
