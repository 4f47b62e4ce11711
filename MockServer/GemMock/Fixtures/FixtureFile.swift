internal import GemCassette
internal import GemCore
internal import HTTPTypes

/// What one file of a fixtures folder holds: fixtures, the recordings of a cassette, or captions.
struct FixtureFile: Sendable {
    var fixtures: [Fixture] = []
    var captions = Captions()

    /// Reads a file; `folder` and `name` give its path.
    init(_ name: String, in folder: String) throws(GemError) {
        let path = "\(folder)/\(name)"
        guard let status = FileStamp(path) else { throw FileSlice.failure("read", path) }
        let bytes = try FileSlice(path: path, length: status.length).read()
        let json = try Self.parse(bytes, path)
        if json["gemcache"]?.string == "cassette" {
            fixtures = try CassetteFixtures.read(path, name: name)
        } else if name == "captions.json" {
            captions = try CaptionReader(source: path, folder: folder).captions(json)
        } else {
            let lines = Self.lines(bytes)
            for (index, item) in (json.array ?? [json]).enumerated() {
                let line = json.array == nil ? "" : " #\(index + 1)" + (lines.indices.contains(index) ? " (line \(lines[index]))" : "")
                if item["captions"] != nil {
                    captions.add(try CaptionReader(source: path + line, folder: folder).captions(item))
                    if item["response"] == nil { continue }
                }
                fixtures.append(try FixtureReader(source: path + line).fixture(item))
            }
        }
    }

    private static func parse(_ bytes: [UInt8], _ path: String) throws(GemError) -> JSON {
        do { return try JSON(parsing: bytes, .lenient) } catch {
            let before = bytes.prefix(error.offset)
            let line = 1 + before.count { $0 == 10 }
            let column = error.offset - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
            throw GemError(.badInput, "Fixture \(path): line \(line), column \(column): \(error.message)", cause: error)
        }
    }

    /// The lines on which the elements of a list begin.
    static func lines(_ bytes: [UInt8]) -> [Int] {
        var lines: [Int] = []
        var (depth, line, quote, isEscaped, awaits) = (0, 1, UInt8(0), false, false)
        for byte in bytes {
            if byte == 10 { line += 1 }
            if quote != 0 {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == quote {
                    quote = 0
                }
                continue
            }
            if awaits, byte > 32, byte != UInt8(ascii: "]") {
                lines.append(line)
                awaits = false
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth == 1, byte == UInt8(ascii: "[") { awaits = true }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 1: awaits = true
            default: break
            }
        }
        return lines
    }
}
