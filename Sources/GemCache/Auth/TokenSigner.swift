internal import CryptoExtras
internal import GemCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Signs what a service account asserts.
protocol TokenSigner: Sendable {
    /// The signature of `bytes` with RSASSA-PKCS1-v1_5 over SHA-256, which JWTs call RS256.
    func signature(of bytes: [UInt8]) throws(GemError) -> [UInt8]
}

/// Signs with an RSA key in PEM form, which is read when it is first needed.
struct RSASigner: TokenSigner {
    private let pem: String
    private let file: String

    /// Takes the key of a credentials file, whose name errors tell.
    init(pem: String, file: String) {
        self.pem = pem
        self.file = file
    }

    func signature(of bytes: [UInt8]) throws(GemError) -> [UInt8] {
        do {
            let key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
            return [UInt8](try key.signature(for: bytes, padding: .insecurePKCS1v1_5).rawRepresentation)
        } catch {
            // The library's own words could hold a piece of the key.
            throw GemError(
                .configuration,
                "The private_key in \(file) is no RSA key of 2048 bits or more in PEM form; download the service account's key again.")
        }
    }
}
