/// A line as it stands on a terminal, which may take many rows.
struct LineScreen: Sendable {
    /// What stands in each row.
    private(set) var rows = [""]
    /// Where the cursor stands.
    private(set) var cursor = (row: 0, column: 0)
    /// The columns of the last row.
    private var width = 0
    private let columns: Int

    /// Lays out a prompt and a text; where it has more rows than `height`, those around the cursor.
    init(_ prompt: String, _ characters: [Character], cursor position: Int, columns: Int, height: Int) {
        self.columns = max(columns, 4)
        for character in prompt { add(character) }
        for (index, character) in characters.enumerated() {
            if index == position { mark(DisplayWidth.of(character)) }
            add(character)
        }
        if position >= characters.count { mark(1) }
        let height = max(height, 1)
        guard rows.count > height else { return }
        let first = min(max(0, cursor.row - height + 1), rows.count - height)
        rows = Array(rows[first..<first + height])
        cursor.row -= first
    }

    /// What to write so that it stands where another stood before, whose cursor was in `row`.
    func text(over row: Int) -> String {
        var text = Self.up(row) + "\r\u{1B}[J" + rows.joined(separator: "\r\n") + Self.up(rows.count - 1 - cursor.row) + "\r"
        if cursor.column > 0 { text += "\u{1B}[\(cursor.column)C" }
        return text
    }

    /// What to write to go on below it.
    var end: String {
        let below = rows.count - 1 - cursor.row
        return (below > 0 ? "\u{1B}[\(below)B" : "") + "\r\n"
    }

    private static func up(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)A" : "" }

    private mutating func mark(_ next: Int) {
        if width + next > columns { wrap() }
        cursor = (rows.count - 1, width)
    }

    private mutating func add(_ character: Character) {
        if character == "\n" { return wrap() }
        let size = DisplayWidth.of(character)
        if width + size > columns { wrap() }
        rows[rows.count - 1] += character == "\t" ? "    " : String(character)
        width += size
    }

    private mutating func wrap() {
        rows.append("")
        width = 0
    }

}
