internal import GemCore

/// What a store's readers and its writer share.
final class StoreCore: Sendable {
    let environment: Environment
    let tables: Tables
    let blobs: BlobFolder
    let options: Store.Options
    let time: any TimeSource
    let pending = Pending()

    init(environment: Environment, tables: Tables, blobs: BlobFolder, options: Store.Options, time: any TimeSource) {
        self.environment = environment
        self.tables = tables
        self.blobs = blobs
        self.options = options
        self.time = time
    }

    /// Counts a row that could not be read.
    func noteDamage() { pending.add("damaged", 1) }
}
