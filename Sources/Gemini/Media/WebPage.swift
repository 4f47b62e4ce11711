internal import GemCache
internal import GemCore

/// Tells a web page that stands in the way of what was asked for from one that was asked for.
enum WebPage {
    /// Throws `badInput` where bytes fetched from `url` are a web page although its name, or the caller by `told`, says something else; or where they are one that asks
    /// for a password, and the caller has not said that a page is meant.
    static func check(_ bytes: [UInt8], of url: String, named: String?, told: String?) throws(GemError) {
        guard MIMEType.sniff(bytes: Array(bytes.prefix(MIMEType.window)), name: "") == "text/html" else { return }
        if let wanted = told ?? named, !isPage(wanted) {
            throw GemError(
                .badInput,
                "\(url) gives a web page, not \(wanted): perhaps one to log in at, or one about the file. Give the address of the file itself, or download it with a browser and give the file."
            )
        }
        if told == nil, asksForPassword(bytes) {
            throw GemError(
                .badInput,
                "\(url) gives a page that wants a log-in. Download what is meant with a browser, and give the file; or, where that page itself is meant, say so: its mimeType is text/html (“ADDRESS;type=text/html” at the command line)."
            )
        }
    }

    private static func isPage(_ type: String) -> Bool { ["text/html", "application/xhtml+xml"].contains(type.lowercased()) }

    /// Whether there is a field for a password.
    private static func asksForPassword(_ bytes: [UInt8]) -> Bool {
        let page = String(decoding: bytes.prefix(256 << 10), as: UTF8.self).lowercased()
        return ["type=\"password\"", "type='password'", "type=password"].contains { page.contains($0) }
    }
}
