extension Store {
    /// How a store is opened.
    package struct Options: Sendable {
        /// Open without ever writing; then the store must exist.
        package var readOnly = false
        /// The size to keep entries and vectors within, by evicting those used longest ago; nil for no limit. Pinned ones and the queue are never evicted; the queue does not count.
        package var maxBytes: Int64?
        /// Bytes above which a payload or a queued body becomes a file of its own.
        package var blobThreshold = 1 << 20
        /// The size of the memory map to begin with: address space, not memory or disk.
        package var mapBytes = 64 << 30
        /// The size up to which the map grows when it is full.
        package var mapLimit = 1 << 44

        /// Told what a person should know: that the store takes no more, for one, and what to do about it.
        package var warn: (@Sendable (String) -> Void)?
        /// Names the network file system a path lies on, nil for a local one; tests say what they like.
        var networkName: @Sendable (_ path: String) -> String? = { NetworkFolder.fileSystem(of: $0) }
        /// Whether a store with nothing behind it is of no use to the caller.
        package var isNeeded = false
        /// Whether the caller holds the lock that says nobody else has the store open.
        var isAlone = false
        /// Lets calls fail, in tests.
        var fault: StoreFault?

        /// The defaults.
        package init() {}

        /// The defaults, for reading only.
        package static var readOnly: Options {
            var options = Options()
            options.readOnly = true
            return options
        }
    }
}
