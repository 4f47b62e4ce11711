internal import GemCore

/// Refuses a thinking budget or level that the model does not have.
struct ThinkingCheck: Sendable {
    let model: Model
    let api: Route.API

    private var isVertex: Bool { api == .vertex }

    func check(_ config: JSON) throws(APIFailure) {
        let budget = config.number(of: "thinkingBudget")
        let level = config.name(of: "thinkingLevel", in: ["THINKING_LEVEL_UNSPECIFIED", "LOW", "MEDIUM", "HIGH", "MINIMAL"])
            .flatMap { $0 == "THINKING_LEVEL_UNSPECIFIED" ? nil : $0 }
        guard model.thinks else {
            guard budget != nil || level != nil || config.field("includeThoughts")?.bool == true else { return }
            throw .invalid("Thinking is not enabled for models/\(model.name)")
        }
        if budget != nil, level != nil {
            throw .invalid(
                isVertex
                    ? "Unable to submit request because thinking_budget and thinking_level are not supported together."
                    : "You can only set only one of thinking budget and thinking level.")
        }
        if let level { try check(level: level) }
        if let budget { try check(budget: budget) }
    }

    private func check(level: String) throws(APIFailure) {
        guard model.generation >= 3 || model.generation == 0 else {
            throw .invalid(
                isVertex
                    ? "Unable to submit request because thinking_level is not supported by this model."
                    : "Thinking level is not supported for this model.")
        }
        let levels: [String] =
            if model.generation == 0 { ["MINIMAL", "HIGH"] } else if !model.answersAs.contains("-pro") {
                ["MINIMAL", "LOW", "MEDIUM", "HIGH"]
            } else if model.generation > 3 {
                ["LOW", "MEDIUM", "HIGH"]
            } else { ["LOW", "HIGH"] }
        guard levels.contains(level) else {
            throw .invalid("Thinking level \(level.prefix(40)) is not supported for this model. Please retry with other thinking level.")
        }
    }

    private func check(budget: Double) throws(APIFailure) {
        if budget == -1 { return }
        let range = range
        if budget == 0, range.contains(0) { return }
        if budget == 0 {
            if isVertex { throw .invalid("Unable to submit request because The model does not support setting thinking_budget to 0.") }
            throw .invalid(
                model.answersAs.contains("-pro")
                    ? "Budget 0 is invalid. This model only works in thinking mode." : "Request contains an invalid argument.")
        }
        let least = model.answersAs == "gemini-2.5-flash-lite" ? 512 : range.lowerBound
        guard budget >= Double(least), budget <= Double(range.upperBound) else {
            let spelled = JSON.double(budget).text()
            throw .invalid(
                isVertex
                    ? "Unable to submit request because the thinking budget \(spelled) is out of range; supported values are integers from \(least) to \(range.upperBound)."
                    : "The thinking budget \(spelled) is invalid. Please choose a value between \(least) and \(range.upperBound).")
        }
    }

    /// The budgets a model takes; a range from 0 lets thinking be turned off.
    private var range: ClosedRange<Int> {
        if model.answersAs.contains("-pro") { return 128...32_768 }
        if model.generation < 3 { return 0...24_576 }
        // The flash models could be told not to think until 3.5.
        return model.generation < 3.5 ? 0...32_768 : 1...32_768
    }
}
