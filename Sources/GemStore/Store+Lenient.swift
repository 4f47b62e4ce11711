package import GemCore

extension Store {
    /// Opens a store to answer from, and does with less where it must: read-only where it may not be written, with nothing behind it where it cannot be used at all.
    ///
    /// `options.warn` is told what is lost, and what to do about it. So a full disk, a store of a newer gemcache or a folder on the network cost the cache and not the answers.
    /// Throws only where the path itself is wrong: no folder, or one that this process has open.
    package static func openLeniently(
        at path: String, _ options: Options = Options(), time: any TimeSource = SystemTime()
    ) throws(GemError) -> Store {
        let failure: GemError
        do throws(GemError) { return try open(at: path, options, time: time) } catch { failure = error }
        if GemError.isMisplaced(failure) || failure.code != .store { throw failure }
        var reading = options
        reading.readOnly = true
        if !options.readOnly, let store = try? open(at: path, reading, time: time) {
            options.warn?("\(failure.message) Known questions are answered from it; new answers are not kept.")
            return store
        }
        if options.isNeeded { throw failure }
        options.warn?("\(failure.message) Questions go to the API, and their answers are not kept.")
        return Store(unusable: path, because: failure, time: time)
    }

    /// Counts a failure that cost no answer, and warns of it, not more often than every five minutes.
    package func note(failure: GemError) {
        count("store.failures")
        // Of a store that takes nothing it was told when it was opened.
        guard !core.options.readOnly, core.pending.mayWarn(at: time.now) else { return }
        core.options.warn?("\(failure.message) Answers are not kept meanwhile.")
    }
}
