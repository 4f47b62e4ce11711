internal import GemCore

/// Something a client did that costs money, loses data or shows a secret, as far as it can be seen from its requests.
public struct Verdict: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
        /// It may be meant, and costs.
        case info
        /// It makes things worse when things go wrong.
        case warning
        /// It is wrong.
        case error

        public static func < (a: Severity, b: Severity) -> Bool {
            allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
        }
    }

    /// What shows it.
    public struct Evidence: Sendable, Hashable {
        /// The numbers of the requests, in order.
        public var requests: [Int]
        /// What can be seen in them.
        public var words: String
    }

    /// The rule's name, such as `ignored-retry-info`.
    public var rule: String
    /// How bad it is.
    public var severity: Severity
    /// What the client did.
    public var words: String
    /// What it should do.
    public var advice: String
    /// Where it can be seen.
    public var evidence: [Evidence]

    /// The verdict as reports show it; of much evidence, the first.
    var json: JSON {
        .members([
            "rule": .string(rule), "severity": .string(severity.rawValue), "words": .string(words), "advice": .string(advice),
            "count": .int(evidence.count),
            "evidence": .array(
                evidence.prefix(100).map { item in
                    ["requests": .array(item.requests.map { .int($0) }), "words": .string(item.words)]
                }),
        ])
    }
}
