package import GemCore

extension Snapshot {
    /// Of the embeddings stored under some questions the nearest to one, each read where it lies; `index` is the question's place.
    ///
    /// What is not stored, damaged, another question's or of another length is in `missing`, by its place.
    package func nearest(
        to query: VectorQuery, among questions: some Sequence<Question>, k: Int
    ) -> (matches: [Vectors.Match], missing: [Int]) {
        var best = BestMatches(k)
        var missing: [Int] = []
        for (index, question) in questions.enumerated() {
            let isThere: Bool? = withVector(question.key, canonical: question.canonical) { vector in
                guard vector.values.count == query.count else { return false }
                if let score = query.score(vector.values) { best.offer(index, score) }
                return true
            }
            if isThere != true { missing.append(index) }
        }
        return (best.sorted, missing)
    }

    /// Of all stored embeddings of a model the nearest to one, with their keys; those of another length are passed over.
    package func nearest(to query: VectorQuery, model: String, k: Int) -> [(key: RequestKey, score: Float)] {
        var best = BestMatches(k)
        var keys: [RequestKey] = []
        forEachVector { key, vector in
            guard vector.values.count == query.count, vector.model == model, let score = query.score(vector.values) else { return true }
            best.offer(keys.count, score)
            keys.append(key)
            return true
        }
        return best.sorted.map { (keys[$0.index], $0.score) }
    }
}
