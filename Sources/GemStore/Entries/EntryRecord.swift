package import GemCore

/// A stored answer.
package struct EntryRecord: Sendable {
    /// The question's key.
    package var key: RequestKey
    /// Which service's answer it is.
    package var variant: Route.API
    /// The question's canonical form, compared on every hit.
    package var canonical: [UInt8]
    /// The answer, in a form the store does not look into.
    package var payload: [UInt8]
    /// What was asked for, such as `generateContent`.
    package var operation: String
    /// The model that answered.
    package var model: String
    /// When it was stored.
    package var created: Timestamp
    /// Until when it may be served; nil for ever.
    package var expires: Timestamp?
    /// Where the payload lies already; `payload` may be empty then.
    var staged: StagedBlob?

    /// Describes an answer.
    package init(
        key: RequestKey, variant: Route.API, canonical: [UInt8], payload: [UInt8], operation: String, model: String,
        created: Timestamp, expires: Timestamp? = nil
    ) {
        self.key = key
        self.variant = variant
        self.canonical = canonical
        self.payload = payload
        self.operation = operation
        self.model = model
        self.created = created
        self.expires = expires
    }
}

extension EntryRecord {
    /// The payload's length, wherever it lies.
    var payloadCount: Int64 { staged?.length ?? Int64(payload.count) }

    /// The row's bytes; with `blob`, the payload is not among them.
    func row(blob: Digest?) -> [UInt8] {
        let operation = Array(operation.utf8.prefix(Int(UInt16.max)))
        let model = Array(model.utf8.prefix(Int(UInt16.max)))
        let names = operation.count + model.count
        var writer = ByteWriter(.entry, capacity: EntryView.fixedCount + names + canonical.count + 16 + (blob == nil ? payload.count : 0))
        writer.put(created)
        writer.put(expires?.microseconds ?? Int64.max)
        writer.put(payloadCount)
        writer.put(UInt32(canonical.count))
        writer.put(UInt16(operation.count))
        writer.put(UInt16(model.count))
        writer.put(blob != nil)
        writer.put(EntryID(key, variant).mark)
        writer.append(repeatElement(0, count: 6))
        writer.put(EntryID(key, variant).echo)
        writer.put(blob ?? Digest(high: 0, low: 0))
        writer.append(operation)
        writer.append(model)
        writer.append(canonical)
        writer.align()
        if blob == nil { writer.append(payload) }
        return writer.sealed()
    }
}
