internal import GemCore

extension SchemaSample {
    /// A number within bounds: the prompt's, the schema's example, or a drawn one.
    mutating func number(_ view: SchemaView, _ place: Place, isWhole: Bool) -> JSON {
        let range = NumberRange(view, isWhole: isWhole)
        if let text = hints.number(for: place.name, where: range.accepts) { return .number(text) }
        if let example = view.examples.first(where: { $0.double.map(range.accepts) ?? false }) { return example }
        drawn += 1
        return range.draw(&dice, usual: Self.usual(place.name, isWhole: isWhole))
    }

    /// The numbers that a property of some name usually has.
    private static func usual(_ name: String, isWhole: Bool) -> ClosedRange<Double> {
        let parts = Set(PromptValues.parts(name))
        if !parts.isDisjoint(with: ["year"]) { return 1990...2025 }
        if !parts.isDisjoint(with: ["age"]) { return 18...80 }
        if !parts.isDisjoint(with: ["rating", "stars", "priority"]) { return 1...5 }
        if !parts.isDisjoint(with: ["confidence", "probability", "score", "likelihood"]), !isWhole { return 0...1 }
        if !parts.isDisjoint(with: ["lat", "latitude"]) { return -90...90 }
        if !parts.isDisjoint(with: ["lon", "lng", "longitude"]) { return -180...180 }
        return 1...100
    }

    /// A text: of the format, of the pattern, from the prompt, or drawn, within the bounds of its length.
    mutating func text(_ view: SchemaView, _ place: Place) -> String {
        let bounds = view.bounds("length", upTo: 10_000)
        if let pattern = view.pattern {
            guard let pattern = SchemaPattern(pattern) else { return fitted(invented(place.name), bounds) }
            if let hint = hint(place.name, where: { pattern.matches($0) && bounds.contains($0.unicodeScalars.count) }) { return hint }
            drawn += 1
            return pattern.sample(&dice, length: bounds)
        }
        if let formatted = formatted(view.format) { return formatted }
        if let hint = hints.text(for: place.name), !hint.isEmpty { return fitted(hint, bounds) }
        if let example = view.examples.first(where: { $0.string.map { bounds.contains($0.unicodeScalars.count) } ?? false })?.string {
            return example
        }
        return fitted(invented(place.name), bounds)
    }

    private mutating func hint(_ name: String, where accepts: (String) -> Bool) -> String? {
        var trial = hints
        guard let text = trial.text(for: name), accepts(text) else {
            return PromptWords(hints.text).words.first { $0.kind != .mark && accepts($0.text) }?.text
        }
        hints = trial
        return text
    }

    private mutating func invented(_ name: String) -> String {
        drawn += 1
        return "\(PromptValues.parts(name).joined(separator: " ")) \(dice.below(90) + 10)"
    }

    private func fitted(_ text: String, _ bounds: ClosedRange<Int>) -> String {
        var scalars = Array(text.unicodeScalars)
        while scalars.count < bounds.lowerBound { scalars += Array(" more".unicodeScalars) }
        return String(String.UnicodeScalarView(scalars.prefix(bounds.upperBound)))
    }

    private mutating func formatted(_ format: String) -> String? {
        let before = drawn
        drawn += 1
        switch format {
        case "date-time", "datetime":
            if let stamp = words(where: { Timestamp($0) != nil }).first { return found(before, stamp) }
            if let date = hints.date() { return found(before, date + "T00:00:00Z") }
            return "2026-0\(dice.below(9) + 1)-1\(dice.below(10))T0\(dice.below(10)):30:00Z"
        case "date":
            if let date = hints.date() { return found(before, date) }
            return "2026-0\(dice.below(9) + 1)-1\(dice.below(10))"
        case "time": return "0\(dice.below(10)):\(dice.below(50) + 10):00Z"
        case "duration": return "PT\(dice.below(50) + 5)M"
        case "email", "idn-email":
            if let mail = words(where: { $0.contains("@") && !$0.hasPrefix("@") }).first { return found(before, mail) }
            return "someone\(dice.below(90) + 10)@example.com"
        case "uri", "url", "iri", "uri-reference":
            if let url = words(where: { $0.contains("://") }).first { return found(before, url) }
            return "https://example.com/\(dice.name(6))"
        case "uuid": return "\(dice.hex(8))-\(dice.hex(4))-4\(dice.hex(3))-8\(dice.hex(3))-\(dice.hex(12))"
        case "hostname": return "host-\(dice.below(90) + 10).example.com"
        case "ipv4": return "192.0.2.\(dice.below(254) + 1)"
        case "ipv6": return "2001:db8::\(dice.hex(3))1"
        case "byte", "binary", "base64": return Base64Coding.encode(dice.bytes(12))
        default:
            drawn = before
            return nil
        }
    }

    private mutating func found(_ before: Int, _ text: String) -> String {
        drawn = before
        return text
    }

    private func words(where accepts: (String) -> Bool) -> [String] {
        PromptWords(hints.text).words.filter { $0.kind != .mark }.map(\.text).filter(accepts)
    }
}

/// The numbers a schema accepts.
struct NumberRange: Sendable {
    private let view: SchemaView
    private let isWhole: Bool

    init(_ view: SchemaView, isWhole: Bool) {
        self.view = view
        self.isWhole = isWhole
    }

    /// Whether a number is one of them.
    func accepts(_ value: Double) -> Bool {
        guard value.isFinite, !isWhole || value == value.rounded() else { return false }
        if let low = view.least["value"], value < low { return false }
        if let high = view.most["value"], value > high { return false }
        if let low = view.least["open"], value <= low { return false }
        if let high = view.most["open"], value >= high { return false }
        guard let step = view.step else { return true }
        let quotient = value / step
        return abs(quotient - quotient.rounded()) < 1e-6
    }

    /// One of them, as usual as can be.
    func draw(_ dice: inout Dice, usual: ClosedRange<Double>) -> JSON {
        let unit = isWhole ? 1.0 : 0.01
        let low = max(view.least["value"] ?? -.infinity, view.least["open"].map { $0 + unit } ?? -.infinity)
        let high = min(view.most["value"] ?? .infinity, view.most["open"].map { $0 - unit } ?? .infinity)
        var (from, to) = (usual.lowerBound, usual.upperBound)
        if low > to || high < from { (from, to) = low.isFinite ? (low, low + 100) : (high - 100, high) }
        (from, to) = (max(from, low), min(to, high))
        let step = view.step ?? (isWhole ? 1 : to - from >= 10 ? 0.5 : 0.01)
        let first = (from / step).rounded(.up)
        let choices = ((to / step).rounded(.down) - first).whole(0...199) + 1
        let value = (first + Double(dice.below(choices))) * step
        let rounded = (value * 1e6).rounded() / 1e6
        let chosen = [rounded, value, low, high, (low + high) / 2, first * step].first(where: accepts) ?? value
        return isWhole ? .int(chosen.whole(-9_000_000_000_000_000...9_000_000_000_000_000)) : .double(chosen.isFinite ? chosen : 0)
    }
}

extension Dice {
    fileprivate mutating func hex(_ count: Int) -> String { String(Hex.string(bytes((count + 1) / 2)).prefix(count)) }
}
