internal import GemCore
internal import HTTPTypes

/// What time it is.
extension AdminPage {
    static var clockPages: [AdminPage] {
        [
            AdminPage(method: .get, path: "clock", words: "the time, and whether it stands still") { call in .page(Self.reading(call)) },
            AdminPage(
                method: .post, path: "clock",
                words:
                    "set it, {\"now\": \"2026-01-31T12:00:00Z\"}, move it, {\"advance\": \"90s\"}, stop it or let it run, {\"frozen\": true}"
            ) { call in
                try Self.change(call)
                return .page(Self.reading(call))
            },
        ]
    }

    private static func reading(_ call: AdminCall) -> JSON {
        ["now": .string(call.mock.clock.now.description), "frozen": .bool(call.mock.clock.isFrozen)]
    }

    private static func change(_ call: AdminCall) throws(GemError) {
        let json = try call.object("now", "advance", "frozen")
        var (now, seconds, frozen): (Timestamp?, Double?, Bool?)
        if let value = json["now"] {
            now = value.string.flatMap { Timestamp($0) }
            guard now != nil else { throw GemError(.badInput, "now is a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z.") }
        }
        if let value = json["advance"] {
            seconds = Interval.seconds(value.string ?? value.text())
            guard seconds != nil else { throw GemError(.badInput, "advance is a span of time such as 90s, 5m, 2h, 3d, up to ten years.") }
        }
        if let value = json["frozen"] {
            frozen = value.bool
            guard frozen != nil else { throw GemError(.badInput, "frozen is true or false.") }
        }
        guard now != nil || seconds != nil || frozen != nil else { throw GemError(.badInput, "Give now, advance or frozen.") }
        let clock = call.mock.clock
        if frozen == true { clock.freeze() }
        if let now { clock.set(now) }
        if let seconds { clock.advance(seconds: seconds) }
        if frozen == false { clock.run() }
    }
}
