internal import GemCore

/// Models that the service has switched off or renamed: not listed, but answered, so that older programs still run.
enum RetiredModels {
    static let all: [Model] =
        plain.map { ModelTable.plain($0, $0, "001") } + thinking.map { ModelTable.thinking($0, $0, "001") } + vectors
        + ["imagen-3.0-generate-001", "imagen-3.0-generate-002", "imagen-3.0-fast-generate-001"].map(ModelTable.drawer)

    private static let plain = [
        "gemini-pro", "gemini-pro-vision", "gemini-1.0-pro", "gemini-1.5-flash", "gemini-1.5-flash-001", "gemini-1.5-flash-002",
        "gemini-1.5-flash-8b", "gemini-1.5-flash-latest", "gemini-1.5-pro", "gemini-1.5-pro-001", "gemini-1.5-pro-002",
        "gemini-1.5-pro-latest",
        "gemini-2.0-flash-exp", "gemini-2.0-flash-lite-preview-02-05", "gemini-2.0-pro-exp-02-05", "gemini-exp-1206", "gemma-3-27b-it",
    ]

    private static let thinking = [
        "gemini-2.0-flash-thinking-exp", "gemini-2.0-flash-thinking-exp-01-21", "gemini-2.5-flash-001",
        "gemini-2.5-flash-lite-preview-06-17",
        "gemini-2.5-flash-lite-preview-09-2025", "gemini-2.5-flash-preview-04-17", "gemini-2.5-flash-preview-05-20",
        "gemini-2.5-flash-preview-09-2025", "gemini-2.5-pro-exp-03-25", "gemini-2.5-pro-preview-03-25", "gemini-2.5-pro-preview-05-06",
        "gemini-2.5-pro-preview-06-05",
    ]

    /// Earlier embedders were made unit length at their one size.
    private static let vectors = ["embedding-001", "text-embedding-004", "gemini-embedding-exp-03-07"].map { name in
        let dimensions = name.hasPrefix("gemini") ? 3072 : 768
        return ModelTable.vectors(
            name, name, "001", 2048, .init(dimensions: dimensions, normalisesShort: false, isMultimodal: false))
    }
}
