import GemCore
import Gemini

/// A local file of questions: one prompt a line, or JSON lines as the API wants them.
struct BatchFile: Sendable {
    /// The file's name.
    let path: String
    /// Its lines that are not blank, with their numbers from 1.
    private let lines: [(number: Int, text: Substring)]
    /// Whether its lines are `{"key": …, "request": {…}}`, so that it can be uploaded as it is.
    let isJSON: Bool
    /// The questions' keys in order: those of the file, or the numbers of the prompts' lines; empty where JSON lines have none.
    let keys: [String]

    /// Reads and checks a file, `-` for standard input; throws `badInput` naming the line where it is no such file.
    init(_ path: String) throws(GemError) {
        let bytes = try StandardInput.contents(of: path)
        guard let text = StandardInput.text(bytes) else {
            throw GemError(.badInput, "\(path) is no UTF-8 text; a batch is one prompt a line, or JSON lines.")
        }
        self.path = path
        lines = StandardInput.lines(text).enumerated()
            .map { ($0.offset + 1, $0.element) }.filter { !$0.1.allSatisfy(\.isWhitespace) }
        guard let first = lines.first else { throw GemError(.badInput, "\(path) holds no questions; put one on each line.") }
        isJSON = first.text.drop(while: \.isWhitespace).first == "{"
        if !isJSON, let line = lines.first(where: { (try? JSON(parsing: Array($0.text.utf8)))?["request"] != nil }) {
            throw GemError(
                .badInput, "Line \(line.number) of \(path) is a request in JSON, line \(first.number) is not; a batch is one or the other.")
        }
        keys = isJSON ? try Self.keys(path, lines) : lines.map { String($0.number) }
    }

    /// The prompts, keyed by the numbers of their lines.
    func prompts(embeds: Bool, dimensions: Int?) -> [BatchItem] {
        zip(lines, keys).map { line, key in
            embeds
                ? .embedding(Content(role: nil, parts: [.text(String(line.text))]), dimensions: dimensions, key: key)
                : .prompt(String(line.text), key: key)
        }
    }

    private static func keys(_ path: String, _ lines: [(number: Int, text: Substring)]) throws(GemError) -> [String] {
        var keys: [String] = []
        var seen: Set<String> = []
        for line in lines {
            let json: JSON
            do { json = try JSON(parsing: Array(line.text.utf8)) } catch {
                throw GemError(
                    .badInput, "Line \(line.number) of \(path) is not JSON: \(error). Every line is {\"key\": …, \"request\": {…}}.")
            }
            guard json["request"]?.object != nil else {
                throw GemError(.badInput, "Line \(line.number) of \(path) has no \"request\"; a line is {\"key\": …, \"request\": {…}}.")
            }
            guard let key = json["key"]?.string else { continue }
            guard seen.insert(key).inserted else {
                throw GemError(
                    .badInput, "Line \(line.number) of \(path) has the key \"\(key)\" of another line; answers could not be told apart.")
            }
            keys.append(key)
        }
        return keys
    }
}
