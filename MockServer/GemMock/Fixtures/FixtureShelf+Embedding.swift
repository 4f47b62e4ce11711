internal import GemCore

extension FixtureShelf {
    /// What is known of media.
    var captions: Captions { .bundled }

    /// The numbers a fixture gives for one content of a batch.
    func embedding(of request: JSON, _ route: Route) throws(APIFailure) -> JSON? { nil }
}
