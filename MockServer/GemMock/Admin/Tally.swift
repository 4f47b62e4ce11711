internal import GemCore

/// What many requests add up to.
struct Tally: Sendable {
    /// What requests are counted by.
    struct Key: Sendable, Hashable, Comparable {
        var operation: String
        var model: String
        var status: Int

        static func < (a: Key, b: Key) -> Bool { (a.operation, a.model, a.status) < (b.operation, b.model, b.status) }
    }

    private(set) var requests: [Key: Int] = [:]
    private(set) var faults: [String: Int] = [:]
    private(set) var items = 0
    private(set) var bytesReceived: Int64 = 0
    private(set) var bytesSent: Int64 = 0

    /// More models than this are counted as one, so that a client with names of its own cannot fill the memory.
    private static let modelLimit = 1000

    mutating func add(_ record: RequestRecord) {
        var key = Key(operation: record.operation.rawValue, model: record.model, status: record.status)
        if requests[key] == nil, requests.count >= Self.modelLimit { key.model = "(other)" }
        requests[key, default: 0] += 1
        if let fault = record.fault { faults[fault, default: 0] += 1 }
        items += record.items
        bytesReceived += record.bytesReceived
        bytesSent += record.bytesSent
    }
}
