import CryptoExtras
import GemCore

/// A key made for these tests, which opens nothing.
enum TestKey {
    /// The private key as a credentials file has it.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCyfvm/+1V3/r0o
        FO/jXvQI66mT3T/c4xcpFq+MIaNgYOXCDYNWQkwPYQPAo4HliPMKcOROjT0txC4r
        iUoa7rhpT7O1vZRBuLZB9TrcMfddWnLZZavJ4Jue1RYpfC02dvoTlI7lfKOTaEsT
        TN7REWah3VyoH/elZ8mgLXWjFCFJlGXv094t0cPmTEEGXf4IjpFbu5eY76ucUZhJ
        JgMGAHXj4o/KlNUk2dioBGUJv3cX8zkh2bYYasF/Sxoh/y2TnhmJeGySRqE/uPV9
        BMQKOYF7IfMuYXTnoq3PHOdQfQ1TXRr/+lAFklBPjyClUB6Iv2HS4djTfmZjvLBP
        zL2eI6FhAgMBAAECggEAULIn/fvF+ZBQevjwNNZeNFQ6X49kilueQmSvq4Yfovhb
        lv3d9RbW5RMCi8o/9QITgpJkHQEsee7ZwrP4LTHkbDPstorFJms39pzD5f2u6+Ty
        zEbzQbrKECYctVee5yMlzslYSvasyv0ZB9o2V8VqpV36wEVng79mv4QdzULSA72R
        94rkKc512Fuxbxvicmn9AKCoxxGk/5s+CdnNrrAbj89Wfr8ZCh3dAkGXxAdVyYPt
        TJk+M2a2IgD4DNKf97cFijzuknlHDPzo/zpOGyHt5DIJmeSfSWWp/0ef5RDnOoKh
        1GX+TbZD1nUBCcBJ2OJnJ8K+KxFUnAKtc593rx19OwKBgQDm1xKFHFbZ7QuxrIiq
        RxNmrA6IcRROetTHnkNivqK1nbaswbverGeJssiY1GAlilCLM30D9XtsmZbmylY+
        FiJw2A7KQpK4DwtIP01U0kZKtW+q91g+LTyhv59pb1kdLKLgSkPnYyhn4N8u12OJ
        d0WFU0ULGgmVxTXqWh0fCVB8MwKBgQDF82Qx21SCvZTtCiquIHF24UZAyKU8Yb1B
        /BEcW7mCW7Q5a3r6vKmqescTRi5k8Gsi/Fm1QR7iJcRJ04w5urD0YmbBDfAuagdp
        Nu5n2VEI5lB0JtMmUela6Ien0oFikTiBO18OvRlI20WMLc/L0yoEBJemd/9Ha7tX
        ZCG4kzdYGwKBgH50IOwUSyuUZEyPZEpLJ0CeTlPGBka7mOZFN0rXfZCZ9eELO9xO
        e2V+L88wv/6wl1C6AujxSAyE0ppZCwd13qYMZYW9FFyJuTd5neYyTllMrQBuAMQG
        yekdbLk4SwvlUNAnPq15rz/AeuJREXDTipzvsanUOJ3364IWnU9MLe/rAoGBAK6S
        kMlbWbOXiDBoJ+26lPY3g+J8USToOaVorJpq1jZ9s3p0LFfWbHb5onmACkhgsst+
        64prLNZaYjqNg3wiBg7wfRhCt4/nWDPVCvmw8MM9grR8zPhdgsP2kDRT9GE+Gyv1
        dUalRBg5sKMIf9qMluBGQIvCBfMxsl1G5GpIAqYDAoGBANYRcY95DdDiZ7DfPuR9
        pC5wW3sqjheXyfpYN7VrO22OiqwNrZSujYWekFGpOxrFfcol5+Mh7gVxcTL7RzQq
        Q/KyK0Ry77X42AK2CDDMyWBJgu49/043UEyMKAdo7WzWGmd3WQEsanDYloGdjdW5
        lxae/xWxAWmIdXlCKZAAJUF2
        -----END PRIVATE KEY-----
        """

    /// Whether a JWT is signed with the key.
    static func hasSigned(_ token: String) throws -> Bool {
        let parts = token.split(separator: ".")
        guard parts.count == 3, let signature = Base64Coding.decode(parts[2]) else { return false }
        let key = try _RSA.Signing.PrivateKey(pemRepresentation: pem).publicKey
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: Array("\(parts[0]).\(parts[1])".utf8), padding: .insecurePKCS1v1_5
        )
    }

    /// A service account's file.
    static func serviceAccount(_ endpoint: String = "https://oauth2.googleapis.com/token") -> [UInt8] {
        JSON.members([
            "type": "service_account", "project_id": "the-project", "private_key_id": "key-1", "private_key": .string(pem),
            "client_email": "robot@the-project.iam.gserviceaccount.com", "token_uri": .string(endpoint),
        ]).bytes()
    }

    /// A user's file.
    static let user = JSON.members([
        "type": "authorized_user", "client_id": "client", "client_secret": "PLANTED-client-secret",
        "refresh_token": "PLANTED-refresh-token", "quota_project_id": "the-quota",
    ]).bytes()
}
