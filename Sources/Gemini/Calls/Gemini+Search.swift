internal import GemCache
public import GemCore

extension Gemini {
    /// The `k` documents nearest in meaning to a query, nearest first; `index` is the document's place.
    ///
    ///     let best = try await gemini.search("Who kept the light?", among: pages.map { .document($0) }, k: 3)
    ///
    /// See the other form.
    public func search(
        _ query: String, among documents: [EmbedItem], k: Int = 5, model: String = Gemini.embeddingModel, dimensions: Int? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [Vectors.Match] {
        try await search(.text(query), among: documents, k: k, model: model, dimensions: dimensions, options: options)
    }

    /// The `k` documents nearest in meaning to a query of text or media, nearest first; `index` is the document's place.
    ///
    /// A query without a task of its own is a search query, and a document a document; give `.questionAnswering`, `.factVerification` or `.codeRetrievalQuery` to the
    /// query where it is one of these. Over a `Stack`, documents that are known are compared where they lie in the store, and only the others are embedded.
    public func search(
        _ query: EmbedItem, among documents: [EmbedItem], k: Int = 5, model: String = Gemini.embeddingModel, dimensions: Int? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [Vectors.Match] {
        guard !documents.isEmpty else { return [] }
        let wanted =
            try await embed(each: [query], model: model, dimensions: dimensions, task: .retrievalQuery, options: options).vectors.first
            ?? []
        var best = BestMatches(k)
        var rest = Array(documents.indices)
        if let stack = transport as? Stack, options.request.cache == .auto, options.request.limits == AgeLimits() {
            let questions = try await questions(
                embedding: documents, model: model, dimensions: dimensions, task: .retrievalDocument(), options: options)
            let known = try stack.nearest(to: wanted, among: questions, k: k)
            for match in known.matches { best.offer(match.index, match.score) }
            rest = known.missing
        }
        let vectors = try await embed(
            each: rest.map { documents[$0] }, model: model, dimensions: dimensions, task: .retrievalDocument(), options: options
        ).vectors
        let measure = VectorQuery(wanted)
        for (index, vector) in zip(rest, vectors) {
            if let score = measure.score(vector.span) { best.offer(index, score) }
        }
        return best.sorted
    }
}
