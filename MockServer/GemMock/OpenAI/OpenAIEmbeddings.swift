internal import GemCore

/// Answers embeddings of the OpenAI-compatible paths.
struct OpenAIEmbeddings: Sendable {
    let mock: MockGemini

    private static let names: Set<String> = ["model", "input", "encoding_format", "dimensions", "user"]

    func answer(_ call: DialectCall) throws(APIFailure) -> Reply {
        let body = call.body
        try ChatReader.check(body, names: Self.names)
        let asked = try ChatReader.model(body)
        let model = Route.shortModel(asked)
        let texts = try Self.texts(body)
        let isBase64 = try Self.isBase64(body)
        let dimensions = try ChatReader.number(body, "dimensions", type: "TYPE_INT32")
        let requests = texts.map { text -> JSON in
            .members([
                "model": .string("models/" + model), "content": ["parts": [["text": .string(text)]]],
                "outputDimensionality": dimensions,
            ])
        }
        let reply = try OpenAIDesk.renamed { () throws(APIFailure) in
            try call.ask(mock, "batchEmbedContents", of: model, ["requests": .array(requests)])
        }
        let vectors = reply.messages.first?.value.list("embeddings") ?? []
        let data = vectors.enumerated().map { index, vector -> JSON in
            let values = vector.list("values")
            return [
                "object": "embedding", "index": .int(index), "embedding": isBase64 ? Self.base64(values) : .array(values),
            ]
        }
        let tokens = texts.reduce(0) { $0 + Tokens.of($1) }
        var answer = Reply.compact([
            "object": "list", "data": .array(data), "model": .string(asked),
            "usage": ["prompt_tokens": .int(tokens), "total_tokens": .int(tokens)],
        ])
        answer.items = texts.count
        answer.fault = reply.fault
        answer.tokens = tokens
        return answer
    }

    private static func texts(_ body: JSON) throws(APIFailure) -> [String] {
        guard let input = body.field("input") else { throw .invalid("input is required: a string or a list of strings.") }
        if let text = input.string { return [text] }
        guard let items = input.array, !items.isEmpty else {
            throw .value(input, at: "input", type: "TYPE_STRING")
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            if let text = item.string {
                texts.append(text)
            } else if item.int != nil || item.array != nil {
                throw .badRequest(
                    "Invalid value at 'input[\(index)]' (TYPE_STRING), token ids are not supported: send text.",
                    field: "input[\(index)]")
            } else {
                throw .value(item, at: "input[\(index)]", type: "TYPE_STRING")
            }
        }
        return texts
    }

    private static func isBase64(_ body: JSON) throws(APIFailure) -> Bool {
        guard let format = body.field("encoding_format") else { return false }
        switch format.string {
        case "float": return false
        case "base64": return true
        default: throw .value(format, at: "encoding_format", type: "float or base64")
        }
    }

    /// The values as little-endian 32-bit floats.
    private static func base64(_ values: [JSON]) -> JSON {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 4)
        for value in values {
            let bits = Float(value.double ?? 0).bitPattern
            for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        return .string(Base64Coding.encode(bytes))
    }
}
