internal import GemCore

/// Refuses what one model cannot do though another can: many candidates, other modalities, tools together, a prompt too long.
struct ModelCheck: Sendable {
    let model: Model
    let api: Route.API

    private var isVertex: Bool { api == .vertex }

    /// Throws the API's 400 for the first demand that the model does not meet.
    func check(_ prompt: Prompt, tokens: Int) throws(APIFailure) {
        try candidates(prompt.config)
        try modalities(prompt.modalities)
        try ThinkingCheck(model: model, api: api).check(prompt.config.field("thinkingConfig") ?? .null)
        try tools(prompt)
        try functions(prompt.functions)
        try turns(prompt.turns)
        if tokens > model.inputTokenLimit {
            throw .invalid("The input token count (\(tokens)) exceeds the maximum number of tokens allowed (\(model.inputTokenLimit)).")
        }
    }

    private func candidates(_ config: JSON) throws(APIFailure) {
        let isOne = (config.number(of: "candidateCount") ?? 1) <= 1
        if !isOne, model.makesImages || model.speaks || (model.generation >= 3 && !isVertex) {
            throw .invalid("Multiple candidates is not enabled for this model")
        }
        guard config.field("responseLogprobs")?.bool == true, model.generation >= 3 || model.makesImages || model.speaks else { return }
        throw .invalid(
            isVertex
                ? "Unable to submit request because Logprobs is not supported for this model."
                : "Logprobs is not enabled for models/\(model.name)")
    }

    private func modalities(_ wanted: [String]) throws(APIFailure) {
        if model.speaks {
            if wanted != ["AUDIO"] { throw combination(wanted.isEmpty ? ["TEXT"] : wanted, accepted: ["AUDIO"]) }
        } else if model.makesImages {
            if wanted.contains("AUDIO") { throw combination(wanted, accepted: ["TEXT", "TEXT, IMAGE", "IMAGE"]) }
        } else if wanted.contains("AUDIO") || wanted.contains("IMAGE") {
            throw .invalid("This model only supports text output.")
        }
    }

    private func combination(_ wanted: [String], accepted: [String]) -> APIFailure {
        .invalid(
            "The requested combination of response modalities (\(wanted.joined(separator: ", "))) is not supported by the model. models/\(model.name) accepts the following combination of response modalities:\n\(accepted.map { "* \($0)\n" }.joined())"
        )
    }

    private func tools(_ prompt: Prompt) throws(APIFailure) {
        let hasFunctions = !prompt.functions.isEmpty
        let hasTools = !prompt.tools.isEmpty
        let isOld = model.generation > 0 && model.generation < 3
        if isOld, prompt.config.text(of: "responseMimeType").lowercased() == "application/json", hasFunctions || hasTools {
            throw .invalid("\(hasFunctions ? "Function calling" : "Tool use") with a response mime type: 'application/json' is unsupported")
        }
        guard hasFunctions, hasTools else { return }
        if isOld {
            throw .invalid(
                isVertex
                    ? "Unable to submit request because multiple tools are supported only when they are all search tools."
                    : "Tool use with function calling is unsupported by the model.")
        }
        if !isVertex, !prompt.tools.showsInvocations {
            throw .invalid("Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.")
        }
    }

    private func functions(_ functions: [Prompt.Function]) throws(APIFailure) {
        var seen: Set<String> = []
        for function in functions {
            guard seen.insert(function.name).inserted else {
                throw .invalid("Duplicate function declaration found: \(function.name.prefix(128))")
            }
            guard !Self.isName(function.name) else { continue }
            throw .invalidField(
                "GenerateContentRequest.tools[\(function.tool)].function_declarations[\(function.index)].name",
                "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128."
            )
        }
    }

    private static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count <= 128 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 }
        return isLetter(first) && bytes.allSatisfy { isLetter($0) || (48...57).contains($0) || [45, 46, 58].contains($0) }
    }

    /// Calls and their responses belong together; contents of one role in a row are one turn.
    private func turns(_ turns: [Prompt.Turn]) throws(APIFailure) {
        var merged: [(isModel: Bool, calls: Int, responses: Int)] = []
        for turn in turns {
            let calls = turn.parts.filter { if case .call = $0 { true } else { false } }.count
            let responses = turn.parts.filter { if case .response = $0 { true } else { false } }.count
            if let last = merged.last, last.isModel == turn.isModel {
                merged[merged.count - 1].calls += calls
                merged[merged.count - 1].responses += responses
            } else {
                merged.append((turn.isModel, calls, responses))
            }
        }
        for (index, turn) in merged.enumerated() where turn.isModel && turn.calls > 0 {
            if index == 0 {
                throw .invalid(
                    "Please ensure that function call turn comes immediately after a user turn or after a function response turn.")
            }
            guard index + 1 < merged.count, merged[index + 1].responses > 0, merged[index + 1].responses != turn.calls else { continue }
            throw .invalid(
                "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn."
            )
        }
    }
}
