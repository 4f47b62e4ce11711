internal import GemCore
internal import GemStore

/// Knows of files what the one who asks may: those uploaded or looked at with the same credential, since upstream keeps files apart by it.
struct ScopedResolver: MediaResolver {
    let store: Store
    /// Who asks; nil where that cannot be seen.
    let asker: Asker?

    /// Who asks, with a credential or without one.
    struct Asker: Sendable { var credential: Credential? }

    init(_ store: Store, _ asker: Asker?) {
        self.store = store
        self.asker = asker
    }

    func content(ofFile uri: String) -> MediaContent? {
        let scope = asker.map { CredentialScope($0.credential, salt: store.salt) }
        return try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.content(ofFile: uri, knownTo: scope) }
    }

    func canonical(ofCachedContent name: String) -> [UInt8]? { store.canonical(ofCachedContent: name) }
}
