/// A line being typed: what its text is and where the cursor stands, key by key.
///
/// A value without a terminal: bytes go in, outcomes come out. The cursor moves over whole characters, however many scalars they have.
struct LineEditor: Sendable {
    /// What a byte led to.
    enum Outcome: Sendable, Hashable {
        /// The text or the cursor changed.
        case edited
        /// The line is done.
        case submitted(String)
        /// Ctrl-C.
        case interrupted
        /// Ctrl-D on an empty line.
        case ended
        /// The screen is to be cleared, the line shown anew.
        case cleared
    }

    /// A search backwards through the history.
    struct Search: Sendable, Hashable {
        var query = ""
        /// Where it was found; nil where it was not.
        var index: Int?
    }

    private(set) var characters: [Character] = []
    /// Characters before the cursor.
    private(set) var cursor = 0
    /// The search that is going on.
    private(set) var search: Search?

    private var keys = KeyDecoder()
    private let history: [String]
    /// Which line of the history is shown; its count for the one being typed.
    private var place: Int
    private var draft = ""
    private var killed = ""
    private let words: [String]

    /// Starts an empty line; `history` oldest first; `words` are what Tab completes the line's beginning to.
    init(history: [String] = [], words: [String] = []) {
        self.history = history
        self.words = words
        place = history.count
    }

    /// The text so far.
    var text: String { String(characters) }

    /// Takes the next byte; nil where nothing changed.
    mutating func feed(_ byte: UInt8) -> Outcome? {
        guard let key = keys.feed(byte) else { return nil }
        return search == nil ? press(key) : searching(key)
    }

    private mutating func press(_ key: Key) -> Outcome? {
        switch key {
        case .text(let text): insert(text)
        case .paste(let text): insert(Self.clean(text))
        case .enter: return .submitted(text)
        case .newline: insert("\n")
        case .tab: complete()
        case .left: move(to: cursor - 1)
        case .right: move(to: cursor + 1)
        case .home: move(to: 0)
        case .end: move(to: characters.count)
        case .wordLeft: move(to: wordStart)
        case .wordRight: move(to: wordEnd)
        case .up: show(place - 1)
        case .down: show(place + 1)
        case .backspace: remove(cursor - 1..<cursor)
        case .delete: remove(cursor..<cursor + 1)
        case .deleteWord: kill(wordStart..<cursor)
        case .killToEnd: kill(cursor..<characters.count)
        case .killToStart: kill(0..<cursor)
        case .yank: insert(killed)
        case .search: search = Search()
        case .abort: return nil
        case .interrupt: return .interrupted
        case .endOfInput:
            if characters.isEmpty { return .ended }
            remove(cursor..<cursor + 1)
        case .clearScreen: return .cleared
        }
        return .edited
    }

    private mutating func insert(_ text: String) {
        let head = String(characters[..<cursor]) + text
        characters = Array(head + String(characters[cursor...]))
        cursor = min(head.count, characters.count)
    }

    private mutating func move(to position: Int) { cursor = min(max(0, position), characters.count) }

    private mutating func remove(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<characters.count)
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func kill(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        killed = String(characters[range])
        remove(range)
    }

    private mutating func replace(_ text: String) {
        characters = Array(text)
        cursor = characters.count
    }

    private mutating func show(_ index: Int) {
        guard (0...history.count).contains(index), index != place else { return }
        if place == history.count { draft = text }
        place = index
        replace(index == history.count ? draft : history[index])
    }

    private mutating func complete() {
        let fitting = words.filter { $0.hasPrefix(text) }
        guard cursor == characters.count, !characters.isEmpty, fitting.count == 1 else { return }
        replace(fitting[0])
    }

    private var wordStart: Int {
        var index = cursor
        while index > 0, characters[index - 1].isWhitespace { index -= 1 }
        while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private var wordEnd: Int {
        var index = cursor
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        while index < characters.count, !characters[index].isWhitespace { index += 1 }
        return index
    }

    /// Pasted text with plain newlines, and without what would control the terminal.
    private static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\r" || scalar == "\n" && !wasReturn { scalars.append("\n") }
            wasReturn = scalar == "\r"
            if scalar == "\t" || scalar.properties.generalCategory != .control { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

extension LineEditor {
    private mutating func searching(_ key: Key) -> Outcome? {
        guard var search else { return nil }
        switch key {
        case .text(let text):
            search.query += text
            search.index = find(search.query, before: (search.index ?? history.count - 1) + 1)
        case .search: search.index = find(search.query, before: search.index ?? history.count) ?? search.index
        case .backspace:
            search.query = String(search.query.dropLast())
            search.index = find(search.query, before: history.count)
        case .abort, .interrupt:
            self.search = nil
            return .edited
        default:
            self.search = nil
            if let index = search.index { show(index) }
            return key == .enter ? .submitted(text) : press(key) ?? .edited
        }
        self.search = search
        return .edited
    }

    private func find(_ query: String, before end: Int) -> Int? {
        guard !query.isEmpty else { return nil }
        return history[..<min(max(0, end), history.count)].lastIndex { $0.contains(query) }
    }

    /// What stands on the screen: a prompt, a text, and how many of its characters are before the cursor.
    func shown(_ prompt: String) -> (prompt: String, characters: [Character], cursor: Int) {
        guard let search else { return (prompt, characters, cursor) }
        let found = search.index.map { Array(history[$0]) } ?? []
        let verdict = search.index == nil && !search.query.isEmpty ? "nothing like" : "search"
        return ("(\(verdict) '\(search.query)') ", found, found.count)
    }
}
