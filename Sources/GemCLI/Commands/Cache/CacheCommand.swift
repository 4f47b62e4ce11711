import ArgumentParser
import GemCache
import GemCore
import GemStore

/// `gemcache cache`: the stored answers and embeddings.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "List, show, pin, remove, check, move and count stored answers.",
        discussion: """
              gemcache cache ls --sort size --limit 20
              gemcache cache show b8cc08
              gemcache cache gc --max-size 2GiB
              gemcache cache export answers.gemcache

            A key may be given by its first digits, six at least, where they fit one key only.
            """,
        subcommands: [
            CacheList.self, CacheShow.self, CacheRemove.self, CacheClear.self, CachePin.self, CacheUnpin.self, CacheSweep.self,
            CacheVerify.self, CacheCompact.self, CacheExport.self, CacheImport.self, StatsCommand.self,
        ],
        defaultSubcommand: CacheList.self)

    /// The one key that some digits stand for; throws `badInput` where they are no digits, or fit no key, or several.
    static func key(_ text: String, _ store: Store) throws(GemError) -> RequestKey {
        let digits = text.lowercased()
        guard (6...32).contains(digits.utf8.count), digits.utf8.allSatisfy({ Hex.value($0) != nil }) else {
            throw GemError(
                .badInput,
                "\(text) is no key: a key has 32 hexadecimal digits, of which the first six or more will do; `gemcache cache ls` lists the keys."
            )
        }
        let found = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.keys(prefix: digits, limit: 2) }
        guard let key = found.first else {
            throw GemError(.badInput, "No stored answer has the key \(text); `gemcache cache ls` lists them.")
        }
        guard found.count == 1 else {
            throw GemError(.badInput, "Several keys begin with \(text), \(found[0]) and \(found[1]) among them; give more digits.")
        }
        return key
    }

    /// The keys that some texts stand for, each once.
    static func keys(_ texts: [String], _ store: Store) throws(GemError) -> [RequestKey] {
        var keys: [RequestKey] = []
        for text in texts {
            let key = try key(text, store)
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }
}

/// What every `cache` command takes.
struct CacheOptions: ParsableArguments {
    @OptionGroup(title: OptionSection.store) var storage: Storage

    @Flag(help: "Print JSON.")
    var json = false

    /// Prints a result: as JSON, or as a line.
    func print(_ result: JSON, _ line: String) {
        if json { Console.print(result) } else { Console.print(line) }
    }
}
