extension KeyScanner {
    /// Reads bytes in base64, of either alphabet, padded or not: `x`, their count and their hash. What is no base64 stays a text.
    mutating func scanBytes() throws(GemError) {
        guard Self.isQuote(peek()) else { return try scanData() }
        let text = try scanText()
        guard let content = withBytes(of: text, Base64.hash) else {
            append(string: text)
            return
        }
        append(content: .digest(content.digest), length: Int64(content.count))
    }

    mutating func append(content: MediaContent.Identity, length: Int64) {
        switch content {
        case .digest(let digest):
            out.append(UInt8(ascii: "x"))
            append(length: Int(length))
            append(hex: digest.bytes)
        case .sha256(let hash):
            out.append(UInt8(ascii: "y"))
            append(length: Int(length))
            append(length: hash.count)
            append(hex: hash)
        }
    }

    private mutating func append(hex bytes: [UInt8]) {
        for byte in bytes {
            out.append(Hex.lower(byte >> 4))
            out.append(Hex.lower(byte & 15))
        }
    }

    /// Reads `FileData`; where the resolver knows what the file holds it is written as the same bytes sent inline would be.
    mutating func scanFileData(_ message: Int) throws(GemError) {
        let base = members.count
        out.append(UInt8(ascii: "{"))
        let start = out.count
        try collect(message, rank: 0)
        let uri = text(ofField: "fileUri", of: message, from: base)
        var (isChanged, isKnown) = (false, false)
        if let uri {
            let name = FileURI.name(uri)
            if name != nil || uri.hasPrefix(Attachment.scheme) {
                if let content = context.resolver.content(ofFile: uri) {
                    replaceFile(with: content, of: message, from: base)
                    isChanged = true
                    isKnown = true
                } else {
                    traits.insert(.unknownMedia)
                    if let name { rewrite(field: "fileUri", of: message, from: base) { $0.append(string: name) } }
                    isChanged = name != nil
                }
            } else if FileURI.isWeb(uri) {
                traits.insert(.timeDependent)
            }
        }
        foundContent = isKnown
        arrange(from: base, start: start, force: isChanged)
        out.append(UInt8(ascii: "}"))
    }

    private func text(ofField name: StaticString, of message: Int, from base: Int) -> String? {
        guard let field = context.schema.field(name, in: message),
            let member = members[base...].last(where: { $0.field == field }), !member.segment.isEmpty
        else { return nil }
        let value = out[member.segment].dropFirst(name.utf8CodeUnitCount + 2)
        guard value.first == UInt8(ascii: "\""), let colon = value.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return String(decoding: value[(colon + 1)...], as: UTF8.self)
    }

    /// Writes a field anew, after what is there; `arrange` then takes this one.
    private mutating func rewrite(
        field name: StaticString, of message: Int, from base: Int, _ write: (inout KeyScanner) -> Void
    ) {
        guard let field = context.schema.field(name, in: message) else { return }
        members.removeAll { $0.order >= base && $0.field == field }
        let start = out.count
        append(name: name)
        write(&self)
        members.append(Member(field: field, rank: 0, order: .max, name: start..<start, segment: start..<out.count))
    }

    private mutating func replaceFile(with content: MediaContent, of message: Int, from base: Int) {
        guard let blob = context.schema.blobMessage, let uriField = context.schema.field("fileUri", in: message) else { return }
        let mime = text(ofField: "mimeType", of: message, from: base) ?? ""
        members.removeAll { $0.order >= base && $0.field == uriField }
        for place in members.indices.dropFirst(base) where members[place].field != .max {
            let name = context.schema.fields[members[place].field].name
            members[place].field = context.schema.field(name, in: blob) ?? members[place].field
        }
        if mime.isEmpty, !content.mimeType.isEmpty { rewrite(field: "mimeType", of: blob, from: base) { $0.append(string: content.mimeType) } }
        rewrite(field: "data", of: blob, from: base) { $0.append(content: content.identity, length: content.length) }
    }
}

extension KeySchema {
    /// The message of inline data.
    var blobMessage: Int? {
        fields.first { KeySchema.bytes($0.name).elementsEqual(KeySchema.bytes("inlineData")) }?.target
    }
}

/// How a `fileUri` names a file of the Files API.
enum FileURI {
    /// `files/ID` for `files/ID` itself and for any host's `/VERSION/files/ID`; nil for other URIs.
    static func name(_ uri: String) -> String? {
        var rest = uri[...]
        if let scheme = rest.utf8.firstIndex(of: UInt8(ascii: ":")), rest[scheme...].hasPrefix("://") {
            guard isWeb(uri) else { return nil }
            var segments = rest[scheme...].dropFirst(3).split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            if segments.first == "download" { segments.removeFirst() }
            guard segments.count == 3, let version = segments.popFirst(), isVersion(version) else { return nil }
            rest = segments.joined(separator: "/")[...]
        }
        if let end = rest.firstRange(of: ":download") { rest = rest[..<end.lowerBound] }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "files", (1...64).contains(parts[1].utf8.count) else { return nil }
        guard parts[1].utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }) else { return nil }
        return String(rest)
    }

    /// Whether a URI names something on the web, which changes.
    static func isWeb(_ uri: String) -> Bool {
        let start = uri.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    private static func isVersion(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count >= 2 && bytes[0] == UInt8(ascii: "v") && (49...57).contains(bytes[1])
    }
}
