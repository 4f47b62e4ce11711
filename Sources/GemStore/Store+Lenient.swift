package import GemCore

extension Store {
    /// Opens a store to answer from, and does with less where it must: read-only where it may not be written, with nothing behind it where it cannot be used at all.
    ///
    /// `warn` is told what is lost, and what to do about it. So a full disk, a store of a newer gemcache or a folder on the network cost the cache and not the answers.
    /// Throws only where the path itself is wrong: no folder, or one that this process has open.
    package static func openLeniently(
        at path: String, _ options: Options = Options(), time: any TimeSource = SystemTime(), warn: (String) -> Void
    ) throws(GemError) -> Store {
        let failure: GemError
        do throws(GemError) { return try open(at: path, options, time: time) } catch { failure = error }
        if GemError.isMisplaced(failure) || failure.code != .store { throw failure }
        var reading = options
        reading.readOnly = true
        if !options.readOnly, let store = try? open(at: path, reading, time: time) {
            warn("\(failure.message) Known questions are answered from it; new answers are not kept.")
            return store
        }
        warn("\(failure.message) Questions go to the API, and their answers are not kept.")
        return Store(unusable: path, because: failure, time: time)
    }
}
