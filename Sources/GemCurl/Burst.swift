/// How often a stream is looked at whose pieces come one upon another: so that some come together, as network cards do it with packets.
///
/// To be woken costs some ten times what there is to do for a piece. A stream whose pieces are a millisecond apart is looked at for every one; a faster one every four
/// milliseconds, and sooner where more than 32 KiB come in that time: the buffers of the system hold some times as much, so that no sender has to wait.
struct Burst {
    typealias Instant = ContinuousClock.Instant

    /// Looks in a row that waited for less than a millisecond.
    private var haste = 0
    /// The time between the last two looks.
    private var span = Duration.zero
    private var lastLook: Instant?

    private static let patience = Duration.milliseconds(1)
    private static let longest = Duration.milliseconds(4)
    private static let shortest = Duration.microseconds(200)
    private static let most = 32 << 10

    /// Whether the pieces come fast.
    var isOn: Bool { haste >= 4 }

    /// Takes note of a look that waited for something to happen from `start` to `end`.
    mutating func looked(from start: Instant, to end: Instant) {
        haste = end - start < Self.patience ? haste + 1 : 0
        span = lastLook.map { end - $0 } ?? .zero
        lastLook = end
    }

    /// How long to let pieces gather before the next look, after one that brought `bytes`; nil for not at all.
    func pause(after bytes: Int) -> Duration? {
        guard isOn else { return nil }
        let pause = min(Self.longest, span * Self.most / max(bytes, 1))
        return pause < Self.shortest ? nil : pause
    }

    /// Forgets what was, since something else is going on.
    mutating func end() { (haste, lastLook) = (0, nil) }
}
