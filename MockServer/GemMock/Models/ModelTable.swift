internal import GemCore

/// The models the mock serves.
enum ModelTable {
    /// All models, in the order they are listed.
    static let all: [Model] = chat + image + imagen + speech + embedding + vertexOnly

    private static let byName: [String: Model] = Dictionary((RetiredModels.all + all).map { ($0.name, $0) }) { first, _ in first }

    /// The model of a short name that a service serves, retired ones among them; nil where there is none.
    static func model(_ name: String, api: Route.API) -> Model? {
        guard let model = byName[name], api == .vertex || !model.isVertexOnly else { return nil }
        return model
    }

    static func thinking(_ name: String, _ displayName: String, _ version: String, alias: String? = nil) -> Model {
        Model(name: name, displayName: displayName, version: version, sampling: .init(), thinks: true, alias: alias)
    }

    static func plain(_ name: String, _ displayName: String, _ version: String) -> Model {
        Model(name: name, displayName: displayName, version: version, outputTokenLimit: 8192, sampling: .init(topK: 40))
    }

    private static let chat: [Model] = [
        thinking("gemini-2.5-flash", "Gemini 2.5 Flash", "001"),
        thinking("gemini-2.5-pro", "Gemini 2.5 Pro", "2.5"),
        plain("gemini-2.0-flash", "Gemini 2.0 Flash", "2.0"),
        plain("gemini-2.0-flash-001", "Gemini 2.0 Flash 001", "2.0"),
        plain("gemini-2.0-flash-lite", "Gemini 2.0 Flash-Lite", "2.0"),
        plain("gemini-2.0-flash-lite-001", "Gemini 2.0 Flash-Lite 001", "2.0"),
        thinking("gemini-flash-latest", "Gemini Flash Latest", "Gemini Flash Latest", alias: "gemini-3.6-flash"),
        thinking("gemini-flash-lite-latest", "Gemini Flash-Lite Latest", "Gemini Flash-Lite Latest", alias: "gemini-3.5-flash-lite"),
        thinking("gemini-pro-latest", "Gemini Pro Latest", "Gemini Pro Latest", alias: "gemini-3.1-pro-preview"),
        thinking("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", "001"),
        thinking("gemini-3-pro-preview", "Gemini 3 Pro Preview", "3-pro-preview-11-2025"),
        thinking("gemini-3-flash-preview", "Gemini 3 Flash Preview", "3-flash-preview-12-2025"),
        thinking("gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview", "3.1-pro-preview-01-2026"),
        thinking("gemini-3.1-pro-preview-customtools", "Gemini 3.1 Pro Preview Custom Tools", "3.1-pro-preview-01-2026"),
        thinking("gemini-3.1-flash-lite-preview", "Gemini 3.1 Flash Lite Preview", "3.1-flash-lite-preview-03-2026"),
        thinking("gemini-3.1-flash-lite", "Gemini 3.1 Flash Lite", "3.1-flash-lite-05-2026"),
        thinking("gemini-3.5-flash", "Gemini 3.5 Flash", "3.5-flash-05-2026"),
        thinking("gemini-3.5-flash-lite", "Gemini 3.5 Flash Lite", "3.5-flash-lite-07-2026"),
        thinking("gemini-3.6-flash", "Gemini 3.6 Flash", "3.6-flash-07-2026"),
        thinking("gemini-3.7-flash", "Gemini 3.7 Flash", "3.7-flash-08-2026"),
        thinking("gemini-3.8-flash", "Gemini 3.8 Flash", "3.8-flash-09-2026"),
        thinking("gemini-4-argon", "Gemini 4 Argon", "4-argon-10-2026"),
        gemma("gemma-4-26b-a4b-it", "Gemma 4 26B A4B IT"),
        gemma("gemma-4-31b-it", "Gemma 4 31B IT"),
    ]

    private static func gemma(_ name: String, _ displayName: String) -> Model {
        Model(
            name: name, displayName: displayName, version: "001", inputTokenLimit: 262_144, outputTokenLimit: 32_768,
            methods: ["generateContent", "countTokens"], sampling: .init(), thinks: true)
    }

