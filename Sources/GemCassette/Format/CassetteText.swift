internal import GemCore

/// Lays a cassette out for people: two spaces an indent, but a long run of plain numbers, an embedding, on one line.
enum CassetteText {
    /// The value's text, its first line at `depth`; no newline at the end.
    static func bytes(_ value: JSON, depth: Int) -> [UInt8] {
        var out: [UInt8] = []
        write(value, depth, &out)
        return out
    }

    /// The whole file around interactions that are already laid out at depth 2.
    static func file(resolver: [JSON], interactions: [[UInt8]]) -> [UInt8] {
        var out = Array("{\n  \"gemcache\": \"cassette\",\n  \"version\": 1,\n".utf8)
        if !resolver.isEmpty {
            out.append(contentsOf: "  \"resolver\": ".utf8)
            write(.array(resolver), 1, &out)
            out.append(contentsOf: ",\n".utf8)
        }
        out.append(contentsOf: "  \"interactions\": [".utf8)
        for (index, interaction) in interactions.enumerated() {
            out.append(contentsOf: (index == 0 ? "\n    " : ",\n    ").utf8)
            out.append(contentsOf: interaction)
        }
        out.append(contentsOf: (interactions.isEmpty ? "]\n}\n" : "\n  ]\n}\n").utf8)
        return out
    }

    private static func write(_ value: JSON, _ depth: Int, _ out: inout [UInt8]) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            let isNumbers = elements.allSatisfy { if case .number = $0 { true } else { false } }
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(contentsOf: (isNumbers ? ", " : ",").utf8) }
                if !isNumbers { newline(depth + 1, &out) }
                write(element, depth + 1, &out)
            }
            if !isNumbers { newline(depth, &out) }
            out.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            out.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                newline(depth + 1, &out)
                out.append(contentsOf: JSON.string(member.name).bytes())
                out.append(contentsOf: ": ".utf8)
                write(member.value, depth + 1, &out)
            }
            newline(depth, &out)
            out.append(UInt8(ascii: "}"))
        default: out.append(contentsOf: value.bytes())
        }
    }

    private static func newline(_ depth: Int, _ out: inout [UInt8]) {
        out.append(10)
        out.append(contentsOf: repeatElement(32, count: depth * 2))
    }
}
