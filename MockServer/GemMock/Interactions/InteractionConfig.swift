internal import GemCore

/// Turns an interaction's settings into a generation's.
struct InteractionConfig: Sendable {
    let body: JSON
    /// The model that is asked, where the mock serves it.
    let model: Model?

    private static let names: Set<String> = [
        "image_config", "max_output_tokens", "seed", "speech_config", "stop_sequences", "temperature", "thinking_level",
        "thinking_summaries", "tool_choice", "top_k", "top_p", "transcription_config", "video_config", "presence_penalty",
        "frequency_penalty",
    ]

    /// The `generationConfig`; nil where nothing is set.
    func config() throws(APIFailure) -> JSON? {
        let settings = body.field("generation_config") ?? .null
        try InteractionReader.check(settings, names: Self.names, at: "generation_config")
        let format = try self.format()
        func number(_ name: String) throws(APIFailure) -> JSON? {
            guard let value = settings.field(name) else { return nil }
            guard value.double?.isFinite == true else { throw .wrongType("generation_config.\(name)", expected: "a number") }
            return value
        }
        let config = JSON.members([
            "temperature": try number("temperature"), "topP": try number("top_p"), "topK": try number("top_k"),
            "maxOutputTokens": try number("max_output_tokens"), "stopSequences": settings.field("stop_sequences"),
            "seed": try number("seed"), "presencePenalty": try number("presence_penalty"),
            "frequencyPenalty": try number("frequency_penalty"), "responseMimeType": format.mimeType,
            "responseJsonSchema": format.schema, "responseModalities": format.modalities, "speechConfig": speech(settings),
            "thinkingConfig": try thinking(settings),
        ])
        return config.object?.isEmpty == true ? nil : config
    }

    private func thinking(_ settings: JSON) throws(APIFailure) -> JSON? {
        let level = settings.field("thinking_level")
        let summaries = settings.field("thinking_summaries")
        if let level, level.string.map({ Self.budgets[$0] == nil }) ?? true {
            throw .unsupported(
                level.string ?? level.text(), for: "thinking_level", at: "generation_config",
                supported: ["minimal", "low", "medium", "high", "xhigh"])
        }
        guard let model, model.thinks, level != nil || summaries != nil else { return nil }
        let name = level?.string ?? ""
        let isOld = model.generation < 3
        return .members([
            "includeThoughts": summaries == "auto" ? true : nil, "thinkingBudget": isOld ? Self.budgets[name].map { .int($0) } : nil,
            "thinkingLevel": isOld || name.isEmpty ? nil : .string(name == "xhigh" ? "HIGH" : name.uppercased()),
        ])
    }

    private static let budgets = ["minimal": 512, "low": 1024, "medium": 8192, "high": 24_576, "xhigh": 24_576]

    private func speech(_ settings: JSON) -> JSON? {
        let speakers = settings.field("speech_config")?.list("speakers") ?? []
        let list = speakers.isEmpty ? settings.list("speech_config") : speakers
        guard let first = list.first, let voice = first.field("voice") else { return nil }
        guard list.count > 1 else {
            return .members([
                "voiceConfig": ["prebuiltVoiceConfig": ["voiceName": voice]], "languageCode": first.field("language"),
            ])
        }
        let configs = list.map { speaker -> JSON in
            [
                "speaker": speaker.field("speaker") ?? "",
                "voiceConfig": ["prebuiltVoiceConfig": ["voiceName": speaker.field("voice") ?? ""]],
            ]
        }
        return ["multiSpeakerVoiceConfig": ["speakerVoiceConfigs": .array(configs)]]
    }

    /// What `response_format` asks for: formats by kind, or a bare JSON schema with the older `response_mime_type`.
    private func format() throws(APIFailure) -> (mimeType: JSON?, schema: JSON?, modalities: JSON?) {
        var mimeType = body.field("response_mime_type")
        var schema: JSON?
        var modalities = body.list("response_modalities").compactMap(\.string).map { $0.uppercased() }
        for (index, format) in body.list("response_format").enumerated() {
            guard format.object != nil else { throw .wrongType("response_format[\(index)]", expected: "an object") }
            switch format["type"]?.string {
            case "text":
                schema = format.field("schema") ?? schema
                mimeType = format.field("mime_type") ?? (format.field("schema") == nil ? mimeType : "application/json")
            case "image", "audio", "video": modalities.append(format.text(of: "type").uppercased())
            default:
                schema = format
                mimeType = mimeType ?? "application/json"
            }
        }
        if modalities.contains("IMAGE"), !modalities.contains("TEXT") { modalities.insert("TEXT", at: 0) }
        return (mimeType, schema, modalities.isEmpty ? nil : .array(modalities.map { .string($0) }))
    }
}
