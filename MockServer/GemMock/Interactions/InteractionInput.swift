internal import GemCore

/// Turns an interaction's input, in any of its forms, into contents.
struct InteractionInput: Sendable {
    /// The conversation so far.
    private(set) var contents: [JSON]
    /// A thought's signature, which belongs to the function call that follows.
    private var signature: JSON?
    /// Whether the last content is open for more parts of its role.
    private var isOpen = false

    /// Starts after a conversation.
    init(contents: [JSON]) { self.contents = contents }

    private static let contentTypes: Set<String> = ["text", "image", "audio", "document", "video"]

    /// Adds a text, one content, one step, or a list of contents or steps.
    mutating func add(input: JSON) throws(APIFailure) {
        switch input {
        case .string(let text): append("user", ["text": .string(text)])
        case .object: try add(item: input, "input")
        case .array(let items):
            guard !items.isEmpty else { throw .missingParameter("input") }
            for (index, item) in items.enumerated() { try add(item: item, "input[\(index)]") }
        default: throw .wrongType("input", expected: "a string, an object or a list")
        }
        guard contents.last?["role"] == "user" else {
            throw .invalid("The last step of 'input' must be the user's or a function's result.")
        }
    }

    private mutating func append(_ role: JSON, _ part: JSON) {
        if isOpen, var last = contents.last, last["role"] == role {
            last["parts"] = .array((last["parts"]?.array ?? []) + [part])
            contents[contents.count - 1] = last
        } else {
            contents.append(["role": role, "parts": [part]])
        }
        isOpen = true
    }

    private mutating func add(item: JSON, _ path: String) throws(APIFailure) {
        guard item.object != nil else { throw .wrongType(path, expected: "an object") }
        guard item["role"] == nil else {
            throw .invalid(
                "The legacy Interactions API schema is no longer supported. Please upgrade your client SDK to Python >= 2.0.0 or JavaScript/TypeScript >= 2.0.0 to adopt the new 'steps' schema."
            )
        }
        guard let type = item["type"]?.string else { throw .missingParameter("type", at: path) }
        if Self.contentTypes.contains(type) { return append("user", try InteractionContent.part(item, path)) }
        switch type {
        case "user_input": try add(contentsOf: item, as: "user", path)
        case "model_output": try add(contentsOf: item, as: "model", path)
        case "thought": signature = item.field("signature").flatMap { $0 == "" ? nil : $0 } ?? signature
        case "function_call":
            guard let name = item["name"]?.string, !name.isEmpty else { throw .missingParameter("name", at: path) }
            let own = item.field("signature").flatMap { $0 == "" ? nil : $0 }
            append(
                "model",
                .members([
                    "functionCall": .members([
                        "id": item.field("id"), "name": .string(name), "args": item.field("arguments") ?? .object(.init()),
                    ]), "thoughtSignature": own ?? take(),
                ]))
        case "function_result": try add(result: item, path)
        // What tools of the service did is the service's own affair.
        case _ where type.hasSuffix("_call") || type.hasSuffix("_result"): break
        default:
            throw .unsupported(
                type, for: "type", at: path,
                supported: [
                    "text", "image", "audio", "document", "video", "user_input", "model_output", "thought", "function_call",
                    "function_result",
                ])
        }
    }

    private mutating func add(contentsOf step: JSON, as role: JSON, _ path: String) throws(APIFailure) {
        let content = step.field("content") ?? .array([])
        if let text = content.string { return append(role, ["text": .string(text)]) }
        for (index, item) in (content.array ?? [content]).enumerated() {
            append(role, try InteractionContent.part(item, "\(path).content[\(index)]"))
        }
    }

    private mutating func take() -> JSON? {
        defer { signature = nil }
        return signature
    }

    private mutating func add(result: JSON, _ path: String) throws(APIFailure) {
        guard let id = result["call_id"]?.string else { throw .missingParameter("call_id", at: path) }
        guard let name = result.field("name")?.string ?? name(ofCall: id) else {
            throw .invalid("No function call with the id '\(String(id.prefix(100)))' comes before '\(path)'.")
        }
        guard let value = result.field("result") else { throw .missingParameter("result", at: path) }
        let (said, media) = try Self.parts(of: value, path)
        let response: JSON = result["is_error"] == true ? ["error": said] : said.object == nil ? ["result": said] : said
        append(
            "user",
            [
                "functionResponse": .members([
                    "id": .string(id), "name": .string(name), "response": response, "parts": media.isEmpty ? nil : .array(media),
                ])
            ])
    }

    /// A result's value, with the texts of contents joined, and its media.
    private static func parts(of result: JSON, _ path: String) throws(APIFailure) -> (said: JSON, media: [JSON]) {
        guard let items = result.array, !items.isEmpty, items.allSatisfy({ contentTypes.contains($0["type"]?.string ?? "") }) else {
            return (result, [])
        }
        var texts: [String] = []
        var media: [JSON] = []
        for (index, item) in items.enumerated() {
            let part = try InteractionContent.part(item, "\(path).result[\(index)]")
            if let text = part["text"]?.string { texts.append(text) }
            if let blob = part["inlineData"] { media.append(["inlineData": blob]) }
        }
        return (.string(texts.joined(separator: "\n")), media)
    }

    private func name(ofCall id: String) -> String? {
        for content in contents.reversed() {
            for part in content["parts"]?.array ?? [] {
                guard let call = part["functionCall"], call["id"]?.string == id else { continue }
                return call["name"]?.string
            }
        }
        return nil
    }
}
