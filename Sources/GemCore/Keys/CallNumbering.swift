/// Replaces the ids of function calls and responses in a canonical form by the number of their first appearance.
///
/// Runs over the finished form, so that the order members were sent in does not matter.
struct CallNumbering {
    private let form: [UInt8]
    private var index = 0
    private var numbers: [ArraySlice<UInt8>: Int] = [:]

    private init(_ form: [UInt8]) { self.form = form }

    /// The form with `@3:abc` as `@1;`.
    static func renumber(_ form: [UInt8]) -> [UInt8] {
        var numbering = CallNumbering(form)
        return numbering.run()
    }

    private mutating func run() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(form.count)
        while index < form.count {
            let start = index
            let tag = form[index]
            index += 1
            switch tag {
            case UInt8(ascii: "\""), UInt8(ascii: "c"): index += length()
            case UInt8(ascii: "x"): _ = length(); index += 32
            case UInt8(ascii: "y"): _ = length(); index += length() * 2
            case UInt8(ascii: "#"), UInt8(ascii: "="): skip(past: UInt8(ascii: ";"))
            case UInt8(ascii: "."): skip(past: UInt8(ascii: " "))
            case UInt8(ascii: "@"):
                let count = length()
                let id = form[index..<index + count]
                index += count
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

    private mutating func length() -> Int {
        var value = 0
        while form[index] != UInt8(ascii: ":") {
            value = value * 10 + Int(form[index] - 48)
            index += 1
        }
        index += 1
        return value
    }

    private mutating func skip(past byte: UInt8) {
        while form[index] != byte { index += 1 }
        index += 1
    }
}