    private static let image: [Model] = [
        picture("gemini-2.5-flash-image", "Nano Banana", "2.0", 32_768, thinks: false),
        picture("gemini-3-pro-image-preview", "Nano Banana Pro", "3.0", 131_072, thinks: true),
        picture("gemini-3-pro-image", "Nano Banana Pro", "3.0", 131_072, thinks: true),
        picture("gemini-3.1-flash-image-preview", "Nano Banana 2", "3.0", 65_536, thinks: true),
        picture("gemini-3.1-flash-image", "Nano Banana 2", "3.0", 65_536, thinks: true),
        picture("gemini-3.1-flash-lite-image", "Nano Banana 2 Lite", "3.0", 65_536, thinks: false),
    ]

    private static func picture(_ name: String, _ displayName: String, _ version: String, _ limit: Int, thinks: Bool) -> Model {
        Model(
            name: name, displayName: displayName, version: version, inputTokenLimit: limit, outputTokenLimit: 32_768,
            methods: ["generateContent", "countTokens", "batchGenerateContent"], sampling: .init(maxTemperature: 1), thinks: thinks)
    }

    private static let imagen = ["", "ultra-", "fast-"].map { drawer("imagen-4.0-\($0)generate-001") }

    /// A model that only draws, by `:predict`.
    static func drawer(_ name: String) -> Model {
        Model(name: name, displayName: name, version: "001", inputTokenLimit: 480, outputTokenLimit: 8192, methods: ["predict"])
    }

    private static let speech: [Model] = [
        voice("gemini-2.5-flash-preview-tts", "Gemini 2.5 Flash Preview TTS", "gemini-2.5-flash-exp-tts-2025-05-19"),
        voice("gemini-2.5-pro-preview-tts", "Gemini 2.5 Pro Preview TTS", "gemini-2.5-pro-preview-tts-2025-05-19"),
        voice("gemini-3.1-flash-tts-preview", "Gemini 3.1 Flash TTS Preview", "3.1-flash-tts-preview"),
        voice("gemini-3.8-flash-tts", "Gemini 3.8 Flash TTS", "3.8-flash-tts"),
        voice("gemini-3.8-flash-lite-tts", "Gemini 3.8 Flash-Lite TTS", "3.8-flash-lite-tts"),
    ]

    private static func voice(_ name: String, _ displayName: String, _ version: String) -> Model {
        Model(
            name: name, displayName: displayName, version: version, inputTokenLimit: 8192, outputTokenLimit: 16_384,
            methods: ["countTokens", "generateContent"], sampling: .init())
    }

    private static let embedding: [Model] = [
        vectors(
            "gemini-embedding-001", "Gemini Embedding 001", "001", 2048,
            .init(dimensions: 3072, normalisesShort: false, isMultimodal: false)),
        vectors(
            "gemini-embedding-2-preview", "Gemini Embedding 2 Preview", "2", 8192,
            .init(dimensions: 3072, normalisesShort: true, isMultimodal: true)),
        vectors("gemini-embedding-2", "Gemini Embedding 2", "2", 8192, .init(dimensions: 3072, normalisesShort: true, isMultimodal: true)),
    ]

    private static let vertexOnly: [Model] = ["text-embedding-004", "text-embedding-005", "text-multilingual-embedding-002"].map { name in
        var model = vectors(name, name, "default", 2048, .init(dimensions: 768, normalisesShort: false, isMultimodal: false))
        model.isVertexOnly = true
        return model
    }

    static func vectors(_ name: String, _ displayName: String, _ version: String, _ limit: Int, _ rule: Model.Embedding) -> Model {
        Model(
            name: name, displayName: displayName, version: version, inputTokenLimit: limit, outputTokenLimit: 1,
            methods: ["embedContent", "countTextTokens", "countTokens", "asyncBatchEmbedContent"], embedding: rule)
    }
}
