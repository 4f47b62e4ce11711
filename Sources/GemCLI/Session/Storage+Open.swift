import GemCore
import GemStore

extension Storage {
    /// How the store is opened: within `--max-size`, else `$GEMCACHE_MAX_SIZE`.
    func options() throws(GemError) -> Store.Options {
        var options = Store.Options()
        options.maxBytes = maxSize?.bytes
        if maxSize == nil, let text = Environment["GEMCACHE_MAX_SIZE"] {
            guard let size = ByteSize(argument: text) else {
                throw GemError(.configuration, "GEMCACHE_MAX_SIZE is \(text), which is no size; write it as 500MB or 2GiB.")
            }
            options.maxBytes = size.bytes
        }
        return options
    }

    /// The folder of a store that must be there where it was named.
    func existing() throws(GemError) -> String {
        let path = try path()
        guard store != nil, !FileName.isFile(path + "/data.mdb") else { return path }
        throw GemError(.store, "There is no store at \(path); check --store.")
    }

    /// Opens the store to answer from: where it cannot be used, says so on standard error, and does with less; throws where nothing else may be asked (`isNeeded`).
    func openForAnswers(isNeeded: Bool) throws(GemError) -> Store {
        var options = try options()
        options.warn = { Console.note("gemcache: \($0)") }
        if isNeeded { options.isNeeded = true }
        return try Store.openLeniently(at: try path(), options)
    }
}

/// Opens the store for one command and closes it again.
///
/// A command that only reads (`isReading`) does with a store that may not be written; it makes none where `--store` names a folder without one, nor does one that
/// changes what is there (`isChanging`).
func withStore<R>(_ storage: Storage, isReading: Bool = false, isChanging: Bool = false, _ body: (Store) throws -> R) throws -> R {
    let path = isReading || isChanging ? try storage.existing() : try storage.path()
    let store = try Store.open(at: path, isReading && FileName.isFrozen(path + "/data.mdb") ? .readOnly : storage.options())
    defer { store.close() }
    return try body(store)
}

/// Opens a store that is there for one command that changes it, and closes it again.
func withOpenStore<R>(_ storage: Storage, _ body: (Store) async throws -> R) async throws -> R {
    let store = try Store.open(at: try storage.existing(), try storage.options())
    defer { store.close() }
    return try await body(store)
}
