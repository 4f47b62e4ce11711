import ArgumentParser
import GemCache
import GemCore
import GemMock
import GemStore

/// What a shell completes besides commands, options and files.
enum Completions {
    /// Models that answer.
    static let models = CompletionKind.custom { _, _, _ in ModelNames.taking("generateContent") }

    /// Models that embed.
    static let embedders = CompletionKind.custom { _, _, _ in ModelNames.taking("embedContent") }

    /// Sessions of `chat`.
    static let sessions = CompletionKind.custom { _, _, _ in (try? ChatFolder(store: StoreLocation.standard()).names) ?? [] }

    /// Tickets of queued questions.
    static let tickets = CompletionKind.custom { _, _, _ in
        ofStore { (snapshot: borrowing Snapshot) in snapshot.rows().map(\.ticket) }
    }

    /// Keys of stored answers and embeddings, once some digits are there.
    static let keys = CompletionKind.custom { _, _, prefix in
        guard !prefix.isEmpty, prefix.utf8.allSatisfy({ Hex.value($0) != nil }) else { return [] }
        return ofStore { (snapshot: borrowing Snapshot) in snapshot.keys(prefix: prefix.lowercased(), limit: 200).map(\.description) }
    }

    /// Asks the store of this shell; nothing where there is none, since looking must not make one.
    private static func ofStore(_ look: (borrowing Snapshot) -> [String]) -> [String] {
        guard let path = try? StoreLocation.standard(), FileName.isFile(path + "/data.mdb"),
            let store = try? Store.open(at: path, .readOnly)
        else { return [] }
        defer { store.close() }
        return (try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in look(snapshot) }) ?? []
    }
}

/// The sections of a command's help that many commands share.
enum OptionSection {
    static let answer = "Answer options"
    static let cache = "Cache options"
    static let freshness = "Freshness options"
    static let vectors = "Vector options"
    static let store = "Store options"
    static let api = "API options"
}
