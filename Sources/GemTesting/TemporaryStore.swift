package import GemCore
package import GemStore

/// A store of a test's own.
package enum TemporaryStore {
    /// Opens a store in a folder of its own, runs `body`, closes and removes it.
    package static func with<R>(time: any TimeSource = ManualTime(), _ body: (Store) async throws -> R) async throws -> R {
        try await TemporaryFolder.with { folder in
            let store = try Store.open(at: folder + "/store", time: time)
            let result: Result<R, any Error>
            do { result = .success(try await body(store)) } catch { result = .failure(error) }
            store.close()
            return try result.get()
        }
    }
}
