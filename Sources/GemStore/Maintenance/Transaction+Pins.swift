package import GemCore

extension Transaction {
    /// Pins the answers and the vector of a key, so that eviction, sweeps and `removeAll` spare them, or lets them go again; answers how many there are.
    @discardableResult
    package mutating func pin(_ key: RequestKey, _ isPinned: Bool = true) throws(GemError) -> Int {
        let owners = snapshot.owners(of: key)
        for owner in owners { try setPin(UsageID(owner), isPinned) }
        return owners.count
    }
}

extension Snapshot {
    /// Whether an answer is pinned.
    package func isPinned(_ key: RequestKey, _ variant: Route.API) -> Bool {
        usage(UsageID(.entry(EntryID(key, variant))))?.isPinned == true
    }

    /// Whether a vector is pinned.
    package func isPinned(vector key: RequestKey) -> Bool { usage(UsageID(.vector(DigestID(key.digest))))?.isPinned == true }

    /// When an answer was last used, as far as that is on disk.
    package func lastUse(_ key: RequestKey, _ variant: Route.API) -> Timestamp? { usage(UsageID(.entry(EntryID(key, variant))))?.time }

    /// When a vector was last used, as far as that is on disk.
    package func lastUse(vector key: RequestKey) -> Timestamp? { usage(UsageID(.vector(DigestID(key.digest))))?.time }

    /// Everything that is pinned.
    func pinned() -> Set<UsageID> {
        var found: Set<UsageID> = []
        forEachRow(tables.usage) { key, row in
            if let id = UsageID(key), (Usage(row) ?? usage(id))?.isPinned == true { found.insert(id) }
            return true
        }
        return found
    }

    /// The stored answers and the vector of a key, damaged ones too.
    func owners(of key: RequestKey) -> [UsageID.Owner] {
        var owners: [UsageID.Owner] = []
        for variant in [Route.API.developer, .vertex] where row(tables.entries, EntryID(key, variant)) != nil {
            owners.append(.entry(EntryID(key, variant)))
        }
        if row(tables.vectors, DigestID(key.digest)) != nil { owners.append(.vector(DigestID(key.digest))) }
        return owners
    }

    /// The keys of answers and vectors that begin with these hexadecimal digits, `limit` at most.
    package func keys(prefix: String, limit: Int) -> [RequestKey] {
        var found: Set<RequestKey> = []
        let padded = prefix + String(repeating: "0", count: max(0, 32 - prefix.utf8.count))
        guard let first = Digest(padded) else { return [] }
        for table in [tables.entries, tables.vectors] {
            var isOver = false
            forEachRow(table, from: first.bytes) { key, _ in
                guard key.count >= 16, let id = DigestID(UnsafeRawBufferPointer(rebasing: key[..<16])) else { return true }
                let name = id.digest.description
                isOver = !name.hasPrefix(prefix.lowercased())
                if !isOver { found.insert(RequestKey(id.digest)) }
                return !isOver && found.count < limit
            }
        }
        return found.sorted { $0.description < $1.description }
    }
}
