public import GemCore
internal import GemStore

extension Stack {
    /// Of the embeddings stored under some questions the nearest to a vector, nearest first; `index` is the question's place among `questions`.
    ///
    /// They are compared where they lie in the store, without a copy and without asking upstream, whatever their age. `missing` tells the places of those that are not
    /// stored or have another length. Blocks while it reads: some microseconds a vector.
    public func nearest(
        to vector: [Float], among questions: [Question], k: Int = 10
    ) throws(GemError) -> (matches: [Vectors.Match], missing: [Int]) {
        let query = VectorQuery(vector)
        let found = try settings.store.read { snapshot throws(GemError) in snapshot.nearest(to: query, among: questions, k: k) }
        for match in found.matches { settings.store.touchVector(questions[match.index].key) }
        return found
    }

    /// Of all stored embeddings of a model the nearest to a vector, nearest first, by their keys; those of another length are passed over.
    ///
    /// Looks at each of them where it lies in the store, and blocks meanwhile.
    public func nearest(to vector: [Float], model: String, k: Int = 10) throws(GemError) -> [(key: RequestKey, score: Float)] {
        let query = VectorQuery(vector)
        return try settings.store.read { snapshot throws(GemError) in snapshot.nearest(to: query, model: Route.shortModel(model), k: k) }
    }
}
