public import GemCore

/// How long answers take: a wait before the first token, then so many tokens a second, each span a little longer or shorter by chance.
///
/// Thinking takes its time too. Equal questions under one seed wait equally long.
public struct Latency: Sendable, Hashable {
    /// The wait before an answer, or before a stream's first event, in milliseconds.
    public var firstMilliseconds: Int64
    /// How fast tokens come after that; nil for all at once.
    public var tokensPerSecond: Double?
    /// By what part of itself a span may be longer or shorter, from 0 to 1.
    public var jitter: Double

    /// Waits only before answers.
    public init(milliseconds: Int64 = 0, tokensPerSecond: Double? = nil, jitter: Double = 0) {
        firstMilliseconds = milliseconds
        self.tokensPerSecond = tokensPerSecond
        self.jitter = jitter
    }

    /// Reads `200ms` or `ttft=300ms,tps=80,jitter=0.2`; throws `badInput` that names what is not known.
    public init(_ text: String) throws(GemError) {
        self.init()
        func wrong(_ what: String) -> GemError {
            GemError(.badInput, "Latency \"\(text)\": \(what); it is written 200ms, or ttft=300ms,tps=80,jitter=0.2.")
        }
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
            let (name, value) = pair.count == 2 ? (pair[0], pair[1]) : ("ttft", pair[0])
            switch name {
            case "ttft":
                guard let milliseconds = Interval.milliseconds(value) else { throw wrong("\"\(value)\" is no span of time") }
                firstMilliseconds = milliseconds
            case "tps":
                guard let rate = Double(value), rate > 0, rate.isFinite else { throw wrong("tps is a number above 0") }
                tokensPerSecond = rate
            case "jitter":
                guard let part = Double(value), (0...1).contains(part) else { throw wrong("jitter is a number from 0 to 1") }
                jitter = part
            default: throw wrong("there is no \"\(name)\"")
            }
        }
    }

    var isZero: Bool { firstMilliseconds <= 0 && tokensPerSecond == nil }

    /// The pauses of an answer: one before it, then one before each of its pieces but the first.
    func pauses(_ reply: Reply, seed: Dice) -> [Int64] {
        var dice = seed
        func span(_ milliseconds: Double) -> Int64 {
            let chance = Double(dice.next() >> 11) / Double(1 << 53) * 2 - 1
            return Int64(max(0, min(86_400_000, milliseconds * (1 + max(0, min(1, jitter)) * chance))).rounded())
        }
        func time(_ tokens: Int) -> Double { tokensPerSecond.map { Double(tokens) * 1000 / $0 } ?? 0 }
        let tokens = PacedTokens.of(reply)
        let first = span(Double(max(0, firstMilliseconds)) + time(tokens.first ?? 0))
        return [first] + tokens.dropFirst().map { span(time($0)) }
    }
}
