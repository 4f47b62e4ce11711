package import HTTPTypes

/// What became of a request on its way to a key: what was left out, what was spelled anew, what was hashed, by which rule of `docs/CacheKey.md`.
package struct KeyExplanation: Sendable {
    /// One thing that was done.
    package struct Note: Sendable, Hashable {
        /// What was done.
        package enum Effect: String, Sendable, Hashable {
            /// It takes no part in the key.
            case ignored
            /// It takes part in another spelling.
            case normalised
            /// Its bytes stand by their hash.
            case hashed
            /// It takes part as it stands, being no field that is known.
            case kept
        }

        package var effect: Effect
        /// The rule of `docs/CacheKey.md`.
        package var rule: String
        /// Where, in the request's own spelling.
        package var path: String
        /// What stood there; never a secret.
        package var from: String
        /// What stands for it; empty for what is ignored.
        package var to: String

        init(_ effect: Effect, _ rule: String, _ path: String, _ from: String, _ to: String = "") {
            (self.effect, self.rule, self.path, self.from, self.to) = (effect, rule, path, from, to)
        }
    }

    /// What is asked.
    package let question: Question
    /// The items of a batch of embeddings; empty for all else.
    package let items: [Question]
    /// What was done, in the order of the request.
    package let notes: [Note]

    /// Explains a request's key; nil where it is no question, `badInput` where its body is no JSON.
    package init?(
        method: HTTPRequest.Method, path: String, body: [UInt8], options: RequestOptions = RequestOptions(),
        resolver: any MediaResolver = NoResolver()
    ) throws(GemError) {
        guard
            let question = try Question.read(method: method, path: path, body: body, options: options, resolver: resolver)
        else { return nil }
        self.question = question
        let batch = try EmbeddingBatch.read(method: method, path: path, body: body, options: options, resolver: resolver)
        items = batch?.items.map(\.question) ?? []
        let form = QuestionForm(route: question.route, path: path, options: options, resolver: resolver)
        var writer = NoteWriter(context: form.context)
        writer.note(question.route, path: path)
        if !body.isEmpty, let json = try? JSON(parsing: body, .lenient) { writer.note(json, of: question.route.operation) }
        notes = writer.notes
    }
}

extension Question.Traits {
    /// The names of the traits that are there.
    package var names: [String] {
        [(Question.Traits.timeDependent, "timeDependent"), (.unknownMedia, "unknownMedia"), (.secret, "secret"), (.bypass, "bypass")]
            .filter { contains($0.0) }.map(\.1)
    }
}
