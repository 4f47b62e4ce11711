public import GemCore

extension MockGemini {
    /// Verdicts, what was judged by, how much was asked, and the fixtures that nobody needed.
    public var report: JSON {
        let verdicts = verdicts
        let tally = log.tally
        func count(_ severity: Verdict.Severity) -> JSON { .int(verdicts.count { $0.severity == severity }) }
        return .members([
            "requests": .int(tally.requests.values.reduce(0, +)), "faults": .int(tally.faults.values.reduce(0, +)),
            "errors": count(.error), "warnings": count(.warning), "infos": count(.info), "verdicts": .array(verdicts.map(\.json)),
            "unusedFixtures": .array(unusedFixtures.map(\.json)),
            "rules": .array(
                Rule.all.map { ["rule": .string($0.id), "severity": .string($0.severity.rawValue), "words": .string($0.words)] }),
        ])
    }
}
