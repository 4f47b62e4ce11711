/// Measures how long a command took.
struct Stopwatch {
    private let started = ContinuousClock.now

    /// Milliseconds since it was made, to two decimals.
    var milliseconds: Double {
        let parts = (ContinuousClock.now - started).components
        let exact = Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15
        return (exact * 100).rounded() / 100
    }
}
