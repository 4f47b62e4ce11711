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
        if let uri, AddressSecret.isHeld(in: uri) {
            traits.insert(.secret)
            rewrite(field: "fileUri", of: message, from: base) { $0.out.append(UInt8(ascii: "s")) }
            isChanged = true
        } else if let uri {
            let name = FileURI.name(uri)
            // Any address may be a file's that was uploaded through here, by way of a base URL of one's own.
            if let content = context.resolver.content(ofFile: uri) {
                replaceFile(with: content, of: message, from: base)
                isChanged = true
                isKnown = true
            } else if name != nil || uri.hasPrefix(Attachment.scheme) {
                traits.insert(.unknownMedia)
                if let name { rewrite(field: "fileUri", of: message, from: base) { $0.append(string: name) } }
                isChanged = name != nil
            } else if FileURI.isLookalike(uri) {
                traits.insert(.unknownMedia)
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
        for place in members.indices.dropFirst(base) where members[place].field < Member.unknownElsewhere {
            let name = context.schema.fields[members[place].field].name
            members[place].field = context.schema.field(name, in: blob) ?? members[place].field
        }
        if mime.isEmpty, !content.mimeType.isEmpty {
            rewrite(field: "mimeType", of: blob, from: base) { $0.append(string: content.mimeType) }
        }
        rewrite(field: "data", of: blob, from: base) { $0.append(content: content.identity, length: content.length) }
    }
}

extension KeySchema {
    /// The message of inline data.
    var blobMessage: Int? {
        fields.first { KeySchema.bytes($0.name).elementsEqual(KeySchema.bytes("inlineData")) }?.target
    }
}
