/// What a key press, or a paste, means to who edits a line.
enum Key: Sendable, Hashable {
    case text(String)
    /// Text that was pasted as one; may hold newlines.
    case paste(String)
    case enter, newline, tab
    case left, right, up, down, home, end, wordLeft, wordRight
    case delete, backspace, deleteWord, killToEnd, killToStart, yank
    case search, abort, interrupt, endOfInput, clearScreen
}
