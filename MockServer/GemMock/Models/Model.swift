internal import GemCore

/// One model the mock serves, as `models.get` describes it.
struct Model: Sendable {
    /// How a model's vectors are made.
    struct Embedding: Sendable {
        /// How many numbers there are when nothing else is asked for.
        var dimensions: Int
        /// Whether a shortened vector is made unit length again.
        var normalisesShort: Bool
        /// Whether answers carry `usageMetadata`, and media are taken.
        var isMultimodal: Bool
    }

    var name: String
    var displayName: String
    var version: String
    var inputTokenLimit = 1_048_576
    var outputTokenLimit = 65_536
    var methods = ["generateContent", "countTokens", "createCachedContent", "batchGenerateContent"]
    var sampling: Sampling?
    var thinks = false
    var embedding: Embedding?
    /// What `modelVersion` says where `name` is an alias.
    var alias: String?
    /// Whether only Vertex serves it.
    var isVertexOnly = false

    /// Default sampling parameters.
    struct Sampling: Sendable {
        var temperature = 1.0
        var topK = 64
        var maxTemperature = 2.0
    }

    /// What answers give as `modelVersion`.
    var answersAs: String { alias ?? name }

    /// The generation a Gemini model belongs to (2.5, 3.1 …); 0 for others.
    var generation: Double {
        let words = answersAs.split(separator: "-")
        guard words.first == "gemini", words.count > 1 else { return 0 }
        return Double(words[1]) ?? 0
    }

    /// The resource as the Developer API prints it.
    var json: JSON {
        .members([
            "name": .string("models/" + name), "version": .string(version), "displayName": .string(displayName),
            "description": .string("Mock of \(displayName)."), "inputTokenLimit": .int(inputTokenLimit),
            "outputTokenLimit": .int(outputTokenLimit), "supportedGenerationMethods": .array(methods.map { .string($0) }),
            "temperature": sampling.map { .double($0.temperature) }, "topP": sampling.map { _ in .double(0.95) },
            "topK": sampling.map { .int($0.topK) }, "maxTemperature": sampling.map { .double($0.maxTemperature) },
            "thinking": thinks ? true : nil,
        ])
    }

    /// What `:predict` takes, by which Vertex's SDK chooses its class.
    private var predictSchema: String? {
        embedding != nil ? "text_embedding" : name.hasPrefix("imagen-") ? "vision_generative_model" : nil
    }

    /// The resource as Vertex prints it.
    var vertexJSON: JSON {
        .members([
            "name": .string("publishers/google/models/" + name), "versionId": .string(version), "openSourceCategory": "PROPRIETARY",
            "launchStage": "GA",
            "publisherModelTemplate": .string("projects/{project}/locations/{location}/publishers/google/models/\(name)"),
            "predictSchemata": predictSchema.map { name in
                ["instanceSchemaUri": .string("gs://google-cloud-aiplatform/schema/predict/instance/\(name)_1.0.0.yaml")]
            },
        ])
    }
}
