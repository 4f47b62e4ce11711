internal import GemCore

/// One cached content: a prompt's beginning that requests name instead of sending it.
struct StoredCache: Sendable {
    /// Grows with each cache made.
    var number: UInt64
    /// `cachedContents/ID`, on Vertex with project and location before it.
    var name: String
    var api: Route.API
    /// The model as the resource names it.
    var model: String
    var displayName: String
    /// `contents`, `systemInstruction`, `tools` and `toolConfig` as they were sent.
    var content: JSON
    /// The names of the files kept for it.
    var files: [String]
    /// What the content is in keys of questions.
    var canonical: [UInt8]
    var tokens: Tokens.Count
    var createTime: Timestamp
    var updateTime: Timestamp
    var expireTime: Expiry

    /// When it ends: a moment the caller named, or a span the service began to count a little earlier.
    enum Expiry: Sendable {
        case at(Timestamp)
        case after(seconds: Double, from: Timestamp)

        var time: Timestamp {
            switch self {
            case .at(let time): time
            case .after(let seconds, let start): start.moved(seconds: seconds - 0.1)
            }
        }
    }

    /// The part of the name that no other cache has.
    var id: String { Self.id(name) }

    /// The last part of a name.
    static func id(_ name: String) -> String { String(name.split(separator: "/").last ?? "") }

    func isAlive(at now: Timestamp) -> Bool { expireTime.time > now }

    /// The resource; what it holds is never told.
    var json: JSON {
        let isVertex = api == .vertex
        let expires: String =
            switch expireTime {
            case .at(let time): time.description
            case .after: isVertex ? expireTime.time.description : expireTime.time.precise(493)
            }
        return .members([
            "name": .string(name), "model": .string(model), "createTime": .string(createTime.description),
            "updateTime": .string(updateTime.description), "expireTime": .string(expires),
            "displayName": isVertex && displayName.isEmpty ? nil : .string(displayName),
            "usageMetadata": ["totalTokenCount": .int(Tokens.total(tokens))],
        ])
    }
}
