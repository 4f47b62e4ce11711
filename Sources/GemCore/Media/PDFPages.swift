/// Counts the pages of a PDF file by walking its tree of pages, packed objects (`ObjStm`) included.
///
/// Every object is found by reading the file from front to end, so that no table of offsets need be right; of several versions of an object the last one counts,
/// as when a document was changed and saved again.
struct PDFPages {
    /// Where an object stands: in the file, or in what a packed one held.
    private struct Place {
        var text: Int
        var offset: Int
    }

    private var texts: [[UInt8]]
    private var places: [Int: Place] = [:]
    private var root: Int?
    private var catalog: Int?
    private var unpacked = 0

    private static let unpackedLimit = 64 << 20

    /// The number of pages; nil where the bytes are no PDF, or where part of the tree is missing, encrypted or packed in another way.
    static func count(_ bytes: [UInt8]) -> Int? {
        guard bytes.starts(with: "%PDF".utf8) || bytes.starts(with: [0xEF, 0xBB, 0xBF] + "%PDF".utf8) else { return nil }
        var pages = PDFPages(texts: [bytes])
        pages.scan()
        guard let root = pages.root ?? pages.catalog, let tree = pages.object(root)?["Pages"]?.reference else { return nil }
        var nodes: [Int: Bool] = [:]
        guard let count = pages.leaves(tree, depth: 0, &nodes), count > 0 else { return nil }
        return count
    }

    private init(texts: [[UInt8]]) { self.texts = texts }

    /// Notes every object and every trailer of the file.
    private mutating func scan() {
        var reader = PDFReader(bytes: texts[0], index: 0)
        let end = reader.bytes.count
        while reader.index < end {
            switch reader.bytes[reader.index] {
            case UInt8(ascii: "o") where reader.stands("obj", at: reader.index):
                let number = Self.number(before: reader.index, reader.bytes)
                reader.index += 3
                if let number { read(number, &reader) }
            case UInt8(ascii: "t") where reader.stands("trailer", at: reader.index):
                reader.index += 7
                if let trailer = reader.value(), let reference = trailer["Root"]?.reference { root = reference }
            default: reader.index += 1
            }
        }
    }

    /// The number in `12 0 ` before `obj`.
    private static func number(before end: Int, _ bytes: [UInt8]) -> Int? {
        var at = end - 1
        func digits() -> Range<Int>? {
            while at >= 0, end - at < 40, PDFReader.isSpace(bytes[at]) { at -= 1 }
            let last = at
            while at >= 0, last - at < 12, (48...57).contains(bytes[at]) { at -= 1 }
            return last > at ? at + 1..<last + 1 : nil
        }
        guard digits() != nil, at >= 0, PDFReader.isSpace(bytes[at]), let number = digits() else { return nil }
        return bytes[number].reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private mutating func read(_ number: Int, _ reader: inout PDFReader) {
        places[number] = Place(text: 0, offset: reader.index)
        guard let value = reader.value(), case .dictionary = value else { return }
        let type = value["Type"]?.name
        if type == "Catalog" { catalog = number }
        if type == "XRef", let reference = value["Root"]?.reference { root = reference }
        reader.skipSpace()
        guard reader.stands("stream", at: reader.index) else { return }
        let data = Self.data(&reader, length: value["Length"]?.number)
        if type == "ObjStm" { unpack(value, reader.bytes[data]) }
    }

    /// Where a stream's bytes stand; the reader goes behind them. Its length is believed where `endstream` follows.
    private static func data(_ reader: inout PDFReader, length: Int?) -> Range<Int> {
        var start = reader.index + 6
        if reader.stands("\r\n", at: start) { start += 2 } else if reader.stands("\n", at: start) { start += 1 }
        start = min(start, reader.bytes.count)
        if let length, length <= reader.bytes.count - start {
            reader.index = start + length
            reader.skipSpace()
            if reader.stands("endstream", at: reader.index) { return start..<start + length }
        }
        reader.index = start
        while reader.index < reader.bytes.count,
            !(reader.bytes[reader.index] == UInt8(ascii: "e") && reader.stands("endstream", at: reader.index))
        {
            reader.index += 1
        }
        return start..<reader.index
    }

    /// Notes the objects inside a packed one.
    private mutating func unpack(_ head: PDFReader.Value, _ data: ArraySlice<UInt8>) {
        guard let count = head["N"]?.number, let first = head["First"]?.number else { return }
        let filters = head["Filter"].map { $0.array ?? [$0] } ?? []
        var text: [UInt8]
        switch filters.map(\.name) {
        case []: text = Array(data)
        case ["FlateDecode"], ["Fl"]:
            guard let plain = Inflate.unpacked(data, limit: Self.unpackedLimit - unpacked) else { return }
            text = plain
        default: return
        }
        if let predictor = head["DecodeParms"]?["Predictor"]?.number, predictor > 1 { return }
        unpacked += text.count
        var reader = PDFReader(bytes: text, index: 0)
        text = []
        texts.append(reader.bytes)
        for _ in 0..<count {
            reader.skipSpace()
            guard let number = reader.integer() else { return }
            reader.skipSpace()
            guard let offset = reader.integer(), offset <= reader.bytes.count - min(first, reader.bytes.count) else { return }
            places[number] = Place(text: texts.count - 1, offset: first + offset)
        }
    }

    private func object(_ number: Int) -> PDFReader.Value? {
        guard let place = places[number] else { return nil }
        var reader = PDFReader(bytes: texts[place.text], index: place.offset)
        return reader.value()
    }

    /// The pages below a node; nil where one of them cannot be found. `nodes` tells of each that was met whether it is a page.
    private func leaves(_ number: Int, depth: Int, _ nodes: inout [Int: Bool]) -> Int? {
        if let isPage = nodes[number] { return isPage ? 1 : nil }
        guard depth < 64, let node = object(number) else { return nil }
        guard let kids = node["Kids"] else {
            guard node["Type"]?.name != "Pages" else { return nil }
            nodes[number] = true
            return 1
        }
        nodes[number] = false
        guard let list = kids.array ?? kids.reference.flatMap({ object($0) })?.array else { return nil }
        var sum = 0
        for kid in list {
            guard let reference = kid.reference, let count = leaves(reference, depth: depth + 1, &nodes) else { return nil }
            sum += count
        }
        return sum
    }
}
