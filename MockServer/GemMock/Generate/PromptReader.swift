internal import GemCore

/// Reads prompts out of request bodies, and refuses what the API refuses.
struct PromptReader: Sendable {
    let shelf: FileShelf
    let time: any TimeSource
    let api: Route.API

    /// Reads a GenerateContentRequest.
    func prompt(_ body: JSON, message: String = "GenerateContentRequest") throws(APIFailure) -> Prompt {
        let contents = body.list("contents")
        guard !contents.isEmpty else { throw .invalidField("\(message).contents", "contents is not specified") }
        var prompt = Prompt()
        for (index, content) in contents.enumerated() {
            prompt.turns.append(try turn(content, "\(message).contents[\(index)]"))
        }
        if let system = body.field("systemInstruction") {
            prompt.system = system.string.map { [.text($0)] } ?? []
            for part in system.list("parts") { prompt.system.append(try self.part(part)) }
        }
        if let config = body.field("generationConfig") {
            try ConfigCheck(api: api, message: message).check(config)
            prompt.config = config
        }
        ToolReader(body).read(into: &prompt)
        return prompt
    }

    /// Reads one content outside a conversation, as the embedding operations have it.
    func parts(_ content: JSON, path: String) throws(APIFailure) -> [Prompt.Part] {
        var parts: [Prompt.Part] = []
        for part in content.list("parts") { parts.append(try self.part(part)) }
        guard !parts.isEmpty else { throw .invalidField(path, "contents is not specified") }
        return parts
    }

    private func turn(_ content: JSON, _ path: String) throws(APIFailure) -> Prompt.Turn {
        let role = content.text(of: "role").lowercased()
        let roles = api == .vertex ? ["", "user", "model"] : ["", "user", "model", "function"]
        guard roles.contains(role) else { throw .invalid("Please use a valid role: user, model.") }
        var turn = Prompt.Turn(isModel: role == "model", parts: [])
        for part in content.list("parts") {
            turn.signatures[turn.parts.count] = part.field("thoughtSignature")?.string
            turn.parts.append(try self.part(part))
        }
        guard !turn.parts.isEmpty else { throw .invalidField("\(path).parts", "contents.parts must not be empty.") }
        return turn
    }

    private func part(_ part: JSON) throws(APIFailure) -> Prompt.Part {
        if let text = part.field("text") {
            return part.field("thought")?.bool == true ? .thought(text.string ?? "") : .text(text.string ?? "")
        }
        if let blob = part.field("inlineData") { return .media(try inline(blob, of: part)) }
        if let file = part.field("fileData") { return .media(try stored(file, of: part)) }
        if let call = part.field("functionCall") { return .call(name: call.text(of: "name"), call.field("args") ?? .object(.init())) }
        if let response = part.field("functionResponse") {
            return .response(name: response.text(of: "name"), response.field("response") ?? .object(.init()))
        }
        return .other(part)
    }

    private func inline(_ blob: JSON, of part: JSON) throws(APIFailure) -> Prompt.Media {
        guard let bytes = Base64Coding.decode(blob.text(of: "data")) else {
            throw .invalid(
                "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed for \"\(blob.text(of: "data").prefix(20))\""
            )
        }
        let content = MediaBytes.memory(bytes)
        let facts = MediaFacts.reckoned(content, mimeType: blob.text(of: "mimeType"))
        try check(facts)
        return media(facts, Digest(of: bytes), content, part)
    }

    private func stored(_ data: JSON, of part: JSON) throws(APIFailure) -> Prompt.Media {
        let uri = data.text(of: "fileUri")
        let mimeType = data.text(of: "mimeType")
        if api == .vertex, mimeType.isEmpty {
            throw .invalid("Unable to submit request because it has an empty mimeType parameter in fileData. Add the value and try again.")
        }
        guard let name = FileShelf.name(in: uri) else { return try foreign(uri, mimeType, part) }
        let id = String(name.dropFirst(6))
        guard let file = shelf.file(name) else { throw .unknownFile(id) }
        guard file.isActive(at: time.now) else { throw .inactiveFile(id) }
        var facts = file.facts
        if !mimeType.isEmpty, mimeType != facts.mimeType { facts = MediaFacts.reckoned(.file(file.content), mimeType: mimeType) }
        try check(facts)
        return media(facts, file.digest, .file(file.content), part)
    }

    /// Media of the web, which the mock never fetches.
    private func foreign(_ uri: String, _ mimeType: String, _ part: JSON) throws(APIFailure) -> Prompt.Media {
        guard ["https://", "http://", "gs://"].contains(where: { uri.hasPrefix($0) }) else {
            throw .invalid("Invalid or unsupported file uri: \(uri.prefix(200))")
        }
        let isTube = ["youtube.com/", "youtu.be/"].contains { uri.contains($0) }
        var facts = MediaFacts(mimeType: mimeType.isEmpty ? (isTube ? "video/mp4" : "application/pdf") : mimeType, length: 0)
        switch facts.modality {
        case .video: facts.seconds = 60
        case .audio: facts.seconds = 60
        case .document: facts.pages = 1
        default: break
        }
        var media = media(facts, Digest(of: Array(uri.utf8)), .memory([]), part)
        media.foreignURI = uri
        return media
    }

    private func media(_ facts: MediaFacts, _ digest: Digest, _ content: MediaBytes, _ part: JSON) -> Prompt.Media {
        var media = Prompt.Media(facts: facts, digest: digest)
        if facts.modality == .text { media.excerpt = String(decoding: content.read(at: 0, count: 400), as: UTF8.self) }
        if let video = part.field("videoMetadata") {
            media.fps = video.number(of: "fps") ?? 1
            media.start = Self.seconds(video.text(of: "startOffset")) ?? 0
            media.end = Self.seconds(video.text(of: "endOffset"))
        }
        return media
    }

    private static func seconds(_ duration: String) -> Double? { duration.hasSuffix("s") ? Double(duration.dropLast()) : nil }

    private func check(_ facts: MediaFacts) throws(APIFailure) {
        guard facts.isSupported else { throw .invalid("Unsupported MIME type: \(facts.mimeType)") }
    }
}
