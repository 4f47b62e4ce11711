internal import GemCache
public import GemCore

extension Gemini {
    /// Asks as `gem` does, and gives the answer as a value of a Swift type.
    ///
    ///     struct Recipe: Decodable { var title: String; var minutes: Int; var steps: [String] }
    ///     let recipe = try await gemini.gem("A quick soup.", as: Recipe.self)
    ///
    /// The model is held to the type's JSON Schema, which is made as `JSONSchema.of` says unless `schema` gives one. Throws `noAnswer`
    /// where the answer was blocked, cut by `maxOutputTokens`, or does not fit; the message tells the place.
    public func gem<Value: Decodable & Sendable>(
        _ prompt: String, _ attachments: Media..., as type: Value.Type, schema: JSON? = nil, model: String? = nil,
        thinking: Thinking? = -1, search: Bool = false, options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> Value {
        let response = try await generate(
            prompt, attachments, model: model, thinking: thinking, search: search, options: try options.answering(type, schema))
        return try response.value(as: type)
    }

    /// Asks a conversation's next answer as a value of a Swift type.
    public func generate<Value: Decodable & Sendable>(
        _ question: GenerateContentRequest, as type: Value.Type, schema: JSON? = nil, model: String? = nil,
        options: RequestOptions = RequestOptions(), onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> Value {
        var question = question
        question.generationConfig.answersJSON(try Self.schema(of: type, or: schema))
        return try await generate(question, model: model, options: options, onProgress: onProgress).value(as: type)
    }

    /// The schema that is given, or the type's own.
    fileprivate static func schema(of type: (some Decodable).Type, or given: JSON?) throws(GemError) -> JSON {
        if let given { return given }
        return try JSONSchema.of(type)
    }
}

extension GenerateOptions {
    /// These options, for an answer of a type.
    func answering(_ type: (some Decodable).Type, _ schema: JSON?) throws(GemError) -> GenerateOptions {
        var options = self
        if schema == nil, options.config.responseSchema != nil || options.config.responseJsonSchema != nil {
            options.config.responseMimeType = options.config.responseMimeType ?? "application/json"
        } else {
            options.config.responseSchema = nil
            options.config.answersJSON(try Gemini.schema(of: type, or: schema))
        }
        return options
    }
}

extension GenerateContentResponse {
    /// The first answer's JSON as a value of a Swift type.
    ///
    /// Throws `noAnswer` where there is no whole answer, where it is no JSON, or where it does not fit; the message tells the place.
    public func value<Value: Decodable>(as type: Value.Type) throws(GemError) -> Value {
        let text = try self.text
        if isTruncated {
            let tokens = usage.map { " (\($0.answerTokens) of the answer, \($0.thoughtTokens) of thought)" } ?? ""
            throw GemError(
                .noAnswer,
                "The answer was cut when its allowed tokens were used up\(tokens), so there is no whole \(type) in it. Raise maxOutputTokens or lower the thinking budget.",
                cause: NoAnswer(finishReason: .maxTokens))
        }
        let json: JSON
        do { json = try JSON(parsing: Array(Self.unfenced(text).utf8)) } catch {
            throw GemError(.noAnswer, "The model's answer is not JSON, and no \(type): \(error). Ask again.", cause: error)
        }
        return try json.value(as: type, of: "The model's answer")
    }

    /// The text without the Markdown fence that some models put around JSON.
    private static func unfenced(_ text: String) -> Substring {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        guard rest.hasPrefix("```"), rest.hasSuffix("```"), let line = rest.firstIndex(where: \.isNewline) else { return rest }
        let inner = rest[line...]
        return inner.hasSuffix("```") ? inner.dropLast(3) : rest
    }
}

extension JSON {
    /// This JSON as a value of a Swift type; `what` says in an error whose it is.
    func value<Value: Decodable>(as type: Value.Type, of what: String) throws(GemError) -> Value {
        do { return try ValueDecoder.read(type, self) } catch {
            throw GemError(.noAnswer, "\(what) does not fit \(type): \(Self.words(error)).", cause: error)
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(_, let context): "\(context.codingPath.words) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty ? context.debugDescription : "at \(context.codingPath.words), \(context.debugDescription)"
        default: "\(error)"
        }
    }
}
