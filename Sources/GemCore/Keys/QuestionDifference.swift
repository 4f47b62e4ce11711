/// Where two questions differ, by their canonical forms.
package struct QuestionDifference: Sendable, Hashable {
    /// One step from a question to a place in it.
    package enum Step: Sendable, Hashable {
        case operation, model, namespace, sample
        case query([UInt8])
        case member(CanonicalForm.Name)
        case index(Int)
    }

    /// The way to the place.
    package var steps: [Step]
    /// What is asked now; nil where it has nothing there.
    package var asked: CanonicalForm.Value?
    /// What the other question has; nil where it has nothing there.
    package var stored: CanonicalForm.Value?

    /// Up to `limit` differences, in the order of the form.
    package static func all(_ asked: CanonicalForm, _ stored: CanonicalForm, upTo limit: Int = 1000) -> [QuestionDifference] {
        var finder = Finder(limit: limit)
        for (step, mine, other) in [
            (Step.operation, asked.operation, stored.operation), (.model, asked.model, stored.model),
            (.namespace, asked.namespace, stored.namespace), (.sample, asked.sample, stored.sample),
        ] where !mine.utf8.elementsEqual(other.utf8) {
            finder.add([step], .text(Array(mine.utf8)), .text(Array(other.utf8)))
        }
        finder.compare(asked.query, stored.query, [])
        finder.compare(asked.body, stored.body, [])
        return finder.found
    }

    /// Whether it is one of our own options, not of the request.
    package var isOption: Bool { steps == [.namespace] || steps == [.sample] }

    private struct Finder {
        let limit: Int
        var found: [QuestionDifference] = []

        mutating func add(_ steps: [Step], _ asked: CanonicalForm.Value?, _ stored: CanonicalForm.Value?) {
            if found.count < limit { found.append(QuestionDifference(steps: steps, asked: asked, stored: stored)) }
        }

        mutating func compare(_ asked: CanonicalForm.Value?, _ stored: CanonicalForm.Value?, _ steps: [Step]) {
            guard found.count < limit, asked != stored else { return }
            switch (asked, stored) {
            case (.cached(let asked), .cached(let stored)): compare(asked, stored, steps)
            case (.form(let asked), .form(let stored)): compare(asked.body, stored.body, steps)
            case (.list(let asked), .list(let stored)):
                for index in 0..<max(asked.count, stored.count) {
                    compare(
                        index < asked.count ? asked[index] : nil, index < stored.count ? stored[index] : nil, steps + [.index(index)])
                }
            case (.object(let asked), .object(let stored)):
                let before = found.count
                compare(asked, stored, steps, isBody: true)
                // The same members in another order, which means something here.
                if found.count == before { add(steps, .object(asked), .object(stored)) }
            default: add(steps, asked, stored)
            }
        }

        mutating func compare(
            _ asked: [CanonicalForm.Member], _ stored: [CanonicalForm.Member], _ steps: [Step], isBody: Bool = false
        ) {
            var others = Dictionary(stored.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            for member in asked {
                compare(member.value, others.removeValue(forKey: member.name), steps + [Self.step(member.name, isBody)])
            }
            for member in stored {
                guard let value = others.removeValue(forKey: member.name) else { continue }
                compare(nil, value, steps + [Self.step(member.name, isBody)])
            }
        }

        private static func step(_ name: CanonicalForm.Name, _ isBody: Bool) -> Step {
            guard !isBody, case .other(let name) = name else { return .member(name) }
            return .query(name)
        }
    }
}

/// A request's own JSON, to tell a place in a question as the asker spelled it.
package struct QuestionSpelling: Sendable {
    private let body: JSON
    private let root: Int?
    private let list: String?
    private let isMostlySnake: Bool

    /// Reads the body of the request that `route` names; nil where it is no JSON.
    package init?(_ route: Route, body: [UInt8]) {
        guard let json = try? JSON(parsing: body, .lenient) else { return nil }
        self.body = json
        var balance = 0
        NameStyle.count(json, &balance)
        isMostlySnake = balance > 0
        switch route.operation {
        case .generateContent, .streamGenerateContent: (root, list) = (KeySchema.Root.generate, nil)
        case .countTokens, .computeTokens: (root, list) = (KeySchema.Root.count, nil)
        case .embedContent: (root, list) = (KeySchema.Root.embed, nil)
        case .batchEmbedContents: (root, list) = (KeySchema.Root.embed, "requests")
        case .predict: (root, list) = (KeySchema.Root.instance, "instances")
        default: (root, list) = (nil, nil)
        }
    }

    /// Tells where a difference is: the path, and its place in the order of the document. `item` is the item of a batch that is meant.
    package func place(of steps: [QuestionDifference.Step], item: Int? = nil) -> (path: String, order: [Int]) {
        switch steps.first {
        case .operation: return ("operation", [-5])
        case .model: return ("model", [-4])
        case .namespace: return ("x-gemcache-namespace", [-3])
        case .sample: return ("x-gemcache-sample", [-2])
        case .query(let name): return ("?" + String(decoding: name, as: UTF8.self), [-1])
        case .member, .index, nil: break
        }
        var walk = SpellingWalk(value: body, message: root, isMostlySnake: isMostlySnake)
        var steps = steps[...]
        var item = item
        if let list {
            // The form of several items is the list of them.
            if item == nil, case .index(let index)? = steps.first {
                item = index
                steps.removeFirst()
            }
            walk.enter(list: list, item: item ?? 0)
        }
        for step in steps {
            switch step {
            case .member(let name): walk.enter(name)
            case .index(let index): walk.enter(index)
            default: break
            }
        }
        return (walk.path, walk.order)
    }
}

/// How a name of several words is written.
private enum NameStyle {
    static func isSnake(_ name: String) -> Bool { name.utf8.dropFirst().contains(UInt8(ascii: "_")) }

    static func isCamel(_ name: String) -> Bool { !isSnake(name) && name.utf8.contains { (65...90).contains($0) } }

    /// Adds one for each name in snake case and takes one for each in camel case.
    static func count(_ json: JSON, _ balance: inout Int) {
        switch json {
        case .array(let elements): for element in elements { count(element, &balance) }
        case .object(let object):
            for member in object.members {
                balance += isSnake(member.name) ? 1 : isCamel(member.name) ? -1 : 0
                count(member.value, &balance)
            }
        default: break
        }
    }
}

/// Goes from a request's JSON down to a place that is named as the schema names it.
private struct SpellingWalk {
    var value: JSON?
    /// The message the value is read as; nil in user data.
    var message: Int?
    /// The object around a batch's items.
    var around: JSON?
    /// Whether most of the body's names are in snake case.
    let isMostlySnake: Bool
    var path = ""
    var order: [Int] = []
    private var isMap = false
    /// How many steps lead to the item of a batch.
    private var itemDepth = 0
    private let schema = KeySchema.shared

    init(value: JSON, message: Int?, isMostlySnake: Bool) {
        (self.value, self.message, self.isMostlySnake) = (value, message, isMostlySnake)
    }

    mutating func enter(list: String, item: Int) {
        let root = message
        around = value
        enter(.other(Array(list.utf8)))
        message = root
        enter(item)
        itemDepth = order.count
    }

    mutating func enter(_ index: Int) {
        switch value {
        case .array(let elements):
            path += "[\(index)]"
            order.append(index)
            value = elements.indices.contains(index) ? elements[index] : nil
        case .string where message != nil: break
        case .some where index == 0: break
        default:
            path += "[\(index)]"
            order.append(index)
            value = nil
        }
    }

    mutating func enter(_ name: CanonicalForm.Name) {
        // A text that stands for a content, and its parts.
        if case .string? = value, message != nil { return }
        switch name {
        case .other(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            let found = value?.object?.members.lastIndex { $0.name.utf8.elementsEqual(bytes) }
            go(text, found, to: isMap ? message : nil)
            isMap = false
        case .elsewhere(let bytes, let sign):
            let text = String(decoding: bytes, as: UTF8.self)
            if sign == UInt8(ascii: "<") { return leave(to: text) }
            if let override = container(of: value) {
                go(value?.object?.members[override].name ?? "", override, to: nil)
            } else if let around, let override = container(of: around) {
                leave(to: around.object?.members[override].name ?? "")
            }
            go(text, value?.object?.members.lastIndex { $0.name.utf8.elementsEqual(bytes) }, to: nil)
        case .field(let name): enter(field: name)
        }
    }

    /// Goes to a member of the object around a batch.
    private mutating func leave(to name: String) {
        (value, path, order, message) = (around, "", [], nil)
        go(name, around?.object?.members.lastIndex { $0.name == name }, to: nil)
    }

    private mutating func enter(field name: String) {
        guard let message else { return go(name, nil, to: nil) }
        var overrides = false
        if let override = container(of: value), let inner = value?.object?.members[override].value,
            index(of: name, in: inner, overrides: true) != nil || schema.fields.isReplaced(value, override, message)
        {
            go(value?.object?.members[override].name ?? "", override, to: message)
            overrides = true
        }
        var place = index(of: name, in: value, overrides: overrides)
        if place == nil, name == "inlineData" { place = index(of: "fileData", in: value) }
        if place == nil, name == "data" { place = index(of: "fileUri", in: value) }
        if place == nil, let around, order.count == itemDepth, let override = container(of: around), let object = around.object,
            index(of: name, in: object.members[override].value, overrides: true) != nil
        {
            (value, path, order) = (around, "", [])
            go(object.members[override].name, override, to: message)
            place = index(of: name, in: value, overrides: true)
        }
        let spelled = place.flatMap { value?.object?.members[$0].name }
        let field = schema.field(named: spelled ?? name, in: message) ?? schema.field(named: name, in: message)
        let target = field.flatMap { schema.fields[$0].innerMessage }
        let alias = field.map { String(decoding: KeySchema.bytes(schema.fields[$0].alias), as: UTF8.self) }
        go(spelled ?? (usesSnakeCase ? alias ?? name : name), place, to: target)
        isMap = field.map { schema.fields[$0].kind == .map } ?? false
    }

    private mutating func go(_ name: String, _ index: Int?, to message: Int?) {
        path += JSONDifference.step(name, path)
        order.append(index ?? .max)
        value = index.flatMap { value?.object?.members[$0].value }
        self.message = message
    }

    /// Whether the asker would write a name that is not there in snake case: as its neighbours, else as most names of the body.
    private var usesSnakeCase: Bool {
        for member in value?.object?.members ?? [] {
            if NameStyle.isSnake(member.name) { return true }
            if NameStyle.isCamel(member.name) { return false }
        }
        return isMostlySnake
    }

    /// The member of this field, by either name; the last that is there. `overrides` where the object's members stand for those of another.
    private func index(of name: String, in value: JSON?, overrides: Bool = false) -> Int? {
        guard let message, let object = value?.object else { return nil }
        return object.members.lastIndex { member in
            guard member.value != .null, let field = schema.field(named: member.name, in: message) else { return false }
            if overrides, schema.fields[field].flags.contains(.notInOverride) { return false }
            return KeySchema.bytes(schema.fields[field].name).elementsEqual(name.utf8)
        }
    }

    /// The member whose own members stand for those of the object.
    private func container(of value: JSON?) -> Int? {
        guard let message, let object = value?.object else { return nil }
        return object.members.lastIndex { member in
            guard case .object = member.value, let field = schema.field(named: member.name, in: message) else { return false }
            return schema.fields[field].kind == .override || schema.fields[field].kind == .replace
        }
    }
}

extension [KeySchema.Field] {
    /// Whether the object's other members do not count beside this one.
    fileprivate func isReplaced(_ value: JSON?, _ index: Int, _ message: Int) -> Bool {
        guard let name = value?.object?.members[index].name, let field = KeySchema.shared.field(named: name, in: message) else {
            return false
        }
        return self[field].kind == .replace
    }
}

extension KeySchema {
    /// The field of a message by either of its names.
    func field(named name: String, in message: Int) -> Int? {
        var name = name
        return name.withUTF8 { field($0, in: message) }
    }
}

extension KeySchema.Field {
    /// The message its value, or each value of its map, is read as; nil for all that holds none.
    var innerMessage: Int? {
        switch kind {
        case .message, .map, .textContent, .fileData, .mediaResolution: target
        default: nil
        }
    }
}
