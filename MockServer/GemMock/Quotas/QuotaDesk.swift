internal import Crypto
internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// Counts what each key asks of each model, and says when it is too much.
///
/// Keys are known by a hash under a secret of this desk's own, so that none can be read from it.
final class QuotaDesk: Sendable {
    private struct Name: Hashable {
        var scope: [UInt8]
        var model: String
        var quota: Int
        var kind: QuotaWindow.Kind
    }

    private let quotas: [Quota]
    private let secret = SymmetricKey(size: .bits256)
    private let windows = Mutex<[Name: QuotaWindow]>([:])

    init(_ quotas: [Quota]) { self.quotas = quotas }

    /// Whether there is nothing to count.
    var isIdle: Bool { quotas.isEmpty }

    func reset() { windows.withLock { $0 = [:] } }

    /// Whether a request asks a model for something, which is what is limited.
    static func counts(_ route: Route, _ method: HTTPRequest.Method) -> Bool {
        switch route.operation {
        case .generateContent, .streamGenerateContent, .embedContent, .batchEmbedContents, .predict, .chatCompletions, .openAIEmbeddings:
            true
        case .interactions: method == .post
        default: false
        }
    }

    /// Counts a request, or throws the API's refusal; a refused request counts for nothing.
    func admit(_ route: Route, _ credential: Credential?, at now: Timestamp) throws(APIFailure) {
        try take(1, of: [.requestsPerMinute, .requestsPerDay], route, credential, now)
    }

    /// Counts a request's input tokens, or throws the API's refusal.
    func spend(_ tokens: Int, _ route: Route, _ credential: Credential?, at now: Timestamp) throws(APIFailure) {
        try take(tokens, of: [.tokensPerMinute], route, credential, now)
    }

    private func take(
        _ amount: Int, of kinds: [QuotaWindow.Kind], _ route: Route, _ credential: Credential?, _ now: Timestamp
    ) throws(APIFailure) {
        let scope = Array(HMAC<SHA256>.authenticationCode(for: credential?.bytes ?? [], using: secret))
        let refused = windows.withLock { windows -> (QuotaViolation, Timestamp)? in
            var names: [Name] = []
            for (index, quota) in quotas.enumerated() where quota.model.isEmpty || quota.model == route.model {
                for kind in kinds {
                    guard let limit = quota[kind] else { continue }
                    let name = Name(scope: scope, model: route.model, quota: index, kind: kind)
                    var window = windows[name] ?? QuotaWindow(kind, at: now)
                    let fits = window.fits(amount, under: limit, at: now)
                    windows[name] = window
                    guard fits else { return (QuotaViolation(kind, route, limit: limit), window.end) }
                    names.append(name)
                }
            }
            for name in names { windows[name]?.use(amount) }
            return nil
        }
        guard let (violation, end) = refused else { return }
        if route.api == .vertex { throw .vertexQuota(violation) }
        throw .quota(violation, retryMilliseconds: max(0, (end.microseconds - now.microseconds + 999) / 1000), roundsUp: true)
    }
}

extension Quota {
    fileprivate subscript(kind: QuotaWindow.Kind) -> Int? {
        switch kind {
        case .requestsPerMinute: requestsPerMinute
        case .tokensPerMinute: tokensPerMinute
        case .requestsPerDay: requestsPerDay
        }
    }
}

extension Reply {
    /// The input tokens the answer says it used.
    var promptTokens: Int? {
        let usage: JSON? =
            switch content {
            case .message(let json): json["usageMetadata"]
            case .events(let events, _): events.last?["usageMetadata"]
            case .bytes, .frames, .file: nil
            }
        return tokens ?? usage?["promptTokenCount"]?.int.map { max(0, $0) }
    }
}
