internal import GemCore
internal import NIOCore
import Synchronization

/// The `Date` line of answers, written anew once a second.
final class HTTPDate: Sendable {
    static let shared = HTTPDate()
    private let last = Mutex((second: Int64(-1), line: ByteBuffer()))
    private let time = SystemTime()

    /// `Date: Sat, 21 Nov 2026 11:42:47 GMT` with its line end.
    var line: ByteBuffer {
        let now = time.now
        let second = now.microseconds / 1_000_000
        return last.withLock { last in
            if last.second != second { last = (second, ByteBuffer(string: "Date: \(Self.text(now))\r\n")) }
            return last.line
        }
    }

    /// The date as HTTP spells it (IMF-fixdate).
    static func text(_ time: Timestamp) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[Int(time.microseconds / 86_400_000_000 % 7)]
        let parts = time.description.split { "-T:.Z".contains($0) }
        return "\(day), \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
