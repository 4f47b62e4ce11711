import GemCore
import Gemini

/// Several answers to one question, and how likely their tokens were.
extension AskCommand {
    /// Puts what the options say of answers and probabilities into the request.
    func tell(_ config: inout GenerationConfig) {
        config.candidateCount = candidates ?? config.candidateCount
        guard let logprobs else { return }
        config.responseLogprobs = true
        // The API counts from 1 where it is told how many.
        if logprobs > 0 { config.logprobs = logprobs }
    }

    /// Shows and keeps every answer; one that was stopped is told on standard error. Throws where there is none.
    func showAll(
        _ response: GenerateContentResponse, of asked: Int, _ printer: inout AnswerPrinter, _ file: AnswerFile?
    ) throws(GemError) -> GenerateContentResponse {
        let all = response.alternatives
        var (good, failure): ([GenerateContentResponse], GemError?) = ([], nil)
        var kept = ""
        for (index, one) in all.enumerated() {
            let place = "\(index + 1) of \(all.count)"
            if let error = Self.failure(of: one, isKept: file != nil, isValue: schema != nil) {
                failure = failure ?? error
                if !json { Console.note("gemcache: Answer \(place): \(error.message)") }
                continue
            }
            good.append(one)
            kept += "--- \(place) ---\n\(one.partialText)\(one.partialText.hasSuffix("\n") ? "" : "\n")"
            guard !json else { continue }
            printer.begin(index + 1, of: all.count)
            printer.show(one, cited: answer.search)
            printer.finish()
            if logprobs != nil { tellLikelihoods(one, place) }
            if one.isTruncated { Console.note("gemcache: Answer \(place): \(one.cut.message)") }
        }
        if good.isEmpty, let failure { throw failure }
        if all.count < asked, !json { Console.note("gemcache: The model gave \(all.count) of the \(asked) answers.") }
        if let file {
            for name in try file.write(good.flatMap(\.media), else: kept) where !endpoint.quiet { Console.note("kept in \(name)") }
        }
        return response
    }

    /// Tells on standard error how likely each token of the first answer was.
    func tellLikelihoods(_ response: GenerateContentResponse, _ place: String? = nil) {
        if let place { Console.note("--- \(place) ---") }
        guard let logprobs = response.candidates.first?.logprobs, !logprobs.chosen.isEmpty else {
            return Console.note("gemcache: The model did not tell how likely its tokens were.")
        }
        for line in logprobs.lines { Console.note(line) }
    }

    /// The texts of several answers, null for one that was stopped; nil where there is only one.
    static func texts(_ response: GenerateContentResponse) -> JSON? {
        let all = response.alternatives
        guard all.count > 1 else { return nil }
        return .array(all.map { $0.hasParts ? .string($0.partialText) : .null })
    }

    private static func failure(of one: GenerateContentResponse, isKept: Bool, isValue: Bool) -> GemError? {
        do throws(GemError) { try one.check(isKept: isKept) } catch { return error }
        return isValue && one.isTruncated ? one.cut : nil
    }
}

extension GenerateContentResponse {
    /// Each answer as if it were the only one, in order.
    var alternatives: [GenerateContentResponse] {
        let all = json["candidates"]?.array ?? []
        guard all.count > 1 else { return [self] }
        return zip(StreamMerge.places(of: all), all).sorted { $0.0 < $1.0 }.map { _, candidate in
            var (one, candidate) = (self, candidate)
            candidate["index"] = nil
            one.json["candidates"] = [candidate]
            return one
        }
    }
}

extension LogprobsResult {
    /// A line for each token: its logarithm, the token, and the likeliest at its place with theirs.
    var lines: [String] {
        chosen.enumerated().map { place, token in
            let others = top.indices.contains(place) ? top[place].tokens : []
            return ([Self.text(token)] + others.map { "  " + Self.text($0) }).joined()
        }
    }

    private static func text(_ token: TokenLogprob) -> String {
        "\(SimilarCommand.fixed(token.logprob)) \(JSON.string(token.token).text())"
    }
}
