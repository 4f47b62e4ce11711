import GemCore

/// What came of all checks.
struct Report {
    /// What is checked.
    enum Check: String, CaseIterable {
        case requests = "recorded requests pass the validator"
        case served = "recorded requests are served by the mock"
        case responses = "recorded responses decode and encode again"
        case merges = "recorded streams merge without loss"
        case splits = "recorded streams read the same however they are cut"
        case replays = "recorded streams are replayed"
    }

    private struct Tally {
        var passed = 0
        var failed = 0
        var skipped: [String: Int] = [:]
    }

    let isVerbose: Bool
    private var tallies: [Check: Tally] = [:]
    /// How many responses, written again by the API's own layout, have the bytes they came with.
    var sameBytes = (same: 0, of: 0)
    /// How many values typed members hold, and how many they do not, by path.
    private var typed = 0
    private var unknown: [String: Int] = [:]

    init(isVerbose: Bool) { self.isVerbose = isVerbose }

    var failed: Int { tallies.values.reduce(0) { $0 + $1.failed } }

    mutating func fail(_ check: Check, _ id: String, _ reason: String) { settle(check, id, Skip(reason, isFailure: true)) }

    /// Counts a check that passed, or why it did not.
    mutating func settle(_ check: Check, _ id: String, _ skip: Skip?) {
        switch skip {
        case nil: tallies[check, default: Tally()].passed += 1
        case let skip? where skip.isFailure:
            tallies[check, default: Tally()].failed += 1
            print("FAIL \(id): \(check.rawValue): \(skip.reason)")
        case let skip?: tallies[check, default: Tally()].skipped[skip.reason, default: 0] += 1
        }
    }

    mutating func covered(_ typed: Int, unknown: [String: Int], in model: String) {
        self.typed += typed
        for (path, count) in unknown { self.unknown["\(model).\(path)", default: 0] += count }
    }

    func summary() {
        for check in Check.allCases {
            guard let tally = tallies[check] else { continue }
            print("\(check.rawValue): \(tally.passed) passed, \(tally.failed) failed")
            for (reason, count) in tally.skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                print("    \(count) skipped: \(reason)")
            }
        }
        let loose = unknown.values.reduce(0, +)
        let all = typed + loose
        if all > 0 {
            let permille = typed * 1000 / all
            print("typed members hold \(typed) of \(all) values, \(permille / 10).\(permille % 10) %; the rest stays in the JSON")
            for (path, count) in unknown.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) where isVerbose {
                print("    \(count) × \(path)")
            }
        }
        if sameBytes.of > 0 { print("unary responses written again byte for byte: \(sameBytes.same) of \(sameBytes.of)") }
        let passed = tallies.values.reduce(0) { $0 + $1.passed }
        print("\(passed) passed, \(failed) failed")
    }
}
