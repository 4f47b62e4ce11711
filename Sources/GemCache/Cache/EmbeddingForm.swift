package import GemCore

/// How each embedding operation spells its vectors: read from upstream's answers, rendered from stored vectors.
package enum EmbeddingForm: Sendable, Hashable {
    /// `:embedContent`, on either service.
    case single
    /// `:batchEmbedContents`.
    case batch
    /// Vertex `:predict`.
    case predict

    /// One vector with what upstream said about its input.
    package struct Vector: Sendable, Hashable {
        /// float32, as many as dimensions.
        package var values: [Float]
        /// Tokens in the input, where upstream told.
        package var tokens: Int32?
        /// Whether upstream left out the end of the text; such a vector is not kept.
        package var isTruncated: Bool
        /// What upstream sent in the vector's place, where that is none of the size asked for: handed on as it is, and not kept.
        package var other: JSON?

        /// Makes a vector.
        package init(values: [Float], tokens: Int32? = nil, isTruncated: Bool = false, other: JSON? = nil) {
            self.values = values
            self.tokens = tokens
            self.isTruncated = isTruncated
            self.other = other
        }

        /// Whether it may be kept, and given to others.
        package var isLasting: Bool { !isTruncated && other == nil }
    }

    /// The form of an operation's answers; nil where it embeds nothing.
    package init?(_ operation: Route.Operation) {
        switch operation {
        case .embedContent: self = .single
        case .batchEmbedContents: self = .batch
        case .predict: self = .predict
        default: return nil
        }
    }

    /// Reads the vectors of an answer, each in its place; nil unless there are as many as `sizes`, which tell how many values each is to have.
    ///
    /// An input the model cannot embed has none: `{}`, or null for its values. Such a place is told by what stands there.
    package func vectors(in answer: JSON, sizes: [Int?]) -> [Vector]? {
        let holders: [(whole: JSON, values: JSON?, tokens: JSON?, truncated: JSON?)]
        switch self {
        case .single:
            holders = [(answer, answer["embedding"]?["values"], answer["usageMetadata"]?["promptTokenCount"], answer["truncated"])]
        case .batch:
            let usage = sizes.count == 1 ? answer["usageMetadata"]?["promptTokenCount"] : nil
            holders = (answer["embeddings"]?.array ?? []).map { ($0, $0["values"], usage, nil) }
        case .predict:
            holders = (answer["predictions"]?.array ?? []).map {
                let statistics = $0["embeddings"]?["statistics"]
                return ($0, $0["embeddings"]?["values"], statistics?["token_count"], statistics?["truncated"])
            }
        }
        guard holders.count == sizes.count else { return nil }
        return zip(holders, sizes).map { holder, size in
            guard let values = holder.values.flatMap(Self.numbers), size == nil || size == values.count else {
                return Vector(values: [], other: holder.whole)
            }
            let tokens = holder.tokens?.int.flatMap(Int32.init(exactly:))
            return Vector(values: values, tokens: tokens, isTruncated: holder.truncated?.bool ?? false)
        }
    }

    /// The numbers of a list of finite numbers, which is not empty; nil for all else.
    private static func numbers(_ list: JSON) -> [Float]? {
        guard let numbers = list.array, !numbers.isEmpty else { return nil }
        var values: [Float] = []
        values.reserveCapacity(numbers.count)
        for number in numbers {
            guard case .number(let text) = number, let value = Float(text), value.isFinite else { return nil }
            values.append(value)
        }
        return values
    }

    /// The answer that carries these vectors; token counts where the form has a place for each vector's own.
    ///
    /// A batch's count is for the whole batch as it was asked for, so it is left out.
    package func answer(_ vectors: [Vector], api: Route.API) -> JSON {
        switch self {
        case .single:
            guard let vector = vectors.first else { return [:] }
            if let other = vector.other { return other }
            return .members(["embedding": .members(["values": Self.values(vector)]), "usageMetadata": Self.usage([vector], api)])
        case .batch:
            return .members([
                "embeddings": .array(vectors.map { $0.other ?? .members(["values": Self.values($0)]) })
            ])
        case .predict:
            return .members([
                "predictions": .array(
                    vectors.map { vector in
                        vector.other
                            ?? .members([
                                "embeddings": .members([
                                    "values": .array(vector.values.map { .double(Double($0)) }),
                                    "statistics": vector.tokens.map { ["truncated": .bool(vector.isTruncated), "token_count": .int($0)] },
                                ])
                            ])
                    })
            ])
        }
    }

    private static func values(_ vector: Vector) -> JSON { .array(vector.values.map(JSON.float)) }

    private static func usage(_ vectors: [Vector], _ api: Route.API) -> JSON? {
        guard let tokens = vectors.first?.tokens else { return nil }
        return api == .vertex
            ? ["promptTokenCount": .int(tokens), "totalTokenCount": .int(tokens)] : ["promptTokenCount": .int(tokens)]
    }

    /// The same request with other sizes asked for, nil leaving it to the model; nil where this form cannot say that.
    package func request(_ body: [UInt8], dimensions: [Int?]) -> [UInt8]? {
        guard var json = try? JSON(parsing: body, .lenient) else { return nil }
        func cut(_ json: inout JSON) {
            for name in ["outputDimensionality", "output_dimensionality"] { json[name] = nil }
        }
        cut(&json)
        switch self {
        case .single:
            for name in ["embedContentConfig", "embed_content_config"] where json[name]?.object != nil {
                if var config = json[name] {
                    cut(&config)
                    json[name] = config
                }
            }
            if let size = dimensions.first, let size { json["outputDimensionality"] = .int(size) }
        case .batch:
            guard var items = json["requests"]?.array, items.count == dimensions.count else { return nil }
            for (place, size) in dimensions.enumerated() {
                cut(&items[place])
                if let size { items[place]["outputDimensionality"] = .int(size) }
            }
            json["requests"] = .array(items)
        case .predict:
            guard Set(dimensions).count <= 1 else { return nil }
            if var parameters = json["parameters"], parameters.object != nil {
                cut(&parameters)
                json["parameters"] = parameters
            }
            if let size = dimensions.first, let size {
                var parameters = json["parameters"] ?? [:]
                parameters["outputDimensionality"] = .int(size)
                json["parameters"] = parameters
            }
        }
        return json.bytes()
    }

    /// The request that asks only for some of its items; nil where the body is not of this form.
    package func request(_ body: [UInt8], keeping places: [Int]) -> [UInt8]? {
        let list: String
        switch self {
        case .single: return body
        case .batch: list = "requests"
        case .predict: list = "instances"
        }
        guard var json = try? JSON(parsing: body, .lenient), let member = json[list] else { return nil }
        let items = member.array ?? [member]
        guard places.allSatisfy(items.indices.contains) else { return nil }
        json[list] = .array(places.map { items[$0] })
        return json.bytes()
    }
}
