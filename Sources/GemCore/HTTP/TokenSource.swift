/// Gives out access tokens, which end after a while; a credential may stand for one of these instead of a token.
///
/// The auth layer alone asks it, and only when something really goes upstream: what the cache knows costs no token.
package protocol TokenSource: Sendable {
    /// Whose tokens these are, the same in every process and for every token; may hold a secret, and is for a keyed hash alone.
    var identity: [UInt8] { get }
    /// Whose tokens these are, for messages: no secret.
    var owner: String { get }
    /// The project whose quota is used, where that was set; goes upstream as `x-goog-user-project`.
    var quotaProject: String? { get }
    /// A token that can be used now, and another than `refused`, which upstream did not take, where there is another.
    ///
    /// `transport` reaches whoever gives them out; it must neither keep nor log what it carries.
    func token(over transport: any Transport, refusing refused: String?) async throws(GemError) -> String
}
