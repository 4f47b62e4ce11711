package import GemCore

/// A stored question where it lies in the store, for the length of a closure.
package struct StoredQuestion: ~Copyable {
    /// The question's key.
    package let key: RequestKey
    /// Which service's answer is stored; nil for a vector, which serves both.
    package let variant: Route.API?
    /// When the answer was stored.
    package let created: Timestamp
    /// Until when it may be served; nil for ever.
    package let expires: Timestamp?
    private let bytes: UnsafeRawBufferPointer

    /// The question's canonical form.
    package var canonical: RawSpan {
        @_lifetime(borrow self) get { _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self) }
    }

    init(_ id: EntryID, _ layout: EntryLayout) {
        (key, variant, created, expires) = (id.key, id.variant, layout.created, layout.expires)
        bytes = layout.canonical
    }

    init(_ id: DigestID, _ layout: VectorLayout) {
        (key, variant, created, expires) = (RequestKey(id.digest), nil, layout.created, nil)
        bytes = layout.canonical
    }
}

extension Snapshot {
    /// Visits every stored question, those of vectors or of other answers, in key order until `visit` says false.
    ///
    /// Reads neither answers nor checksums: a damaged row may be among them.
    package func forEachQuestion<E: Error>(
        ofVectors: Bool, _ visit: (borrowing StoredQuestion) throws(E) -> Bool
    ) throws(E) {
        try forEachRow(ofVectors ? tables.vectors : tables.entries) { (key, bytes) throws(E) in
            if ofVectors {
                guard let id = DigestID(key), let layout = VectorLayout(bytes) else { return true }
                return try visit(StoredQuestion(id, layout))
            }
            guard let id = EntryID(key), let layout = EntryLayout(bytes) else { return true }
            return try visit(StoredQuestion(id, layout))
        }
    }
}
