internal import GemCore

extension SchemaSample {
    /// An object: required properties and, unless it is time to end, the others, in the order the schema asks for.
    mutating func object(_ view: SchemaView, _ place: Place) -> JSON {
        let bounds = view.bounds("properties", upTo: 200)
        let known = view.properties.members.map(\.name)
        let missing = view.required.filter { view.properties[$0] == nil }
        let ordered = view.ordering.filter { known.contains($0) }
        var names = ordered + (known + missing).filter { !ordered.contains($0) }
        if place.isDeep { names = names.filter { view.required.contains($0) } }
        var spare = max(0, bounds.upperBound - view.required.count)
        names = names.filter { name in
            if view.required.contains(name) { return true }
            spare -= 1
            return spare >= 0
        }
        var members: [JSON.Object.Member] = []
        var left: [JSON.Object.Member] = []
        for name in names {
            let before = drawn
            let schema = view.properties[name] ?? other(name, view)
            let member = JSON.Object.Member(name, value(schema, place.inside(name)))
            if skipsDrawn, drawn > before, !view.required.contains(name) { left.append(member) } else { members.append(member) }
        }
        // Where nothing is required, a call without any argument would ask nothing.
        if members.isEmpty, view.required.isEmpty { swap(&members, &left) }
        while members.count < bounds.lowerBound, !left.isEmpty { members.append(left.removeFirst()) }
        addOthers(to: &members, view, bounds, place)
        return .object(JSON.Object(members))
    }

    /// The schema of a property that is not listed.
    private func other(_ name: String, _ view: SchemaView) -> JSON {
        for member in view.patterned.members where SchemaPattern(member.name)?.matches(name) == true { return member.value }
        return view.additional?.object == nil ? ["type": "STRING"] : view.additional ?? .null
    }

    /// Fills up with properties of any name: as many as must be, and two of a map that would be empty.
    private mutating func addOthers(
        to members: inout [JSON.Object.Member], _ view: SchemaView, _ bounds: ClosedRange<Int>, _ place: Place
    ) {
        let isMap =
            view.properties.isEmpty && members.isEmpty && (view.additional?.object != nil || !view.patterned.isEmpty) && !place.isDeep
        let wanted = isMap ? min(max(2, bounds.lowerBound), bounds.upperBound) : bounds.lowerBound
        guard members.count < wanted, view.additional?.bool != false || !view.patterned.isEmpty else { return }
        var number = 0
        while members.count < wanted, number < wanted + 50 {
            number += 1
            let name = freeName(view, number)
            guard !members.contains(where: { $0.name == name }) else { continue }
            members.append(.init(name, value(other(name, view), place.inside(name))))
        }
    }

    private mutating func freeName(_ view: SchemaView, _ number: Int) -> String {
        if let choices = view.names?.field("enum")?.array?.compactMap(\.string), !choices.isEmpty {
            return choices[(number - 1) % choices.count]
        }
        let patterns = [view.names?.field("pattern")?.string, view.additional?.object == nil ? view.patterned.members.first?.name : nil]
        for pattern in patterns.compactMap({ $0 }) {
            if let pattern = SchemaPattern(pattern) { return pattern.sample(&dice, length: 1...1000) }
        }
        let least = (view.names?.number(of: "minLength") ?? 0).whole(0...1000)
        var name = "key_\(number)"
        while name.count < least { name += "_" }
        return name
    }

    /// An array: the prompt's own list where it offers one, else two elements, or as many as must be.
    mutating func array(_ view: SchemaView, _ place: Place) -> JSON {
        let bounds = view.bounds("items", upTo: 1000)
        if view.tuple.isEmpty, let listed = listed(view, bounds, place) { return .array(listed) }
        let usual = place.isDeep ? 0 : max(2, view.tuple.count)
        let count = min(max(bounds.lowerBound, usual), bounds.upperBound)
        let endsWithTuple = !view.tuple.isEmpty && view.items?.bool == false
        var elements: [JSON] = []
        for index in 0..<count where hasBudget && !(endsWithTuple && index >= view.tuple.count) {
            let schema = index < view.tuple.count ? view.tuple[index] : view.items ?? ["type": "STRING"]
            elements.append(element(schema, view, elements, place))
        }
        if let wanted = view.contains, hasBudget {
            let found = value(wanted, place.inside(place.name))
            if elements.count < bounds.upperBound {
                elements.append(found)
            } else if !elements.isEmpty {
                elements[elements.count - 1] = found
            }
        }
        return .array(view.isUnique ? distinct(elements, atLeast: bounds.lowerBound) : elements)
    }

    private mutating func element(_ schema: JSON, _ view: SchemaView, _ before: [JSON], _ place: Place) -> JSON {
        let name =
            place.name.count > 1 && place.name.hasSuffix("s") && !place.name.hasSuffix("ss") ? String(place.name.dropLast()) : place.name
        var made = value(schema, place.inside(name))
        guard view.isUnique else { return made }
        var tries = 0
        while before.contains(made), tries < 40, hasBudget {
            tries += 1
            made = value(schema, place.inside(name))
        }
        if before.contains(made), let choices = schema.field("enum")?.array, let other = choices.first(where: { !before.contains($0) }) {
            return other
        }
        return made
    }

    private func distinct(_ elements: [JSON], atLeast count: Int) -> [JSON] {
        var kept: [JSON] = []
        for element in elements where !kept.contains(element) { kept.append(element) }
        return kept.count < count ? elements : kept
    }

    /// The prompt's list, where plain texts or numbers are wanted and it fits.
    private mutating func listed(_ view: SchemaView, _ bounds: ClosedRange<Int>, _ place: Place) -> [JSON]? {
        guard place.depth <= 3, let items = view.items?.object, view.contains == nil, let list = hints.list(), bounds.contains(list.count),
            ["enum", "pattern", "format", "$ref", "anyOf", "minLength", "maxLength", "minimum", "maximum", "const"].allSatisfy({
                items[$0] == nil
            })
        else { return nil }
        let type = view.items?.name(of: "type", in: SchemaView.typeNames)
        let fits = list.allSatisfy { value in
            switch value {
            case .string: type == "STRING"
            case .number: type == "NUMBER" || (type == "INTEGER" && value.int != nil)
            default: false
            }
        }
        guard fits, !view.isUnique || Set(list).count == list.count else { return nil }
        return list
    }
}
