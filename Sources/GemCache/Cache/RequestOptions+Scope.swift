package import GemCore

extension RequestOptions {
    /// Has the request use the cache of one credential alone: the scope stands before the namespace, and so takes part in the key.
    package mutating func keep(in scope: CredentialScope) { namespace = "\(scope)\0\(namespace)" }
}
