import ArgumentParser

/// Recognizes mistyped commands, which the parser takes for arguments of another one.
enum Mistyping {
    /// What to say about a command line whose command does not exist; nil where it does.
    static func complaint(about arguments: [String]) -> String? {
        let root = GemcacheCommand.configuration.subcommands
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help" else { return nil }
        guard let command = root.first(where: { $0.configuration.commandName == first }) else {
            let advice = nearest(first, root).map { " Did you mean \($0)?" } ?? " To ask a question: gemcache ask \"…\"."
            return "There is no command '\(first)'.\(advice)"
        }
        let below = command.configuration.subcommands
        let takesArguments = command == CassetteCommand.self
        guard !below.isEmpty, arguments.count > 1, !arguments[1].hasPrefix("-"), arguments[1] != "help", !takesArguments else { return nil }
        let isKnown = below.contains { $0.configuration.commandName == arguments[1] || $0.configuration.aliases.contains(arguments[1]) }
        guard !isKnown else { return nil }
        let known = names(below).joined(separator: ", ")
        return "There is no command '\(first) \(arguments[1])'; there are \(known)."
    }

    private static func names(_ commands: [any ParsableCommand.Type]) -> [String] { commands.compactMap { $0.configuration.commandName } }

    private static func nearest(_ word: String, _ commands: [any ParsableCommand.Type]) -> String? {
        let names = self.names(commands)
        let near = names.map { (name: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= max(1, near.name.count / 3) else { return nil }
        return near.name
    }

    /// How many letters to change, add or drop.
    static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b)
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let change = diagonal + (letter == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
