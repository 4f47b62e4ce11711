internal import GemCore
internal import HTTPTypes

/// Keeps web pages of other sites from the mock's own pages, whatever address it listens on.
enum AdminDoor {
    static func check(_ request: Request) throws(APIFailure) {
        let fields = request.head.headerFields
        if fields[text: "Sec-Fetch-Site"]?.lowercased() == "cross-site" { throw refused("another site") }
        guard let origin = fields[.origin] else { return }
        guard let own = request.origin, authority(origin) == authority(own) else { throw refused("the origin \"\(origin)\"") }
    }

    private static func authority(_ url: String) -> String? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        return url[mark.upperBound...].prefix { $0 != "/" }.lowercased()
    }

    private static func refused(_ who: String) -> APIFailure {
        APIFailure(code: 403, status: "PERMISSION_DENIED", message: "Pages of \(who) may not use the mock's own pages.")
    }
}
