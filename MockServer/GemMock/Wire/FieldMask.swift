internal import GemCore

/// The fields of an answer that `fields=` asks for: `candidates(content/parts,index),usageMetadata.totalTokenCount`, or `*`.
struct FieldMask: Sendable {
    /// A field and what is wanted of it; nothing below means all of it.
    struct Branch: Sendable {
        var name: String
        var below: [Branch] = []
    }

    let branches: [Branch]

    /// Reads a mask; nil where everything is wanted.
    init?(_ text: String) {
        var rest = Substring(text.filter { $0 != " " })
        branches = Self.list(&rest, depth: 0)
        guard !branches.isEmpty, !branches.contains(where: { $0.name == "*" }) else { return nil }
    }

    private static func list(_ rest: inout Substring, depth: Int) -> [Branch] {
        var out: [Branch] = []
        while !rest.isEmpty, depth < 50 {
            if let branch = path(&rest, depth: depth) { out.append(branch) }
            guard rest.first == "," else { break }
            rest.removeFirst()
        }
        return out
    }

    private static func path(_ rest: inout Substring, depth: Int) -> Branch? {
        let name = rest.prefix { !",/.()".contains($0) }
        rest.removeFirst(name.count)
        var branch = Branch(name: String(name))
        if let mark = rest.first, mark == "/" || mark == "." {
            rest.removeFirst()
            if depth < 50, let next = path(&rest, depth: depth + 1) { branch.below = [next] }
        } else if rest.first == "(" {
            rest.removeFirst()
            branch.below = list(&rest, depth: depth + 1)
            if rest.first == ")" { rest.removeFirst() }
        }
        return name.isEmpty ? nil : branch
    }

    /// What is left of a message.
    func applied(to message: JSON) -> JSON { Self.applied(branches, to: message) }

    private static func applied(_ branches: [Branch], to value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map { applied(branches, to: $0) })
        case .object(let object):
            return .object(
                JSON.Object(
                    object.members.compactMap { member in
                        let wanted = branches.filter { $0.name == "*" || JSON.camel($0.name) == member.name }
                        guard !wanted.isEmpty else { return nil }
                        if wanted.contains(where: { $0.below.isEmpty }) { return member }
                        return .init(member.name, applied(wanted.flatMap(\.below), to: member.value))
                    }))
        default: return value
        }
    }

    /// The first path that names no field of a message, with dots.
    func unknownPath(in message: String) -> String? {
        Schema.shared.message(message).flatMap { Self.unknown(branches, in: .message($0, orEnum: nil), after: "") }
    }

    private static func unknown(_ branches: [Branch], in kind: Schema.Kind, after path: String) -> String? {
        guard case .message(let index, _) = kind else {
            if case .anything = kind { return nil }
            if case .structure = kind { return nil }
            return branches.first.map { path + "." + $0.name }
        }
        for branch in branches where branch.name != "*" {
            let place = path.isEmpty ? branch.name : path + "." + branch.name
            guard let field = Schema.shared.messages[index].fields[branch.name] else { return place }
            if !branch.below.isEmpty, let found = unknown(branch.below, in: field.kind, after: place) { return found }
        }
        return nil
    }
}
