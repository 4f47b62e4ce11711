internal import GemCore
internal import HTTPTypes

/// Turns interactions into what stands in the file, and gathers the blobs they need.
struct InteractionWriter {
    let folder: BlobFolder
    private(set) var blobs: [Digest: [UInt8]] = [:]

    init(folder: BlobFolder) { self.folder = folder }

    /// The interaction's text at its depth in the file.
    mutating func text(_ interaction: Interaction) -> [UInt8] { CassetteText.bytes(json(interaction), depth: 2) }

    /// What stands in the file for a resolver's entry.
    mutating func json(_ entry: ResolverTable.Entry) -> JSON {
        switch entry {
        case .file(let uri, let content):
            .members([
                "uri": .string(uri), "mimeType": .string(content.mimeType), "length": .int(content.length),
                "xxh3": content.digest.map { .string($0.description) }, "sha256": content.sha256.map { .string(Hex.string($0)) },
            ])
        case .cachedContent(let name, let canonical):
            .members(["cachedContent": .string(name), "canonical": blob(canonical)])
        }
    }

    private mutating func json(_ interaction: Interaction) -> JSON {
        .members([
            "request": json(interaction.request), "response": json(interaction.response),
            "recordedAt": .string(interaction.recordedAt.description),
        ])
    }

    private mutating func json(_ request: RecordedRequest) -> JSON {
        let (body, layout) = json(request.body, usual: nil)
        let options = request.options
        return .members([
            "method": .string(request.method.rawValue), "path": .string(request.path), "headers": json(request.headers),
            "body": body, "layout": layout,
            "attachments": request.attachments.isEmpty ? nil : .array(request.attachments.map(Self.json)),
            "options": options.sample == 0 && options.namespace.isEmpty
                ? nil
                : .members([
                    "sample": options.sample == 0 ? nil : .int(options.sample),
                    "namespace": options.namespace.isEmpty ? nil : .string(options.namespace),
                ]),
        ])
    }

    private static func json(_ attachment: Attachment) -> JSON {
        .members([
            "mimeType": .string(attachment.mimeType), "length": .int(attachment.length), "xxh3": .string(attachment.digest.description),
            "displayName": attachment.displayName.isEmpty ? nil : .string(attachment.displayName),
        ])
    }

    private mutating func json(_ response: RecordedResponse) -> JSON {
        var members: [JSON.Object.Member] = [.init("status", .int(response.status))]
        if let headers = json(response.headers) { members.append(.init("headers", headers)) }
        switch response.content {
        case .body(let content):
            let (body, layout) = json(content, usual: .unary)
            if let body { members.append(.init("body", body)) }
            if let layout { members.append(.init("layout", layout)) }
        case .stream(let stream): members.append(contentsOf: json(stream))
        }
        if response.isCut { members.append(.init("cut", true)) }
        if response.after > 0 { members.append(.init("after", .int(response.after))) }
        return .object(JSON.Object(members))
    }

    private mutating func json(_ stream: RecordedStream) -> [JSON.Object.Member] {
        let plain = RecordedStream(stream.framing)
        var members: [JSON.Object.Member] = [.init("framing", .string(stream.framing.rawValue))]
        if stream.newline != plain.newline { members.append(.init("newline", "lf")) }
        if stream.layout != plain.layout { members.append(.init("layout", .string(stream.layout.description))) }
        var events: [JSON] = []
        for event in stream.events {
            let (data, layout) = json(event.data, usual: stream.layout)
            events.append(
                .members([
                    "event": event.name.isEmpty ? nil : .string(event.name), event.isRaw ? "raw" : "data": data ?? "",
                    "layout": layout, "after": event.after > 0 ? .int(event.after) : nil,
                ]))
        }
        members.append(.init("events", .array(events)))
        if let trailing = stream.trailing { members.append(.init("trailing", .string(trailing))) }
        return members
    }

    /// A body and the name of its layout; no name for JSON in its usual layout (nil: any layout will do).
    private mutating func json(_ body: RecordedBody, usual: JSONLayout?) -> (JSON?, JSON?) {
        switch body {
        case .none: return (nil, nil)
        case .json(let value, let layout):
            var blobs = blobs
            let folder = folder
            let moved = value.movingBlobs { digest, bytes in
                blobs[digest] = bytes
                return folder.reference(to: digest)
            }
            self.blobs = blobs
            return (moved, usual == nil || layout == usual ? nil : .string(layout.description))
        case .text(let text): return (.string(text), "raw")
        case .bytes(let bytes): return (file(bytes), "file")
        case .digest(let digest, let length): return (["xxh3": .string(digest.description), "length": .int(length)], "digest")
        }
    }

    private mutating func file(_ bytes: [UInt8]) -> JSON {
        let digest = Digest(of: bytes)
        blobs[digest] = bytes
        return ["file": .string(folder.reference(to: digest)), "length": .int(bytes.count)]
    }

    private mutating func blob(_ bytes: [UInt8]) -> JSON {
        guard bytes.count > JSON.smallestBlob else { return .string(Base64().encode(bytes)) }
        return file(bytes)
    }

    private func json(_ headers: HTTPFields) -> JSON? {
        guard !headers.isEmpty else { return nil }
        return .object(JSON.Object(headers.map { .init($0.name.canonicalName, .string($0.value)) }))
    }
}
