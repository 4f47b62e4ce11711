extension Question {
    /// The question itself, for tables in memory: found by its key, told apart by its canonical form.
    ///
    /// A key alone may be another question's too, where their hashes collide.
    public struct Identity: Sendable, Hashable {
        /// The key.
        public let key: RequestKey
        /// The canonical form.
        public let canonical: [UInt8]

        public static func == (left: Identity, right: Identity) -> Bool { left.key == right.key && left.canonical == right.canonical }

        public func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    /// What two questions share only if they are the same.
    public var identity: Identity { Identity(key: key, canonical: canonical) }
}
