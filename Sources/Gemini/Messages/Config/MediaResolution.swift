/// How finely media are looked at; finer costs more tokens.
public struct MediaResolution: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Few tokens.
    public static let low: MediaResolution = "MEDIA_RESOLUTION_LOW"
    /// In between.
    public static let medium: MediaResolution = "MEDIA_RESOLUTION_MEDIUM"
    /// Many tokens.
    public static let high: MediaResolution = "MEDIA_RESOLUTION_HIGH"
    /// Most tokens; for single pieces of media only.
    public static let ultraHigh: MediaResolution = "MEDIA_RESOLUTION_ULTRA_HIGH"
}

/// What an answer is made of.
public struct Modality: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Text.
    public static let text: Modality = "TEXT"
    /// Pictures.
    public static let image: Modality = "IMAGE"
    /// Speech or music.
    public static let audio: Modality = "AUDIO"
    /// Moving pictures, as a question holds them.
    public static let video: Modality = "VIDEO"
    /// PDF, as a question holds it.
    public static let document: Modality = "DOCUMENT"
}
