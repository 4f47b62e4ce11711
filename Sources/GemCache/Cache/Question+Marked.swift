internal import GemCore

extension Question {
    /// The same question with more traits.
    func marked(_ more: Traits) -> Question { Question(canonical: canonical, route: route, traits: traits.union(more)) }
}
