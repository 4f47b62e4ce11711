internal import GemCore

extension GenerateContentResponse {
    /// The pictures and sounds of the first answer, in order.
    public var media: [Blob] { first?.content.parts.filter { !$0.isThought }.compactMap(\.inlineData) ?? [] }

    /// The code the model ran for the first answer, in order, each with what it gave.
    public var codeExecutions: [CodeExecution] {
        var runs: [CodeExecution] = []
        for part in first?.content.parts ?? [] {
            if let code = part.executableCode { runs.append(CodeExecution(code: code)) }
            guard let result = part.codeExecutionResult else { continue }
            let place = runs.lastIndex { $0.result == nil && (result.id == nil || $0.code.id == result.id) }
            if let place { runs[place].result = result }
        }
        return runs
    }

    /// Which URLs of the prompt were read for the first answer, where url context is on.
    public var urlContext: [URLMetadata] { first?.urlContext ?? [] }

    /// What the first answer rests on, where it was searched for.
    public var grounding: GroundingMetadata? { first?.grounding }

    /// Why the first answer ended.
    public var finishReason: FinishReason? { first?.finishReason }
}

/// Code the model wrote, and what it gave when it was run.
public struct CodeExecution: Sendable, Hashable {
    /// The code.
    public var code: ExecutableCode
    /// What it gave; nil where the answer ended before.
    public var result: CodeExecutionResult?
}
