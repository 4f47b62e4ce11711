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
    ///
    /// Such a body may hold parts of a Gemini request as well, so names count in any spelling: `apiKey`, `api_key`, `API-Key`.
    mutating func scanWatched(_ name: Range<Int>) throws(GemError) -> Bool {
        let byte = peek()
        guard byte != UInt8(ascii: "n"), byte != UInt8(ascii: "f"), !isInUserData else { return false }
        let word = DialectName(out[name])
        if DialectName.userData.contains(word) {
            isInUserData = true
            try scanData()
            isInUserData = false
            return true
        }
        if depth == 1, word == "model", Self.isQuote(byte) {
            statedModel = string(of: try scanText())
            append(string: dialectModel(statedModel))
            return true
        }
        if DialectName.secrets.contains(word) { return try scanWatchedSecret() }
        if DialectName.contents.contains(word) { traits.insert(.unknownMedia) }
        if DialectName.searches.contains(word) { traits.insert(.timeDependent) }
        if word == "background", byte == UInt8(ascii: "t") { traits.insert(.bypass) }
        guard Self.isQuote(byte), !DialectName.prompts.contains(word) else { return false }
        let start = index
        let value = string(of: try scanText())
        index = start
        if AddressSecret.isHeld(in: value) { return try scanWatchedSecret() }
        if word == "type" {
            if DialectName.isSearch(value) { traits.insert(.timeDependent) }
        } else if word == "fileid" || FileURI.name(value) != nil {
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

/// A name of another dialect's body, without its case, `_` and `-`.
package struct DialectName: Hashable, Sendable, ExpressibleByStringLiteral {
    private let text: String

    package init(stringLiteral text: String) { self.text = text }

    /// Reads a name as it is written.
    package init(_ bytes: some Sequence<UInt8>) {
        let skipped: [UInt8] = [UInt8(ascii: "_"), UInt8(ascii: "-")]
        text = String(decoding: bytes.lazy.filter { !skipped.contains($0) }, as: UTF8.self).lowercased()
    }

    /// What holds names of the user's own; `aroundFiles` says what else does where files are looked for.
    static let userData: Set<DialectName> = [
        "parameters", "schema", "jsonschema", "parametersjsonschema", "responseformat", "responseschema", "responsejsonschema", "arguments",
        "args", "result", "response",
    ]
    /// What holds the user's own data where files are looked for, in the API's own messages too: an interaction's `result` may be content.
    package static let aroundFiles: Set<DialectName> = userData.subtracting(["result"]).union([
        "properties", "example", "default", "labels", "metadata",
    ])
    /// What holds a credential.
    static let secrets: Set<DialectName> = [
        "headers", "authorization", "apikey", "apikeystring", "apikeyconfig", "apiauth", "authconfig", "accesstoken", "authtoken",
        "oauthtoken", "bearertoken", "password",
    ]
    /// What holds one in an address.
    static let tokens: Set<DialectName> = ["token", "secret", "clientsecret"]
    /// What stands for content that is not in the body.
    static let contents: Set<DialectName> = ["previousinteractionid", "previousresponseid", "cachedcontent"]
    /// Tools whose answers change with the world.
    static let searches: Set<DialectName> = [
        "googlesearch", "googlesearchretrieval", "enterprisewebsearch", "parallelaisearch", "exaaisearch", "urlcontext", "googlemaps",
        "filesearch", "mcpserver", "mcpservers", "retrieval", "websearch", "websearchoptions", "websearchpreview",
    ]
    /// What people say, which may name an address without its being opened.
    static let prompts: Set<DialectName> = ["text", "content", "input", "instructions"]

    /// Whether a `type` names such a tool; some have a date behind their names.
    static func isSearch(_ type: String) -> Bool {
        let word = DialectName(type.utf8)
        return searches.contains(word) || word.text.hasPrefix("websearch")
    }
}
