import GemCore

/// A file whose name begins with a dash, which the parser reads as options: `-dash.txt` would ask for help, and end well.
enum DashedName {
    /// The error of the first such argument; nil where there is none.
    static func complaint(_ arguments: [String]) -> GemError? {
        let isFile = { (word: String) in word.hasPrefix("-") && !word.hasPrefix("--") && word.utf8.count > 2 && FileName.isFile(word) }
        guard let name = arguments.prefix(while: { $0 != "--" }).first(where: isFile) else { return nil }
        return GemError(.usage, "\(name) is read as options, though there is such a file: name it ./\(name).")
    }
}
