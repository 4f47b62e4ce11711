import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ClockTests {
    private static let noon = Timestamp(microseconds: 1_800_000_000_000_000)

    @Test func aFrozenClockStandsUntilItIsMoved() {
        let below = ManualTime()
        let clock = MockClock(below, start: .frozen(at: Self.noon))
        below.advance(seconds: 50)
        #expect(clock.now == Self.noon)
        clock.advance(seconds: 1.5)
        #expect(clock.now == Self.noon.adding(seconds: 1.5))
        clock.run()
        below.advance(seconds: 2)
        #expect(clock.now == Self.noon.adding(seconds: 3.5))
        clock.freeze()
        below.advance(seconds: 2)
        #expect(clock.now == Self.noon.adding(seconds: 3.5))
    }

    @Test func aRunningClockStartsWhereItIsTold() {
        let below = ManualTime()
        let clock = MockClock(below, start: .running(from: Self.noon))
        below.advance(seconds: 7)
        #expect(clock.now == Self.noon.adding(seconds: 7))
        clock.set(Self.noon)
        below.advance(seconds: 1)
        #expect(clock.now == Self.noon.adding(seconds: 1))
    }

    @Test func noTimeIsTooFarAndNoSpanTooLong() {
        let clock = MockClock(ManualTime(), start: .frozen(at: Self.noon))
        for _ in 0..<20 { clock.advance(seconds: .greatestFiniteMagnitude) }
        #expect(clock.now.description == "9999-12-31T23:59:59.999999Z")
        clock.set(Timestamp(microseconds: .min))
        #expect(clock.now.description == "0001-01-01T00:00:00.000000Z")
        clock.advance(seconds: .nan)
        clock.advance(seconds: -1)
        #expect(clock.now.description == "0001-01-01T00:00:00.000000Z")
    }

    @Test func whoWaitsForATimeWakesWhenTheClockIsMovedThere() async throws {
        let clock = MockClock(SystemTime(), start: .frozen(at: Self.noon))
        async let slept: Void = clock.sleep(until: Self.noon.adding(seconds: 3600))
        // The sleep may begin after a move, so the clock is moved until it ends.
        let mover = Task {
            while !Task.isCancelled {
                clock.advance(seconds: 3600)
                await Task.yield()
            }
        }
        try await slept
        mover.cancel()
    }

    @Test func aCancelledSleepEnds() async {
        let clock = MockClock(SystemTime(), start: .frozen(at: Self.noon))
        let sleeper = Task { try await clock.sleep(until: Self.noon.adding(seconds: 3600)) }
        sleeper.cancel()
        await #expect(throws: GemError.self) { try await sleeper.value }
    }

    @Test func theClockEndsTheLifeOfFiles() async throws {
        let mock = try MockGemini.make { $0.clock = .frozen(at: Self.noon) }
        let name = try #require(try await mock.upload([1, 2], "text/plain")["name"]?.string)
        #expect(try await mock.call(.get, "/v1beta/\(name)").head.status == .ok)
        mock.clock.advance(seconds: 48 * 3600)
        #expect(try await mock.call(.get, "/v1beta/\(name)").head.status.code == 403)
    }

    @Test func aRequestsOwnTimeIsItsAlone() async throws {
        let mock = try MockGemini.make { $0.clock = .frozen(at: Self.noon) }
        let name = try #require(try await mock.upload([1, 2], "text/plain")["name"]?.string)
        let later = Self.noon.adding(seconds: 49 * 3600).description
        #expect(try await mock.call(.get, "/v1beta/\(name)", fields: [("x-mock-now", later)]).head.status.code == 403)
        #expect(try await mock.call(.get, "/v1beta/files", fields: [("x-mock-now", later)]).json()["files"] == nil)
        #expect(try await mock.call(.get, "/v1beta/\(name)").head.status == .ok)
        #expect(mock.clock.now == Self.noon)
    }

    @Test func aRequestsOwnTimeStandsInItsAnswer() async throws {
        let mock = try MockGemini.make()
        let path = "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent"
        let stated = "2031-02-03T04:05:06.000007Z"
        let json = try await mock.post(path, prompt("x"), fields: [("x-mock-now", stated)]).json()
        #expect(json["createTime"]?.string == stated)
        let wrong = try await mock.post(path, prompt("x"), fields: [("x-mock-now", "tomorrow")])
        #expect(wrong.head.status.code == 400)
        #expect(try await wrong.message().contains("x-mock-now: tomorrow"))
    }
}
