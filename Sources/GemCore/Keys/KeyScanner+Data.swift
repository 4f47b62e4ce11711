extension KeyScanner {
    /// Reads any value as it stands: only its spelling is made canonical.
    mutating func scanData(isOrdered: Bool = false) throws(GemError) {
        let byte = peek()
        switch byte {
        case UInt8(ascii: "{"): try scanObject(isOrdered: isOrdered)
        case UInt8(ascii: "["): try scanList(isOrdered: isOrdered)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): append(string: try scanText())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): append(decimal: Text(range: try scanNumberText()))
        default:
            if takeWord("true") {
                out.append(UInt8(ascii: "t"))
            } else if takeWord("false") {
                out.append(UInt8(ascii: "f"))
            } else if takeWord("null") {
                out.append(UInt8(ascii: "n"))
            } else {
                throw failure(index < input.count ? "Expected a value" : "It ends where a value is expected")
            }
        }
    }

    private mutating func scanObject(isOrdered: Bool) throws(GemError) {
        try descend()
        let base = members.count
        out.append(UInt8(ascii: "{"))
        let start = out.count
        var isFirst = true
        while let name = try nextName(&isFirst) { try scanUnknown(name, isOrdered: isOrdered) }
        depth -= 1
        if isOrdered { dropRepeats(from: base, start: start) } else { arrange(from: base, start: start) }
        out.append(UInt8(ascii: "}"))
    }

    private mutating func scanList(isOrdered: Bool) throws(GemError) {
        try descend()
        out.append(UInt8(ascii: "["))
        var isFirst = true
        while try nextElement(&isFirst) { try scanData(isOrdered: isOrdered) }
        depth -= 1
        out.append(UInt8(ascii: "]"))
    }

    /// In another dialect's body, looks at the names that decide whether an answer may be kept; true where it read the value.
    mutating func scanWatched(_ name: Range<Int>) throws(GemError) -> Bool {
        let byte = peek()
        guard byte != UInt8(ascii: "n"), !isInUserData else { return false }
        func isName(_ names: String...) -> Bool { names.contains { out[name].elementsEqual($0.utf8) } }
        if isName("parameters", "schema", "json_schema", "response_format", "arguments", "args", "result", "response") {
            isInUserData = true
            try scanData()
            isInUserData = false
            return true
        }
        if depth == 1, isName("model"), Self.isQuote(byte) {
            append(string: dialectModel(string(of: try scanText())))
            return true
        }
        if isName("headers", "authorization", "api_key") { return try scanWatchedSecret() }
        if isName("previous_interaction_id", "cached_content", "cachedContent") { traits.insert(.unknownMedia) }
        if isName("background"), byte == UInt8(ascii: "t") { traits.insert(.bypass) }
        guard Self.isQuote(byte), isName("type", "uri", "url", "file_uri", "image_url", "file_id") else { return false }
        let start = index
        let value = string(of: try scanText())
        index = start
        if isName("type") {
            let tools = ["google_search", "url_context", "google_maps", "file_search", "mcp_server", "retrieval"]
            if tools.contains(value) { traits.insert(.timeDependent) }
        } else if isName("file_id") || FileURI.name(value) != nil {
            traits.insert(.unknownMedia)
        } else if FileURI.isWeb(value) {
            traits.insert(.timeDependent)
        }
        return false
    }

    /// A model as another dialect names it: Vertex AI's takes `google/M` besides.
    private func dialectModel(_ name: String) -> String {
        let isGoogles = context.api == .vertex && name.hasPrefix("google/") && !name.dropFirst(7).contains("/")
        return isGoogles ? String(name.dropFirst(7)) : Route.shortModel(name)
    }

    private mutating func scanWatchedSecret() throws(GemError) -> Bool {
        if try !scanSecret() { out.append(UInt8(ascii: "n")) }
        return true
    }
}
