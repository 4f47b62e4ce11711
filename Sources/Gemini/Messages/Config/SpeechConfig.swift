public import GemCore

/// With which voices an answer is spoken, for models that speak.
public struct SpeechConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Speaks with one voice, such as `Kore`.
    public init(voice: String, language: String? = nil) {
        json = .members(["voiceConfig": Self.voice(voice), "languageCode": language.map { .string($0) }])
    }

    /// Speaks with a voice for each speaker the prompt names.
    public init(voices: KeyValuePairs<String, String>, language: String? = nil) {
        let speakers = voices.map { speaker, voice -> JSON in ["speaker": .string(speaker), "voiceConfig": Self.voice(voice)] }
        json = .members([
            "multiSpeakerVoiceConfig": ["speakerVoiceConfigs": .array(speakers)], "languageCode": language.map { .string($0) },
        ])
    }

    /// The voice, where there is one for all.
    public var voice: String? { json["voiceConfig"]?["prebuiltVoiceConfig"]?["voiceName"]?.string }
    /// The language as BCP 47 spells it, such as `en-US`.
    public var language: String? {
        get { json["languageCode"]?.string }
        set { json["languageCode"] = newValue.map { .string($0) } }
    }

    private static func voice(_ name: String) -> JSON { ["prebuiltVoiceConfig": ["voiceName": .string(name)]] }
}

/// Of what form generated images are.
public struct ImageConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Asks for a form, such as `16:9`, and a size: `512`, `1K`, `2K` or `4K`.
    public init(aspectRatio: String? = nil, size: String? = nil) {
        json = .members(["aspectRatio": aspectRatio.map { .string($0) }, "imageSize": size.map { .string($0) }])
    }

    /// Width to height, such as `16:9`.
    public var aspectRatio: String? {
        get { json["aspectRatio"]?.string }
        set { json["aspectRatio"] = newValue.map { .string($0) } }
    }
    /// `512`, `1K`, `2K` or `4K`.
    public var size: String? {
        get { json["imageSize"]?.string }
        set { json["imageSize"] = newValue.map { .string($0) } }
    }
}
