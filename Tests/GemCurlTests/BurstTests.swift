import Testing

@testable import GemCurl

/// When a stream is looked at: instants are made up.
@Suite struct BurstTests {
    private let start = ContinuousClock.now

    /// What is paused after each of some looks, which waited `waits` after `work` and brought `bytes` each.
    private func pauses(after looks: Int, waits: Duration, work: Duration = .microseconds(100), bytes: Int) -> [Duration?] {
        var burst = Burst()
        var now = start
        return (0..<looks).map { _ in
            now += work
            let begin = now
            now += waits
            burst.looked(from: begin, to: now)
            let pause = burst.pause(after: bytes)
            now += pause ?? .zero
            return pause
        }
    }

    @Test(arguments: [Duration.milliseconds(1), .milliseconds(3), .seconds(1)])
    func aStreamOfAMillisecondAPieceIsLookedAtForEach(gap: Duration) {
        #expect(pauses(after: 100, waits: gap, bytes: 300).allSatisfy { $0 == nil })
    }

    @Test func aFasterOneIsLookedAtEveryFourMilliseconds() {
        let seen = pauses(after: 100, waits: .microseconds(300), bytes: 300)
        #expect(seen[..<3].allSatisfy { $0 == nil })
        #expect(seen[3...].allSatisfy { $0 == .milliseconds(4) })
    }

    /// 64 MB/s: 32 KiB come in half a millisecond.
    @Test func noMoreGathersThanTheSystemHolds() throws {
        var burst = Burst()
        for look in 0..<10 { burst.looked(from: start + .milliseconds(look), to: start + .milliseconds(look)) }
        let pause = try #require(burst.pause(after: 64_000))
        #expect(pause > .microseconds(500) && pause < .microseconds(520))
        #expect(burst.pause(after: 1 << 20) == nil)
        #expect(burst.pause(after: 0) == .milliseconds(4))
    }

    @Test func onePauseOfTheSenderEndsIt() {
        var burst = Burst()
        for look in 0..<10 { burst.looked(from: start + .microseconds(look), to: start + .microseconds(look)) }
        #expect(burst.isOn)
        burst.looked(from: start + .seconds(1), to: start + .seconds(2))
        #expect(!burst.isOn && burst.pause(after: 10) == nil)
    }

    @Test func whatElseGoesOnEndsIt() {
        var burst = Burst()
        for look in 0..<10 { burst.looked(from: start + .microseconds(look), to: start + .microseconds(look)) }
        burst.end()
        #expect(!burst.isOn)
    }
}
