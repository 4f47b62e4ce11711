/// Splits server-sent events out of bytes that arrive in any pieces (WHATWG HTML, section 9.2).
///
/// What the API sends outside any event, a bare JSON error object after some events, is kept apart and told at the end.
public struct EventStreamDecoder: Sendable {
    /// One event.
    public struct Event: Sendable, Hashable {
        /// The `event:` name; empty where there is none.
        public var name: String
        /// The `data:` lines, joined by newlines.
        public var data: [UInt8]

        /// The name of an event that tells an error.
        package static let error = "error"

        /// Makes an event.
        public init(name: String = "", data: [UInt8]) {
            self.name = name
            self.data = data
        }
    }

    private var buffer: [UInt8] = []
    private var scanned = 0
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    /// Lines that belong to no field: the API's mid-stream error object.
    public private(set) var stray: [UInt8] = []
    /// Whether an event named `error` came, be it without data: however a stream goes on, it is no answer then.
    public private(set) var hasErrorEvent = false

    /// Starts at the beginning of a stream.
    public init() {}

    /// Takes the next bytes and gives the events they complete.
    public mutating func feed(_ bytes: [UInt8]) -> [Event] {
        // What begins and ends with the bytes is read where it lies.
        var whole = bytes
        if !buffer.isEmpty {
            swap(&whole, &buffer)
            whole.append(contentsOf: bytes)
        }
        var events: [Event] = []
        var start = 0
        var from = scanned
        whole.withUnsafeBufferPointer { bytes in
            while let (end, next) = Self.lineEnd(in: bytes, from: &from) {
                line(UnsafeBufferPointer(rebasing: bytes[start..<end]), into: &events)
                start = next
                from = next
            }
        }
        if start == 0 { buffer = whole } else { buffer = start == whole.count ? [] : Array(whole[start...]) }
        scanned = from - start
        return events
    }

    /// Whether every event so far was closed by its blank line and nothing is left over.
    public var isAtBoundary: Bool {
        !hasData && buffer.allSatisfy { $0 == 10 || $0 == 13 }
    }

    /// Takes the end of the stream: what was left over joins `stray`.
    public mutating func finish() {
        defer { if name == Event.error { hasErrorEvent = true } }
        guard !buffer.isEmpty else { return }
        var ignored: [Event] = []
        let rest = buffer
        rest.withUnsafeBufferPointer { line($0, into: &ignored) }
        buffer = []
        scanned = 0
    }

    /// The end of the line that begins before `from`, and where the next begins; nil until it has all come (a CR at the very end may be half of CRLF), `from` being then
    /// where to look next.
    private static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, from: inout Int) -> (Int, Int)? {
        var index = from
        let raw = UnsafeRawBufferPointer(bytes)
        while index &+ 8 <= raw.count, !hasLineEnd(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { index &+= 8 }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 10 { return (index, index + 1) }
            if byte == 13 {
                guard index + 1 < bytes.count else { break }
                return (index, bytes[index + 1] == 10 ? index + 2 : index + 1)
            }
            index += 1
        }
        from = index
        return nil
    }

    /// Whether one of eight bytes is LF or CR: of what is zero where a byte is one, taking 1 away borrows from its highest bit.
    private static func hasLineEnd(_ word: UInt64) -> Bool {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let (lf, cr) = (word ^ ones &* 10, word ^ ones &* 13)
        return ((lf &- ones) & ~lf | (cr &- ones) & ~cr) & tops != 0
    }

    private mutating func line(_ line: UnsafeBufferPointer<UInt8>, into events: inout [Event]) {
        guard let first = line.first else {
            if hasData { events.append(Event(name: name, data: data)) }
            if !name.isEmpty {
                if name == Event.error { hasErrorEvent = true }
                name = ""
            }
            (data, hasData) = ([], false)
            return
        }
        if first == UInt8(ascii: ":") { return }
        if let value = Self.field("data", of: line) {
            if hasData {
                data.append(10)
                data.append(contentsOf: value)
            } else {
                (data, hasData) = (Array(value), true)
            }
        } else if let value = Self.field("event", of: line) {
            name = String(decoding: value, as: UTF8.self)
        } else if Self.field("id", of: line) == nil, Self.field("retry", of: line) == nil {
            stray.append(contentsOf: line)
            stray.append(10)
        }
    }

    private static func field(_ name: StaticString, of line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        let count = name.utf8CodeUnitCount
        guard line.count > count, line[count] == UInt8(ascii: ":") else { return nil }
        for offset in 0..<count where line[offset] != name.utf8Start[offset] { return nil }
        let start = line.count > count + 1 && line[count + 1] == 32 ? count + 2 : count + 1
        return UnsafeBufferPointer(rebasing: line[start...])
    }
}
