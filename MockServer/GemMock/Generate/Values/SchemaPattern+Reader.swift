extension SchemaPattern {
    /// Reads the pattern.
    struct Reader {
        let scalars: [Unicode.Scalar]
        var index = 0

        private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

        mutating func alternatives(depth: Int) -> [[Node]]? {
            guard depth < 20 else { return nil }
            var all: [[Node]] = []
            var nodes: [Node] = []
            while let scalar = next, scalar != ")" {
                if scalar == "|" {
                    index += 1
                    all.append(nodes)
                    nodes = []
                    continue
                }
                guard let atom = atom(depth), let repeated = repeated(atom) else { return nil }
                nodes.append(repeated)
            }
            return all + [nodes]
        }

        private mutating func atom(_ depth: Int) -> Node? {
            guard let scalar = next else { return nil }
            index += 1
            switch scalar {
            case "^": return .start
            case "$": return .end
            case ".": return .set([97...122])
            case "(":
                if next == "?" {
                    guard index + 1 < scalars.count, scalars[index + 1] == ":" else { return nil }
                    index += 2
                }
                guard let inner = alternatives(depth: depth + 1), next == ")" else { return nil }
                index += 1
                return .group(inner)
            case "[": return set()
            case "\\": return escape().map { .set($0) }
            case "*", "+", "?", "{": return nil
            default: return .set([scalar.value...scalar.value])
            }
        }

        /// What follows a backslash, as characters.
        private mutating func escape() -> [ClosedRange<UInt32>]? {
            guard let scalar = next else { return nil }
            index += 1
            switch scalar {
            case "d": return [48...57]
            case "w": return [97...122, 65...90, 48...57, 95...95]
            case "s": return [32...32]
            case "S", "D", "W": return scalar == "W" ? [45...45] : [97...122]
            case "n": return [10...10]
            case "t": return [9...9]
            case "r": return [13...13]
            case "b", "B", "p", "P", "k", "u", "x", "0"..."9": return nil
            default: return [scalar.value...scalar.value]
            }
        }

        private mutating func set() -> Node? {
            var ranges: [ClosedRange<UInt32>] = []
            let isInverse = next == "^"
            if isInverse { index += 1 }
            var isFirst = true
            while let scalar = next, scalar != "]" || isFirst {
                isFirst = false
                index += 1
                var low = [scalar.value...scalar.value]
                if scalar == "\\" {
                    guard let escaped = escape() else { return nil }
                    low = escaped
                }
                if low.count == 1, low[0].count == 1, next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
                    index += 1
                    var high = scalars[index].value
                    index += 1
                    if high == 92 {
                        guard let escaped = escape(), escaped.count == 1, escaped[0].count == 1 else { return nil }
                        high = escaped[0].lowerBound
                    }
                    guard high >= low[0].lowerBound else { return nil }
                    low = [low[0].lowerBound...high]
                }
                ranges += low
            }
            guard next == "]", !ranges.isEmpty else { return nil }
            index += 1
            guard isInverse else { return .set(ranges) }
            let allowed = (UInt32(97)...122).filter { value in !ranges.contains { $0.contains(value) } }
            let digits = (UInt32(48)...57).filter { value in !ranges.contains { $0.contains(value) } }
            let chosen = (allowed + digits).map { $0...$0 }
            return chosen.isEmpty ? nil : .set(chosen)
        }

        private mutating func repeated(_ node: Node) -> Node? {
            guard let scalar = next else { return node }
            var (least, most) = (1, 1)
            switch scalar {
            case "*": (least, most) = (0, 1_000_000)
            case "+": (least, most) = (1, 1_000_000)
            case "?": (least, most) = (0, 1)
            case "{":
                guard let close = scalars[index...].firstIndex(of: "}") else { return nil }
                let bounds = String(String.UnicodeScalarView(scalars[(index + 1)..<close])).split(
                    separator: ",", omittingEmptySubsequences: false)
                guard let low = Int(bounds[0]), low >= 0, low <= 10_000, bounds.count <= 2 else { return nil }
                (least, most) = (low, bounds.count == 1 ? low : bounds[1].isEmpty ? 1_000_000 : Int(bounds[1]) ?? -1)
                guard most >= least else { return nil }
                index = close
            default: return node
            }
            index += 1
            if next == "?" || next == "+" { index += 1 }
            return .repeated(node, least: least, most: most)
        }
    }
}
