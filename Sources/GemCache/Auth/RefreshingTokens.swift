internal import GemCore
internal import Synchronization

/// Holds one access token in memory and fetches the next before it ends: one fetch at a time, for however many requests need it.
final class RefreshingTokens: TokenSource {
    /// A token is replaced when it has no longer than this to live, in seconds.
    static let margin = 300.0
    /// A token whose replacement cannot be fetched is used while it has this long to live, in seconds.
    static let leastLife = 15.0
    /// Attempts to fetch a token, while the failures are such as pass.
    static let attempts = 3

    private let grant: any TokenGrant
    private let time: any TimeSource
    private let known = Mutex<AccessToken?>(nil)
    private let fetches = SharedWork<Int, AccessToken>()

    /// Fetches nothing yet.
    init(_ grant: any TokenGrant, time: any TimeSource = SystemTime()) {
        self.grant = grant
        self.time = time
    }

    var identity: [UInt8] { grant.identity }
    var owner: String { grant.owner }
    var quotaProject: String? { grant.quotaProject }

    func token(over transport: any Transport, refusing refused: String?) async throws(GemError) -> String {
        if let token = token(life: Self.margin, refusing: refused) { return token.value }
        return try await fetches.value(of: 0) {
            do throws(GemError) { return .success(try await self.renewed(transport, refused)) } catch { return .failure(error) }
        }.value
    }

    /// The token in memory, where it lives that long and is not the refused one.
    private func token(life: Double, refusing refused: String?) -> AccessToken? {
        guard let token = known.withLock({ $0 }), token.value != refused, token.expires > time.now.adding(seconds: life) else { return nil }
        return token
    }

    private func renewed(_ transport: any Transport, _ refused: String?) async throws(GemError) -> AccessToken {
        // Whoever came before may have fetched it since.
        if let token = token(life: Self.margin, refusing: refused) { return token }
        do throws(GemError) {
            let token = try await fetched(transport)
            known.withLock { $0 = token }
            return token
        } catch {
            if let token = token(life: Self.leastLife, refusing: refused) { return token }
            throw error
        }
    }

    private func fetched(_ transport: any Transport) async throws(GemError) -> AccessToken {
        var attempt = 1
        while true {
            do throws(GemError) {
                return try await grant.fetch(over: transport, time: time)
            } catch {
                guard error.isPassing, error.code != .unreachable, attempt < Self.attempts else { throw error }
                try await time.sleep(until: time.now.adding(seconds: Double(attempt)))
                attempt += 1
            }
        }
    }
}

extension RefreshingTokens: CustomReflectable {
    /// Nothing: what it holds is for the auth layer alone.
    var customMirror: Mirror { Mirror(self, children: []) }
}
