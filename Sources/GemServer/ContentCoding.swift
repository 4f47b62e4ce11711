/// What an `Accept-Encoding` field says.
enum ContentCoding {
    /// Whether gzip is named, and not with a quality of zero.
    static func takesGzip(_ field: String) -> Bool {
        for item in field.lowercased().split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first, name == "gzip" || name == "x-gzip" else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return quality ?? 1 > 0
        }
        return false
    }
}
