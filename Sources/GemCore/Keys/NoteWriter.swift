/// Goes through a request beside the scanner and notes what it does: each single value is given to the scanner itself, so that the notes say what the key says.
struct NoteWriter {
    let context: KeyScanner.Context
    private(set) var notes: [KeyExplanation.Note] = []
    private var calls: [String: Int] = [:]
    private let schema = KeySchema.shared

    init(context: KeyScanner.Context) { self.context = context }

    private mutating func add(
        _ effect: KeyExplanation.Note.Effect, _ rule: String, _ path: String, _ from: JSON, _ to: JSON? = nil
    ) {
        notes.append(.init(effect, rule, path, Self.short(from), to.map { Self.short($0) } ?? ""))
    }

    private static func short(_ json: JSON) -> String {
        JSONDifference(path: "", left: json.withoutSecrets, right: nil).excerpts(width: 80).left
    }

    // The request's line.

    mutating func note(_ route: Route, path: String) {
        let place = path.prefix { $0 != "?" }
        if !route.version.isEmpty { add(.ignored, "E7", "path", .string(route.version)) }
        if !route.scope.isEmpty, !route.model.hasPrefix("projects/") { add(.ignored, "E7", "path", .string(route.scope)) }
        if route.operation == .streamGenerateContent { add(.normalised, "E8", "path", "streamGenerateContent", "generateContent") }
        if route.operation == .batchEmbedContents || route.operation == .predict {
            add(.normalised, "E11", "path", .string(route.operation.rawValue), "embedContent, item by item")
        }
        if !route.model.isEmpty, !route.model.contains("/"), place.contains("publishers/google/models/") {
            add(.normalised, "E6", "path", .string("publishers/google/models/" + route.model), .string(route.model))
        }
        for item in route.query where !item.name.isEmpty {
            // What a credential or a quota's user is, is not said.
            if !KeyQuery.takesPart(item) { add(.ignored, "E7", "?" + item.name, item.name.hasSuffix("lt") ? .string(item.value) : "…") }
        }
    }

    // The body.

    mutating func note(_ body: JSON, of operation: Route.Operation) {
        switch operation {
        case .generateContent, .streamGenerateContent: message(body, KeySchema.Root.generate, "")
        case .countTokens, .computeTokens: message(body, KeySchema.Root.count, "")
        case .embedContent: message(body, KeySchema.Root.embed, "")
        case .batchEmbedContents: batch(body, "requests", KeySchema.Root.embed)
        case .predict: batch(body, "instances", KeySchema.Root.instance)
        default:
            guard let name = body["model"]?.string else { return }
            let isGoogles = context.api == .vertex && name.hasPrefix("google/")
            let short = Route.shortModel(isGoogles ? String(name.dropFirst(7)) : name)
            if short != name { add(.normalised, "E6", "model", .string(name), .string(short)) }
        }
    }

    private mutating func batch(_ body: JSON, _ list: String, _ root: Int) {
        guard let object = body.object else { return }
        for member in object.members where member.name == list {
            if case .array(let items) = member.value {
                for (index, item) in items.enumerated() { message(item, root, "\(list)[\(index)]") }
            } else {
                add(.normalised, "E4", list, member.value, .array([member.value]))
                message(member.value, root, list)
            }
        }
        for member in object.members where member.name != list {
            if let field = schema.field(named: member.name, in: root), schema.fields[field].isShared {
                self.member(member, root, "")
            } else {
                add(.kept, "D1", JSONDifference.step(member.name, ""), member.value)
            }
        }
    }

    private mutating func message(_ value: JSON, _ message: Int, _ path: String, isOverride: Bool = false) {
        guard let object = value.object else { return }
        let replacement = object.members.first { member in
            guard case .object = member.value, let field = schema.field(named: member.name, in: message) else { return false }
            return schema.fields[field].kind == .replace
        }
        for member in object.members {
            if let replacement, replacement.name != member.name, schema.field(named: member.name, in: message) != nil {
                add(.ignored, "E11", path + JSONDifference.step(member.name, path), member.value)
            } else {
                self.member(member, message, path, isOverride: isOverride)
            }
        }
    }

    private mutating func member(_ member: JSON.Object.Member, _ message: Int, _ parent: String, isOverride: Bool = false) {
        let path = parent + JSONDifference.step(member.name, parent)
        guard let index = schema.field(named: member.name, in: message),
            !(isOverride && schema.fields[index].flags.contains(.notInOverride))
        else { return add(.kept, "D3", path, member.value) }
        let field = schema.fields[index]
        if member.value == .null, !field.flags.contains(.nullIsData) { return add(.ignored, "E2", path, .null) }
        let name = String(decoding: KeySchema.bytes(field.name), as: UTF8.self)
        if field.kind == .override || field.kind == .replace, case .object = member.value {
            add(.normalised, "E11", path, .string(member.name), "its members, as those of the request")
            return self.message(member.value, message, path, isOverride: true)
        }
        guard isPresent(member.value, field) else {
            return add(.ignored, Self.rule(absent: field.kind, member.value), path, shown(member.value, field))
        }
        if member.name != name { add(.normalised, "E3", path, .string(member.name), .string(name)) }
        value(member.value, field, path)
    }

