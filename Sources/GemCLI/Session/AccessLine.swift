import GemCore
import GemMock

/// One request of the mock as a line of its access log; no credential, no upload id, nothing of the body.
enum AccessLine {
    static func text(_ record: RequestRecord) -> String {
        var words = [
            record.time.description, record.method, printable(record.path), record.status == 0 ? "-" : String(record.status),
            "\(record.bytesReceived)>\(record.bytesSent)", "\(Int((record.ended ?? 0).rounded()))ms",
        ]
        if let key = record.key { words.append("key=\(key)") }
        if let fault = record.fault { words.append("fault=\(fault)") }
        if record.ending != .whole { words.append("ending=\(record.ending.rawValue)") }
        return words.joined(separator: " ")
    }

    private static func printable(_ path: String) -> String {
        String(decoding: path.utf8.map { (33...126).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
