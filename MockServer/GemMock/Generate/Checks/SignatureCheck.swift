internal import GemCore

/// Refuses a conversation whose function calls come back without their thought signatures, as the third generation of models does.
///
/// Only the current turn is looked at: what follows the last text of the user. In each of its steps the first call must be signed.
struct SignatureCheck: Sendable {
    let model: Model
    let api: Route.API

    /// Throws the API's 400 for the first call whose signature is missing or altered.
    func check(_ turns: [Prompt.Turn]) throws(APIFailure) {
        guard model.generation >= 3, !model.makesImages else { return }
        let start = turns.lastIndex { !$0.isModel && !Prompt.text($0.parts).isEmpty } ?? -1
        var isFirst = true
        for index in turns.indices where index > start {
            guard turns[index].isModel else {
                isFirst = true
                continue
            }
            for (place, part) in turns[index].parts.enumerated() {
                guard case .call(let name, let args) = part else { continue }
                let signature = turns[index].signatures[place] ?? ""
                if signature.isEmpty, isFirst { throw missing(name, position: index + 1) }
                if !signature.isEmpty, ThoughtSignature.check(signature, call: name, args) == .altered { throw altered }
                isFirst = false
            }
        }
    }

    private func missing(_ name: String, position: Int) -> APIFailure {
        guard api == .developer else {
            return .invalid(
                "Unable to submit request because function call `default_api:\(name)` in the \(position). content block is missing a `thought_signature`. Learn more: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures"
            )
        }
        return .invalid(
            "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:\(name)` , position \(position). Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
        )
    }

    private var altered: APIFailure {
        .invalid(
            api == .developer
                ? "Corrupted thought signature."
                : "Unable to submit request because Thought signature is not valid.. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini"
        )
    }
}
