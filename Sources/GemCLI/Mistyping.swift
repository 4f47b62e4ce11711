import ArgumentParser

/// Recognizes mistyped commands, which the parser takes for arguments of another one.
struct Mistyping {
    /// What to say.
    let complaint: String
    /// The command above the one that does not exist: `gemcache cache`.
    let place: String

    /// Looks at a command line; nil where its command exists.
    init?(_ arguments: [String]) {
        var words = arguments[...]
        // `help` takes a command as well.
        let isHelp = words.first == "help"
        if isHelp { words.removeFirst() }
        var (command, path): (any ParsableCommand.Type, [String]) = (GemcacheCommand.self, [])
        while let word = words.popFirst() {
            let below = command.configuration.subcommands
            guard !below.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            if let next = below.first(where: { Self.names($0).contains(word) }) {
                (command, path) = (next, path + [word])
            } else {
                // A file may stand where its command is left out.
                if command == CassetteCommand.self, !isHelp, FileName.isFile(word) || Self.nearest(word, below) == nil { return nil }
                complaint = Self.complaint(path, word, below)
                place = (["gemcache"] + path).joined(separator: " ")
                return
            }
        }
        return nil
    }

    private static func complaint(_ path: [String], _ word: String, _ below: [any ParsableCommand.Type]) -> String {
        let start = "There is no command '\((path + [word]).joined(separator: " "))'"
        if let near = nearest(word, below) { return "\(start). Did you mean \((path + [near]).joined(separator: " "))?" }
        let all = below.compactMap { $0.configuration.commandName }.joined(separator: ", ")
        return path.isEmpty ? "\(start). To ask a question: gemcache ask \"…\"." : "\(start); there are \(all)."
    }

    private static func names(_ command: any ParsableCommand.Type) -> [String] {
        [command.configuration.commandName].compactMap { $0 } + command.configuration.aliases
    }

    /// The command whose name, or another name of it, is nearest; nil where none is near.
    private static func nearest(_ word: String, _ commands: [any ParsableCommand.Type]) -> String? {
        let (word, all) = (word.lowercased(), commands.flatMap(names) + ["help"])
        let beginning = all.filter { word.count > 1 && $0.hasPrefix(word) }
        if beginning.count == 1 { return beginning[0] }
        let near = all.map { (name: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= max(1, (near.name.count + 1) / 3) else { return nil }
        return near.name
    }

    /// How many letters to change, add, drop, or swap with the one beside.
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var (before, row) = ([Int](), Array(0...b.count))
        for i in a.indices {
            var next = [i + 1]
            for j in b.indices {
                var least = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[b.count]
    }
}
