internal import GemCore

/// When the bytes of a body had arrived: everything before `end` was there after `milliseconds`.
struct ArrivalMark: Sendable, Hashable {
    var end: Int
    var milliseconds: Int64
}

extension RecordedStream {
    /// Takes a recorded body apart; nil where the framing does not give exactly the same bytes again.
    init?(_ framing: Framing, _ bytes: [UInt8], isCut: Bool, marks: [ArrivalMark] = []) {
        self.init(framing)
        let ends: [Int]
        switch framing {
        case .events: ends = takeEvents(bytes)
        case .array: ends = takeElements(bytes, isCut: isCut)
        }
        guard !events.isEmpty, chunks(isCut: isCut).flatMap(\.bytes) == bytes else { return nil }
        setDelays(ends, marks)
    }

    private mutating func setDelays(_ ends: [Int], _ marks: [ArrivalMark]) {
        var before: Int64 = 0
        var next = 0
        for (index, end) in ends.enumerated() {
            while next < marks.count, marks[next].end < end { next += 1 }
            guard next < marks.count else { return }
            events[index].after = max(0, marks[next].milliseconds - before)
            before = marks[next].milliseconds
        }
    }

    /// Takes the blocks that a blank line ends, and gives where each ends.
    private mutating func takeEvents(_ bytes: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var start = 0
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where byte == 10 {
            let isBlank = index == lineStart || (index == lineStart + 1 && bytes[lineStart] == 13)
            lineStart = index + 1
            guard isBlank else { continue }
            let block = bytes[start...index]
            if ends.isEmpty { newline = block.suffix(2) == [13, 10] ? "\r\n" : "\n" }
            events.append(event(block))
            ends.append(index + 1)
            start = index + 1
        }
        if start < bytes.count { trailing = String(decoding: bytes[start...], as: UTF8.self) }
        return ends
    }

    /// Reads `event: NAME` and `data: …` as the API writes them; anything else is kept as it is.
    private mutating func event(_ block: ArraySlice<UInt8>) -> Event {
        let raw = Event(data: RecordedBody(verbatim: Array(block)), isRaw: true)
        var rest = block
        var name = ""
        if rest.starts(with: "event: ".utf8), let end = rest.firstIndex(of: 10) {
            name = String(decoding: rest[..<end].dropFirst(7), as: UTF8.self)
            if name.utf8.last == 13 { name = String(decoding: Array(name.utf8).dropLast(), as: UTF8.self) }
            rest = rest[(end + 1)...]
        }
        let end = newline.utf8.count * 2
        guard rest.starts(with: "data: ".utf8), rest.count >= 6 + end else { return raw }
        let data = Array(rest.dropFirst(6).dropLast(end))
        guard !data.isEmpty, !data.contains(10) else { return raw }
        let body = RecordedBody(data, preferring: layout)
        if events.isEmpty, case .json(_, let found) = body { layout = found }
        let event = Event(name: name, data: body)
        return bytes(of: event) == Array(block) ? event : raw
    }

    private func bytes(of event: Event) -> [UInt8] {
        var alone = self
        (alone.events, alone.trailing) = ([event], nil)
        return alone.chunks(isCut: true).flatMap(\.bytes)
    }

    /// Takes the elements of an array with the API's separators, and gives where each ends.
    private mutating func takeElements(_ bytes: [UInt8], isCut: Bool) -> [Int] {
        var ends: [Int] = []
        var lead = Array("[".utf8)
        var index = 0
        while bytes[index...].starts(with: lead), let end = Self.objectEnd(bytes, from: index + lead.count) {
            let body = RecordedBody(Array(bytes[(index + lead.count)..<end]), preferring: layout)
            guard case .json(_, let found) = body else { return [] }
            if events.isEmpty { layout = found }
            events.append(Event(data: body))
            ends.append(end)
            index = end
            lead = Array(Self.arraySeparator.utf8)
        }
        let rest = String(decoding: bytes[index...], as: UTF8.self)
        trailing = isCut ? (rest.isEmpty ? nil : rest) : (rest == Self.arrayEnd ? nil : rest)
        if !isCut, rest != Self.arrayEnd { events = [] }
        return ends
    }

    /// Where the object that starts at `start` ends; nil where it does not.
    private static func objectEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
        var depth = 0
        var isText = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isText: index += 1
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "{") where !isText: depth += 1
            case UInt8(ascii: "}") where !isText:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }
}
