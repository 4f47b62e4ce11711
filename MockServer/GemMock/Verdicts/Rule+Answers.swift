internal import GemCore

/// What clients make of answers.
extension Rule {
    static let acceptedCutStream = Rule(
        id: "accepted-cut-stream", severity: .error,
        words:
            "Took a stream that broke off, or ended without a finish reason, for a whole answer: its words came back as the model's turn.",
        advice: "Take an answer for whole only when a finishReason has come and the body has ended well; else ask again."
    ) { history in
        var partial: [Digest: RequestRecord] = [:]
        var evidence: [Verdict.Evidence] = []
        for record in history.records {
            for turn in record.facts.turns {
                guard let first = partial.removeValue(forKey: turn) else { continue }
                evidence.append(
                    .init(
                        requests: [first.number, record.number],
                        words: "the words that came before the \(first.fault ?? "break") stand in the next conversation as they are"))
            }
            if let words = record.facts.answer.partial { partial[words] = record }
        }
        return evidence
    }

    static let droppedSignature = Rule(
        id: "dropped-signature", severity: .error,
        words: "Sent a function call back without the thought signature it came with, or with another one.",
        advice: "Send the model's parts back as they came, thoughtSignature beside functionCall."
    ) { history in
        var given: [Digest: (number: Int, signatures: Set<Digest>)] = [:]
        var evidence: [Verdict.Evidence] = []
        for record in history.records {
            for call in record.facts.calls {
                guard let known = given[call.call], !known.signatures.contains(where: { $0 == call.signature }) else { continue }
                let words = call.signature == nil ? "a call without its signature" : "a call with a signature that was not given"
                evidence.append(.init(requests: [known.number, record.number], words: words))
            }
            for call in record.facts.answer.calls {
                guard let signature = call.signature else { continue }
                var known = given[call.call] ?? (record.number, [])
                known.number = record.number
                known.signatures.insert(signature)
                given[call.call] = known
            }
        }
        return evidence
    }

    static let askedTwice = Rule(
        id: "asked-twice", severity: .info, words: "Asked the same question more than once and paid for each answer.",
        advice: "Keep answers: ask through gemcache."
    ) { history in
        let operations: Set<Route.Operation> = [
            .generateContent, .streamGenerateContent, .countTokens, .embedContent, .batchEmbedContents, .predict,
        ]
        var asked: [RequestKey: [Int]] = [:]
        for record in history.records where operations.contains(record.operation) && record.status == 200 && record.ending == .whole {
            // An answer that a fault spoiled has to be asked for again.
            guard let key = record.key, record.fault == nil || record.fault == "slow" || record.fault == "stall" else { continue }
            asked[key, default: []].append(record.number)
        }
        return asked.filter { $0.value.count > 1 }.sorted { $0.value[0] < $1.value[0] }.map { key, numbers in
            .init(requests: Array(numbers.prefix(20)), words: "\(numbers.count) times, key \(key)")
        }
    }
}
