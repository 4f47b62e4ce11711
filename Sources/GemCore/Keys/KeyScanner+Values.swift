extension KeyScanner {
    /// Reads a field's value; false, with `out` to be cut back by the caller, where it is the same as none.
    mutating func scanValue(_ field: KeySchema.Field) throws(GemError) -> Bool {
        let byte = peek()
        if field.flags.contains(.timeDependent) { traits.insert(.timeDependent) }
        guard field.flags.contains(.repeated) else { return try scanSingle(field, byte) }
        out.append(UInt8(ascii: "["))
        if byte == UInt8(ascii: "[") {
            try descend()
            var isFirst = true
            while try nextElement(&isFirst) {
                if peek() == UInt8(ascii: "n"), takeWord("null") {
                    out.append(UInt8(ascii: "n"))
                } else {
                    _ = try scanSingle(field, peek())
                }
            }
            depth -= 1
            if isFirst { return false }
        } else {
            _ = try scanSingle(field, byte)
        }
        out.append(UInt8(ascii: "]"))
        return true
    }

    private mutating func scanSingle(_ field: KeySchema.Field, _ byte: UInt8) throws(GemError) -> Bool {
        let isObject = byte == UInt8(ascii: "{")
        let start = out.count
        switch field.kind {
        case .text, .flag, .data: try scanData()
        case .ordered: try scanData(isOrdered: true)
        case .number, .float, .dimension: return try scanNumber(field.kind)
        case .enumeration: try scanEnum(field.target)
        case .bytes: try scanBytes()
        case .duration: try scanDuration()
        case .role: return try scanRole()
        case .model: return try scanModel()
        case .cachedContent: return try scanCachedContent()
        case .callID: return try scanCallID()
        case .falseIsAbsent:
            if takeWord("false") { return false }
            try scanData()
        case .trueIsAbsent:
            if takeWord("true") { return false }
            try scanData()
        case .ignored:
            try scanData()
            return false
        case .secret: return try scanSecret()
        case .address: return try scanAddress(byte)
        case .fileData where isObject: try scanFileData(field.target)
        case .message where isObject, .mediaResolution where isObject, .textContent where isObject: try scanMessage(field.target)
        case .map where isObject: try scanMap(field.target)
        case .textContent where Self.isQuote(byte): try scanTextContent()
        case .mediaResolution: try scanEnum(context.schema.field("level", in: field.target).map { context.schema.fields[$0].target } ?? 0)
        case .message, .map, .textContent, .fileData, .override, .replace: try scanData()
        }
        let isEmpty = isObject && out.count == start + 2
        return !(isEmpty && (field.flags.contains(.emptyIsAbsent) || field.kind == .map))
    }

    /// A map's names are data, its values messages.
    private mutating func scanMap(_ message: Int) throws(GemError) {
        try descend()
        let base = members.count
        out.append(UInt8(ascii: "{"))
        let start = out.count
        var isFirst = true
        while let name = try nextName(&isFirst) {
            let segment = out.count
            let range = append(string: name)
            if peek() == UInt8(ascii: "{") { try scanMessage(message) } else { try scanData() }
            push(field: Member.unknown, rank: 0, name: range, segment: segment..<out.count)
        }
        depth -= 1
        arrange(from: base, start: start)
        out.append(UInt8(ascii: "}"))
    }

    private mutating func scanEnum(_ index: Int) throws(GemError) {
        let start = out.count
        let byte = peek()
        var name: StaticString?
        if Self.isQuote(byte) {
            let text = try scanText()
            name = withBytes(of: text) { context.schema.value($0, ofEnum: index) }
            if name == nil { append(string: text) }
        } else {
            try scanData()
            if Self.isNumberStart(byte), let number = smallInteger(out[start...]) {
                name = context.schema.value(number, ofEnum: index, api: context.api)
            }
        }
        guard let name else { return }
        out.removeSubrange(start...)
        out.append(UInt8(ascii: "="))
        out.append(contentsOf: KeySchema.bytes(name))
        out.append(UInt8(ascii: ";"))
    }

    private mutating func scanDuration() throws(GemError) {
        guard Self.isQuote(peek()) else { return try scanData() }
        let text = try scanText()
        let isSeconds = withBytes(of: text) { bytes in
            bytes.last == UInt8(ascii: "s") && Self.isNumber(UnsafeBufferPointer(rebasing: bytes.dropLast()))
        }
        guard isSeconds else {
            append(string: text)
            return
        }
        out.append(UInt8(ascii: "d"))
        append(
            decimal: Text(
                range: text.range.lowerBound..<max(text.range.lowerBound, text.range.upperBound - 1),
                decoded: text.decoded.map { Array($0.dropLast()) }))
    }

    private mutating func scanRole() throws(GemError) -> Bool {
        guard Self.isQuote(peek()) else {
            try scanData()
            return true
        }
        let range = append(string: try scanText())
        for index in range { out[index] = KeySchema.lower(out[index]) }
        return !range.isEmpty && !out[range].elementsEqual("user".utf8)
    }

    private mutating func scanModel() throws(GemError) -> Bool {
        guard Self.isQuote(peek()) else {
            try scanData()
            return true
        }
        let name = Route.shortModel(string(of: try scanText()))
        append(string: name)
        return !name.isEmpty && name != context.model
    }

    private mutating func scanCachedContent() throws(GemError) -> Bool {
        guard Self.isQuote(peek()) else {
            try scanData()
            return true
        }
        let name = string(of: try scanText())
        if name.isEmpty { return false }
        if let content = context.resolver.canonical(ofCachedContent: name) {
            traits.formUnion(CachedContentForm.traits(content))
            hasCallIDs = true
            out.append(UInt8(ascii: "c"))
            append(length: content.count)
            out.append(contentsOf: content)
        } else {
            traits.insert(.unknownMedia)
            append(string: name)
        }
        return true
    }

    private mutating func scanCallID() throws(GemError) -> Bool {
        guard Self.isQuote(peek()) else {
            try scanData()
            return true
        }
        let start = out.count
        guard !append(string: try scanText()).isEmpty else { return false }
        out[start] = UInt8(ascii: "@")
        hasCallIDs = true
        return true
    }

    /// That there is a secret is part of the question; what it is never reaches the form.
    mutating func scanSecret() throws(GemError) -> Bool {
        let start = out.count
        let byte = peek()
        try scanData()
        let isEmpty = out.count == start + 2 && (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "["))
        out.removeSubrange(start...)
        if isEmpty { return false }
        traits.insert(.secret)
        out.append(UInt8(ascii: "s"))
        return true
    }

    /// An address, of which one that holds a credential is a secret as a whole.
    private mutating func scanAddress(_ byte: UInt8) throws(GemError) -> Bool {
        guard Self.isQuote(byte) else {
            try scanData()
            return true
        }
        let start = index
        guard AddressSecret.isHeld(in: string(of: try scanText())) else {
            index = start
            try scanData()
            return true
        }
        index = start
        return try scanSecret()
    }

    /// A text where `Content` is meant: `{parts: [{text}]}`.
    private mutating func scanTextContent() throws(GemError) {
        out.append(UInt8(ascii: "{"))
        append(name: "parts")
        out.append(contentsOf: "[{".utf8)
        append(name: "text")
        append(string: try scanText())
        out.append(contentsOf: "}]}".utf8)
    }
}
