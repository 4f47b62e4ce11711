internal import GemCore

/// One thing a client should not do, and how it shows in what it asked.
struct Rule: Sendable {
    let id: String
    let severity: Verdict.Severity
    /// What the client did.
    let words: String
    /// What it should do.
    let advice: String
    /// Finds it in the requests so far, in order.
    let find: @Sendable (History) -> [Verdict.Evidence]

    /// Every rule, worst first.
    static let all = [
        keyInUploadURL, acceptedCutStream, droppedSignature, ignoredRetryInfo, retriedRefused, retriedAtOnce, sentWholeAgain, uploadedAgain,
        askedTwice,
    ]
}

/// The requests of a run, in order.
struct History: Sendable {
    let records: [RequestRecord]

    /// Seconds from the end of one answer to the next request, by whichever clock says more: a frozen one does not make a patient client hasty.
    static func seconds(from first: RequestRecord, to second: RequestRecord) -> Double {
        let taken = (first.answered ?? 0) / 1000
        return max(second.time.seconds(since: first.time), second.facts.came.seconds(since: first.facts.came)) - taken
    }

    /// Each request that was asked again, unchanged and by the same client, with the next time it was.
    func repeated(_ isMeant: (RequestRecord) -> Bool) -> [(first: RequestRecord, second: RequestRecord)] {
        struct Asker: Hashable {
            var identity: AnyHashable
            var scope: AnyHashable
        }
        var open: [Asker: RequestRecord] = [:]
        var pairs: [(first: RequestRecord, second: RequestRecord)] = []
        for record in records {
            guard let identity = record.facts.identity else { continue }
            let asker = Asker(identity: identity, scope: record.facts.scope)
            if let first = open.removeValue(forKey: asker) { pairs.append((first, record)) }
            if isMeant(record) { open[asker] = record }
        }
        return pairs
    }

    /// A span for people.
    static func text(_ seconds: Double) -> String { "\(Double((max(0, seconds) * 1000).whole(0...1_000_000_000_000)) / 1000) s" }
}

extension MockGemini {
    /// What the clients did that they should not, worst first; empty where nothing shows.
    public var verdicts: [Verdict] {
        let history = History(records: requests)
        return Rule.all.compactMap { rule in
            let evidence = rule.find(history)
            if evidence.isEmpty { return nil }
            return Verdict(rule: rule.id, severity: rule.severity, words: rule.words, advice: rule.advice, evidence: evidence)
        }
    }
}
