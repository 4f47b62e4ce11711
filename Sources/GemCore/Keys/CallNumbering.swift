/// Replaces the ids of function calls and responses in a canonical form by the number of their first appearance.
///
/// Runs over the finished form, so that the order members were sent in does not matter, and into the cached content it names: a response
/// may answer a call that is cached. Cached content comes from outside; where it is no form it stands as it is.
struct CallNumbering {
    private let form: [UInt8]
    private var index = 0
    private var numbers: [ArraySlice<UInt8>: Int] = [:]

    private init(_ form: [UInt8]) { self.form = form }

    /// The form with `@3:abc` as `@1;`.
    static func renumber(_ form: [UInt8]) -> [UInt8] {
        var numbering = CallNumbering(form)
        return numbering.run(to: form.count)
    }

    private mutating func run(to end: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(end - index)
        while index < end {
            let start = index
            let tag = form[index]
            index += 1
            switch tag {
            case UInt8(ascii: "\""): skip(length(end), end)
            case UInt8(ascii: "x"):
                _ = length(end)
                skip(32, end)
            case UInt8(ascii: "y"):
                _ = length(end)
                skip(length(end) * 2, end)
            case UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "*"): skip(past: UInt8(ascii: ";"), end)
            case UInt8(ascii: "."): skip(past: UInt8(ascii: " "), end)
            case UInt8(ascii: "c"):
                let count = length(end)
                let content = run(to: min(index + count, end))
                out.append(contentsOf: "c\(content.count):".utf8)
                out.append(contentsOf: content)
                continue
            case UInt8(ascii: "@"):
                let count = length(end)
                let id = form[index..<min(index + count, end)]
                skip(count, end)
                let number = numbers[id] ?? numbers.count + 1
                numbers[id] = number
                out.append(contentsOf: "@\(number);".utf8)
                continue
            default: break
            }
            out.append(contentsOf: form[start..<index])
        }
        return out
    }

    /// A count before a colon; bounded, so that nothing overflows.
    private mutating func length(_ end: Int) -> Int {
        var value = 0
        while index < end, form[index] != UInt8(ascii: ":") {
            if (48...57).contains(form[index]), value < 1 << 40 { value = value * 10 + Int(form[index] - 48) }
            index += 1
        }
        index = min(index + 1, end)
        return value
    }

    private mutating func skip(_ count: Int, _ end: Int) { index = min(index + count, end) }

    private mutating func skip(past byte: UInt8, _ end: Int) {
        while index < end, form[index] != byte { index += 1 }
        index = min(index + 1, end)
    }
}
