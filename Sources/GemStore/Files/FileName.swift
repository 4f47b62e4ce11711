/// Finds the Files-API resource that a URI names.
enum FileName {
    /// `files/ID` out of `files/ID` or any `scheme://host[/upload|/download][/VERSION]/files/ID[:verb][?query]`; nil for every other URI.
    static func find(in uri: String) -> String? {
        var path = uri[...]
        if let scheme = path.range(of: "://") {
            guard let slash = path[scheme.upperBound...].firstIndex(of: "/") else { return nil }
            path = path[slash...]
        }
        path = path.prefix { $0 != "?" && $0 != "#" }
        var segments = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        if let first = segments.first, first == "upload" || first == "download" { segments.removeFirst() }
        if let first = segments.first, isVersion(first) { segments.removeFirst() }
        guard segments.count == 2, segments.first == "files", let last = segments.last else { return nil }
        let id = last.prefix { $0 != ":" }
        return id.isEmpty ? nil : "files/" + id
    }

    private static func isVersion(_ segment: Substring) -> Bool {
        segment.utf8.first == UInt8(ascii: "v") && segment.utf8.dropFirst().first.map { (48...57).contains($0) } == true
    }
}

extension Substring {
    /// The first place where `text` stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
