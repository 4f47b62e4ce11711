public import GemCore

/// From which probability on a category of harm is blocked.
public struct SafetySetting: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Sets a category's threshold: `SafetySetting(.harassment, .onlyHigh)`.
    public init(_ category: HarmCategory, _ threshold: HarmBlockThreshold) {
        json = ["category": .string(category.rawValue), "threshold": .string(threshold.rawValue)]
    }

    /// The category.
    public var category: HarmCategory { name("category") ?? "" }
    /// The threshold.
    public var threshold: HarmBlockThreshold { name("threshold") ?? "" }
    /// `SEVERITY` or `PROBABILITY`, what the threshold is compared with; only Vertex AI reads it.
    public var method: String? {
        get { json["method"]?.string }
        set { json["method"] = newValue.map { .string($0) } }
    }
}

extension [SafetySetting] {
    /// One threshold for the four categories that every Gemini model knows.
    public static func all(_ threshold: HarmBlockThreshold) -> [SafetySetting] {
        [HarmCategory.harassment, .hateSpeech, .sexuallyExplicit, .dangerousContent].map { SafetySetting($0, threshold) }
    }
}

/// A kind of harm.
public struct HarmCategory: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Threats, bullying, ridicule.
    public static let harassment: HarmCategory = "HARM_CATEGORY_HARASSMENT"
    /// Hate towards groups of people.
    public static let hateSpeech: HarmCategory = "HARM_CATEGORY_HATE_SPEECH"
    /// Sexual content.
    public static let sexuallyExplicit: HarmCategory = "HARM_CATEGORY_SEXUALLY_EXPLICIT"
    /// What helps to do harm.
    public static let dangerousContent: HarmCategory = "HARM_CATEGORY_DANGEROUS_CONTENT"
    /// What may harm elections; deprecated by the API.
    public static let civicIntegrity: HarmCategory = "HARM_CATEGORY_CIVIC_INTEGRITY"
    /// Attempts to get round the model's rules; only Vertex AI knows it.
    public static let jailbreak: HarmCategory = "HARM_CATEGORY_JAILBREAK"
}

/// From which probability on harm is blocked.
public struct HarmBlockThreshold: OpenEnum {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Blocks what is low, medium or high.
    public static let lowAndAbove: HarmBlockThreshold = "BLOCK_LOW_AND_ABOVE"
    /// Blocks what is medium or high.
    public static let mediumAndAbove: HarmBlockThreshold = "BLOCK_MEDIUM_AND_ABOVE"
    /// Blocks only what is high.
    public static let onlyHigh: HarmBlockThreshold = "BLOCK_ONLY_HIGH"
    /// Blocks nothing, and still tells the ratings.
    public static let none: HarmBlockThreshold = "BLOCK_NONE"
    /// Looks at nothing.
    public static let off: HarmBlockThreshold = "OFF"
}

/// How probable a kind of harm is.
public struct HarmProbability: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Next to none.
    public static let negligible: HarmProbability = "NEGLIGIBLE"
    /// Low.
    public static let low: HarmProbability = "LOW"
    /// Medium.
    public static let medium: HarmProbability = "MEDIUM"
    /// High.
    public static let high: HarmProbability = "HIGH"
}

/// Why a prompt was blocked.
public struct BlockReason: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It was rated as harmful; `PromptFeedback.safetyRatings` tells how.
    public static let safety: BlockReason = "SAFETY"
    /// It holds terms of a block list.
    public static let blocklist: BlockReason = "BLOCKLIST"
    /// It holds what is never allowed.
    public static let prohibitedContent: BlockReason = "PROHIBITED_CONTENT"
    /// An image was rated as harmful.
    public static let imageSafety: BlockReason = "IMAGE_SAFETY"
    /// For a reason that is not told.
    public static let other: BlockReason = "OTHER"
}
