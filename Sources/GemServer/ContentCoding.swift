/// What an `Accept-Encoding` field says.
enum ContentCoding {
    /// Whether gzip is named, and not with a quality of zero.
    static func takesGzip(_ field: String) -> Bool { qualities(field).gzip ?? 0 > 0 }

    /// Whether gzip is at least as welcome as no coding.
    static func prefersGzip(_ field: String) -> Bool {
        let said = qualities(field)
        guard let gzip = said.gzip ?? said.any, gzip > 0 else { return false }
        return gzip >= said.identity ?? said.any ?? 0
    }

    /// Whether gzip is welcome and no coding is refused.
    static func needsGzip(_ field: String) -> Bool { prefersGzip(field) && qualities(field).identity == 0 }

    private static func qualities(_ field: String) -> (gzip: Double?, identity: Double?, any: Double?) {
        var said: (gzip: Double?, identity: Double?, any: Double?) = (nil, nil, nil)
        for item in field.lowercased().split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch parts.first {
            case "gzip", "x-gzip": said.gzip = said.gzip ?? quality
            case "identity": said.identity = quality
            case "*": said.any = quality
            default: break
            }
        }
        return said
    }
}
