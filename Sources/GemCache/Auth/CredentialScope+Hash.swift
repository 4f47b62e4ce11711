internal import Crypto
package import GemCore

extension CredentialScope {
    /// The scope of a credential in a store with this salt: HMAC-SHA256, its first 16 bytes.
    package init(_ credential: Credential?, salt: [UInt8]) {
        guard let credential else {
            self = .none
            return
        }
        let code = HMAC<SHA256>.authenticationCode(for: credential.identity, using: SymmetricKey(data: salt))
        self.init(Hex.string(code.prefix(16)))
    }
}