    private mutating func value(_ value: JSON, _ field: KeySchema.Field, _ path: String) {
        guard field.flags.contains(.repeated) else { return single(value, field, path) }
        guard case .array(let elements) = value else {
            add(.normalised, "E4", path, value, .array([value]))
            return single(value, field, path)
        }
        for (index, element) in elements.enumerated() { single(element, field, "\(path)[\(index)]") }
    }

    private mutating func single(_ value: JSON, _ field: KeySchema.Field, _ path: String) {
        switch (field.kind, value) {
        case (.message, .object), (.mediaResolution, .object), (.textContent, .object): return message(value, field.target, path)
        case (.fileData, .object(let object)):
            if let uri = object.members.last(where: { $0.name == "fileUri" || $0.name == "file_uri" })?.value.string,
                !AddressSecret.isHeld(in: uri),
                let content = context.resolver.content(ofFile: uri)
            {
                add(.hashed, "E10", path, .string(uri), .string("its content, \(content.length) bytes of \(content.mimeType)"))
            }
            return message(value, field.target, path)
        case (.map, .object(let object)):
            for member in object.members { message(member.value, field.target, path + JSONDifference.step(member.name, path)) }
            return
        case (.textContent, .string):
            return add(.normalised, "E11", path, value, ["parts": [["text": value]]])
        case (.data, _), (.ordered, _), (.message, _), (.map, _), (.fileData, _): return
        case (.address, .string(let text)) where AddressSecret.isHeld(in: text):
            return add(.hashed, "D4", path, "<secret>", "that it is there")
        case (.secret, _): return add(.hashed, "D4", path, "<secret>", "that it is there")
        case (.callID, .string(let id)):
            let number = calls[id] ?? calls.count + 1
            calls[id] = number
            return add(.normalised, "E12", path, value, .string("<call \(number)>"))
        case (.cachedContent, .string(let name)):
            guard context.resolver.canonical(ofCachedContent: name) != nil else { return }
            return add(.hashed, "E10", path, value, "what it holds")
        default: break
        }
        guard let form = form(of: value, field)?.json, !Self.isSame(form, value) else { return }
        add(field.kind == .bytes ? .hashed : .normalised, Self.rule(field.kind), path, value, form)
    }

    // What the scanner makes of one value.

    private func isPresent(_ value: JSON, _ field: KeySchema.Field) -> Bool {
        withScanner(value) { (scanner) throws(GemError) in try scanner.scanValue(field) } ?? true
    }

    private func form(of value: JSON, _ field: KeySchema.Field) -> CanonicalForm.Value? {
        let single = KeySchema.Field(field.name, field.alias, field.kind, field.target)
        return withScanner(value) { (scanner) throws(GemError) in
            _ = try scanner.scanValue(single)
            return scanner.out.withUnsafeBytes { bytes in
                var reader = CanonicalReader(bytes)
                return reader.value(bytes.count)
            }
        } ?? nil
    }

    private func withScanner<Result>(_ value: JSON, _ read: (inout KeyScanner) throws(GemError) -> Result) -> Result? {
        let bytes = value.bytes()
        return try? bytes.withUnsafeBufferPointer { (input) throws(GemError) in
            var scanner = KeyScanner(input, context)
            return try read(&scanner)
        }
    }

    private static func isSame(_ form: JSON, _ value: JSON) -> Bool {
        switch (form, value) {
        case (.string(let left), .string(let right)), (.number(let left), .number(let right)): left.utf8.elementsEqual(right.utf8)
        default: form == value
        }
    }

    private func shown(_ value: JSON, _ field: KeySchema.Field) -> JSON { field.kind == .secret ? "<secret>" : value }

    private static func rule(_ kind: KeySchema.Kind) -> String {
        switch kind {
        case .enumeration, .duration, .bytes, .mediaResolution: "E5"
        case .role: "E9"
        case .model: "E6"
        default: "E1"
        }
    }

    private static func rule(absent kind: KeySchema.Kind, _ value: JSON) -> String {
        switch kind {
        case .dimension, .trueIsAbsent: "E11"
        case .role, .ignored, .falseIsAbsent, .model: "E9"
        case .callID: "E12"
        default: "E2"
        }
    }
}
