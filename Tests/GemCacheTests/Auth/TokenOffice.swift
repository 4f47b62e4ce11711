import GemCore
import GemTesting
import HTTPTypes
import Synchronization

/// Google as far as tokens go: a token endpoint, a metadata server and an API that takes the tokens they gave out.
final class TokenOffice: Transport {
    /// How the API and the endpoints behave.
    struct Manner: Sendable {
        /// How long a token lives, in seconds.
        var life = 3600
        /// The API takes no token that was given out before this one.
        var firstValid = 1
        /// What the token endpoint answers instead of a token.
        var refusal: (status: Int, body: String)?
        /// The metadata server's fields.
        var metadataFields: HTTPFields = [.init("Metadata-Flavor") ?? .accept: "Google"]
        /// What the metadata server answers with.
        var metadataStatus = 200
        /// What getting any token throws instead.
        var failure: GemError?
    }

    private struct State {
        var manner: Manner
        var given = 0
        var exchanges: [(authority: String, path: String, body: String, fields: HTTPFields)] = []
        var tokensSeen: [String] = []
        var fieldsSeen: [HTTPFields] = []
    }

    private let state: Mutex<State>
    private let api: any Transport
    /// Exchanges wait for it, where there is one.
    private let gate: Signal?

    init(_ manner: Manner = Manner(), gate: Signal? = nil, api: (any Transport)? = nil) {
        state = Mutex(State(manner: manner))
        self.gate = gate
        self.api = api ?? ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
    }

    /// How many tokens were given out.
    var given: Int { state.withLock { $0.given } }
    /// What the token endpoints were asked.
    var exchanges: [(authority: String, path: String, body: String, fields: HTTPFields)] { state.withLock { $0.exchanges } }
    /// What stood behind `Bearer` of each request of the API.
    var tokensSeen: [String] { state.withLock { $0.tokensSeen } }
    /// The fields of each request of the API.
    var fieldsSeen: [HTTPFields] { state.withLock { $0.fieldsSeen } }

    func change(_ body: (inout Manner) -> Void) { state.withLock { body(&$0.manner) } }

    func send(_ request: Request) async throws(GemError) -> Response {
        if let authority = request.head.authority { return try await exchange(request, authority) }
        let value = request.head.headerFields[.authorization] ?? ""
        let (manner, number) = state.withLock { state in
            state.tokensSeen.append(String(value.dropFirst("Bearer ".count)))
            state.fieldsSeen.append(request.head.headerFields)
            return (state.manner, value.split(separator: "-").last.flatMap { Int($0) } ?? 0)
        }
        guard number >= manner.firstValid else {
            return .rpcError(httpStatus: 401, status: "UNAUTHENTICATED", message: "The token \(value) is not taken.")
        }
        return try await api.send(request)
    }

    private func exchange(_ request: Request, _ authority: String) async throws(GemError) -> Response {
        let body = String(decoding: try await request.body.collect(upTo: 1 << 20), as: UTF8.self)
        state.withLock { $0.exchanges.append((authority, request.path, body, request.head.headerFields)) }
        await gate?.wait()
        let manner = state.withLock { $0.manner }
        if let failure = manner.failure { throw failure }
        let isMetadata = request.path.hasPrefix("/computeMetadata/")
        if let refusal = manner.refusal, !isMetadata { return .json(.init(code: refusal.status), Array(refusal.body.utf8)) }
        let number = state.withLock { state in
            state.given += 1
            return state.given
        }
        let token = #"{"access_token":"PLANTED-token-\#(number)","expires_in":\#(manner.life),"token_type":"Bearer"}"#
        var response = Response.json(.init(code: isMetadata ? manner.metadataStatus : 200), Array(token.utf8))
        if isMetadata { for field in manner.metadataFields { response.head.headerFields.append(field) } }
        return response
    }
}
