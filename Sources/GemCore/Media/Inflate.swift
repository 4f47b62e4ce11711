/// Unpacks what zlib packed (RFC 1950 and 1951), for the few places where a document hides its outline.
package struct Inflate {
    private let input: ArraySlice<UInt8>
    private let limit: Int
    private var position: Int
    private var buffer: UInt32 = 0
    private var count = 0
    private var output: [UInt8] = []

    /// What packed bytes unpack to; nil where they are damaged, cut, or unpack to more than `limit` bytes.
    package static func unpacked(_ input: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        guard let first = input.first, let second = input.dropFirst().first, first & 15 == 8, second & 32 == 0,
            (Int(first) << 8 | Int(second)) % 31 == 0
        else { return nil }
        var inflate = Inflate(input: input, limit: limit, position: input.startIndex + 2)
        return inflate.run() ? inflate.output : nil
    }

    private init(input: ArraySlice<UInt8>, limit: Int, position: Int) {
        self.input = input
        self.limit = limit
        self.position = position
    }

    private mutating func run() -> Bool {
        while true {
            guard let isLast = bits(1), let kind = bits(2) else { return false }
            switch kind {
            case 0: guard copyStored() else { return false }
            case 1: guard expand(Codes.fixedLiterals, Codes.fixedDistances) else { return false }
            case 2:
                guard let (literals, distances) = readCodes(), expand(literals, distances) else { return false }
            default: return false
            }
            if isLast == 1 { return true }
        }
    }

    private mutating func bits(_ wanted: Int) -> Int? {
        while count < wanted {
            guard position < input.endIndex else { return nil }
            buffer |= UInt32(input[position]) << UInt32(count)
            position += 1
            count += 8
        }
        let value = Int(buffer & (1 << UInt32(wanted) - 1))
        buffer >>= UInt32(wanted)
        count -= wanted
        return value
    }

    private mutating func copyStored() -> Bool {
        (buffer, count) = (0, 0)
        guard position + 4 <= input.endIndex else { return false }
        let size = Int(input[position]) | Int(input[position + 1]) << 8
        guard Int(input[position + 2]) | Int(input[position + 3]) << 8 == ~size & 0xFFFF else { return false }
        position += 4
        guard size <= input.endIndex - position, size <= limit - output.count else { return false }
        output.append(contentsOf: input[position..<position + size])
        position += size
        return true
    }

    /// The next symbol of a code, bit by bit: of each length the codes follow on each other.
    private mutating func symbol(_ codes: Codes) -> Int? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...15 {
            guard let bit = bits(1) else { return nil }
            code = code << 1 | bit
            let number = codes.counts[length]
            if code - first < number { return codes.symbols[index + code - first] }
            index += number
            first = (first + number) << 1
        }
        return nil
    }

    private mutating func expand(_ literals: Codes, _ distances: Codes) -> Bool {
        while true {
            guard let symbol = symbol(literals) else { return false }
            if symbol == 256 { return true }
            if symbol < 256 {
                guard output.count < limit else { return false }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol <= 285, let more = bits(Self.lengthBits[symbol - 257]), let place = self.symbol(distances), place < 30,
                let further = bits(Self.distanceBits[place])
            else { return false }
            let length = Self.lengths[symbol - 257] + more
            let distance = Self.distances[place] + further
            guard distance <= output.count, length <= limit - output.count else { return false }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func readCodes() -> (Codes, Codes)? {
        guard let literals = bits(5), let distances = bits(5), let orders = bits(4), literals <= 29, distances <= 29 else { return nil }
        var lengths = [Int](repeating: 0, count: 19)
        for place in Self.order.prefix(orders + 4) {
            guard let length = bits(3) else { return nil }
            lengths[place] = length
        }
        guard let codes = Codes(lengths) else { return nil }
        let total = literals + 257 + distances + 1
        lengths = []
        while lengths.count < total {
            guard let symbol = symbol(codes) else { return nil }
            switch symbol {
            case 0...15: lengths.append(symbol)
            case 16:
                guard let last = lengths.last, let more = bits(2) else { return nil }
                lengths.append(contentsOf: repeatElement(last, count: 3 + more))
            default:
                guard let more = bits(symbol == 17 ? 3 : 7) else { return nil }
                lengths.append(contentsOf: repeatElement(0, count: (symbol == 17 ? 3 : 11) + more))
            }
        }
        guard lengths.count == total, let first = Codes(Array(lengths.prefix(literals + 257))),
            let second = Codes(Array(lengths.suffix(distances + 1)))
        else { return nil }
        return (first, second)
    }

    /// A prefix code: how many codes have each length, and their symbols in the order of the codes.
    private struct Codes {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        /// nil where more codes are asked for than there are.
        init?(_ lengths: [Int]) {
            for length in lengths where length > 0 { counts[length] += 1 }
            var left = 1
            for length in 1...15 {
                left = left << 1 - counts[length]
                if left < 0 { return nil }
            }
            for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
        }

        private init(whole lengths: [Int]) {
            for length in lengths { counts[length] += 1 }
            for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
        }

        static let fixedLiterals = Codes(
            whole: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
        static let fixedDistances = Codes(whole: [Int](repeating: 5, count: 30))
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    private static let distanceBits = (0..<30).map { max(0, $0 / 2 - 1) }
    /// The shortest length and distance of each symbol: each begins where the one before ends.
    private static let lengths = lengthBits.dropLast().reduce(into: [3]) { $0.append($0[$0.count - 1] + 1 << $1) }.dropLast() + [258]
    private static let distances = distanceBits.dropLast().reduce(into: [1]) { $0.append($0[$0.count - 1] + 1 << $1) }
}
