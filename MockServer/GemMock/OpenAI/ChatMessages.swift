internal import GemCore

/// Turns chat messages into contents: the system's texts apart, results of tools joined to one turn.
struct ChatMessages: Sendable {
    /// The turns so far.
    private(set) var contents: [JSON] = []
    /// The parts of the system instruction so far.
    private(set) var system: [JSON] = []
    /// Functions that were called and have not been answered.
    private var open: [(id: String, name: String)] = []
    private var lastWasResult = false

    /// Adds a message; throws where it cannot be read, with its place.
    mutating func add(_ message: JSON, _ path: String) throws(APIFailure) {
        guard message.object != nil else { throw .value(message, at: path, type: "message") }
        let role = message.text(of: "role")
        switch role {
        case "system", "developer": system += try parts(message, path)
        case "user": append("user", try parts(message, path))
        case "assistant": try assistant(message, path)
        case "tool", "function": try result(message, path)
        default:
            throw .badRequest(
                "Invalid value at '\(path).role', \(String(JSON.string(role).text().prefix(100))): use system, developer, user, assistant or tool.",
                field: "\(path).role")
        }
        lastWasResult = role == "tool" || role == "function"
    }

    private mutating func append(_ role: String, _ parts: [JSON]) {
        contents.append(["role": .string(role), "parts": .array(parts)])
    }

    private func parts(_ message: JSON, _ path: String) throws(APIFailure) -> [JSON] {
        guard let content = message.field("content") else { return [["text": ""]] }
        if let text = content.string { return [["text": .string(text)]] }
        guard let items = content.array else { throw .value(content, at: "\(path).content", type: "string or list") }
        var parts: [JSON] = []
        for (index, item) in items.enumerated() { parts.append(try ChatPart.part(item, "\(path).content[\(index)]")) }
        return parts
    }

    private mutating func assistant(_ message: JSON, _ path: String) throws(APIFailure) {
        let isSilent = message.field("content").map { $0 == "" || $0 == [] } ?? true
        var parts = isSilent ? [] : try self.parts(message, path)
        if let refusal = message.field("refusal")?.string { parts.append(["text": .string(refusal)]) }
        if let signature = Self.signature(message), !parts.isEmpty { parts[parts.count - 1]["thoughtSignature"] = signature }
        var calls = message.list("tool_calls")
        if let call = message.field("function_call") { calls.append(["function": call]) }
        open = []
        for (index, call) in calls.enumerated() {
            var part = try self.call(call, "\(path).tool_calls[\(index)]")
            // Older answers carry the signature beside the calls.
            if index == 0, isSilent, part["thoughtSignature"] == nil, let signature = Self.signature(message) {
                part["thoughtSignature"] = signature
            }
            parts.append(part)
        }
        append("model", parts.isEmpty ? [["text": ""]] : parts)
    }

    private mutating func call(_ call: JSON, _ path: String) throws(APIFailure) -> JSON {
        let function = call.field("function") ?? .null
        let name = function.text(of: "name")
        guard !name.isEmpty else { throw .badRequest("\(path).function.name is not specified", field: "\(path).function.name") }
        let text = function.text(of: "arguments")
        let arguments = text.isEmpty ? JSON.object(.init()) : try? JSON(parsing: text)
        guard let arguments, arguments.object != nil else {
            throw .value(.string(text), at: "\(path).function.arguments", type: "JSON object")
        }
        let id = call.text(of: "id")
        open.append((id, name))
        return .members([
            "functionCall": .members(["id": id.isEmpty ? nil : .string(id), "name": .string(name), "args": arguments]),
            "thoughtSignature": Self.signature(call),
        ])
    }

    private mutating func result(_ message: JSON, _ path: String) throws(APIFailure) {
        let id = message.text(of: "tool_call_id")
        let given = message.text(of: "name")
        let index =
            id.isEmpty
            ? open.firstIndex { given.isEmpty || $0.name == given } : open.firstIndex { $0.id == id } ?? open.firstIndex { $0.id.isEmpty }
        let name = index.map { open.remove(at: $0).name } ?? given
        guard !name.isEmpty else {
            throw .badRequest(
                "Invalid value at '\(path).tool_call_id', \(String(JSON.string(id).text().prefix(100))): no tool call before it has this id.",
                field: "\(path).tool_call_id")
        }
        let text = try parts(message, path).compactMap { $0["text"]?.string }.joined(separator: "\n")
        let value = (try? JSON(parsing: text)) ?? .string(text)
        let part: JSON = [
            "functionResponse": .members([
                "id": id.isEmpty ? nil : .string(id), "name": .string(name), "response": value.object == nil ? ["result": value] : value,
            ])
        ]
        if lastWasResult, var last = contents.popLast() {
            last["parts"] = .array((last["parts"]?.array ?? []) + [part])
            contents.append(last)
        } else {
            append("user", [part])
        }
    }

    /// The thought signature an answer's message or call carried.
    private static func signature(_ value: JSON) -> JSON? {
        let extra = value.field("extra_content")
        return (extra?.field("google") ?? extra?.field("vertex"))?.field("thought_signature")
    }
}
