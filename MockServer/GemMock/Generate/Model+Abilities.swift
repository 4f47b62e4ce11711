/// What a model of the table can do beside text, as its name tells.
extension Model {
    /// Whether it answers with pictures.
    var makesImages: Bool { name.hasSuffix("-image") || name.contains("-image-") }

    /// Whether it answers with speech, and with nothing else.
    var speaks: Bool { name.contains("-tts") }

    /// Whether it cannot answer without thinking: the Pro models, and all of the third generation.
    var alwaysThinks: Bool { thinks && (answersAs.contains("-pro") || generation >= 3) }
}
