internal import GemCore
internal import HTTPTypes

/// Answers `files`: create without bytes, register, get, list, delete, download.
struct FileDesk: Sendable {
    let shelf: FileShelf
    let time: any TimeSource
    /// How many bytes one file may have.
    let limit: Int64

    func answer(_ call: ResourceDesk.Call) throws -> Reply {
        let route = call.route
        switch route.operation {
        case .createFile: return .json(["file": try create(call).json(at: time.now)])
        case .registerFiles: return .json(["files": .array(try register(call).map { $0.json(at: time.now) })])
        case .listFiles:
            let now = time.now
            return .json(try Page(shelf.files, route, standard: 10, limit: 100) { $0.number }.json("files") { $0.json(at: now) })
        case .deleteFile:
            _ = shelf.remove(try file(route).name)
            return .json(.object(JSON.Object()))
        case .downloadFile: return try download(call)
        default: return .json(try file(route).json(at: time.now))
        }
    }

    private func file(_ route: Route) throws(APIFailure) -> StoredFile {
        guard let file = shelf.file(route.resource) else { throw .unknownFile(String(route.resource.dropFirst(6))) }
        return file
    }

    /// A file that has no bytes: its upload was never begun.
    private func create(_ call: ResourceDesk.Call) throws -> StoredFile {
        let plan = try FilePlan(shelf: shelf, limit: limit).plan(call.body, call.route, base: call.base, mimeType: "")
        return try shelf.add(Self.nothing, spool: "", plan: plan)
    }

    private static let nothing = FileSlice(path: "/dev/null", length: 0)

    /// Files that stand for objects of Cloud Storage, which the mock never fetches.
    private func register(_ call: ResourceDesk.Call) throws -> [StoredFile] {
        let uris = call.body.list("uris").map { $0.string ?? "" }
        guard !uris.isEmpty else { throw APIFailure.invalidField("RegisterFilesRequest.uris", "uris is not specified") }
        for (index, uri) in uris.enumerated() {
            let path = uri.dropFirst(5)
            guard uri.hasPrefix("gs://"), let slash = path.firstIndex(of: "/"), slash > path.startIndex, path.last != "/" else {
                throw APIFailure.invalidField("RegisterFilesRequest.uris[\(index)]", "\(uri.prefix(200)) is no gs://BUCKET/OBJECT")
            }
        }
        return try uris.map { uri in
            var plan = FileShelf.Plan(base: call.base)
            if !call.route.version.isEmpty { plan.version = call.route.version }
            plan.mimeType = MediaType.guess(uri)
            plan.source = .registered
            return try shelf.add(Self.nothing, spool: "", plan: plan)
        }
    }

    /// A generated file's bytes; without `/download` before the path, the way there.
    private func download(_ call: ResourceDesk.Call) throws(APIFailure) -> Reply {
        let file = try file(call.route)
        guard file.source == .generated, let uri = file.downloadURI else {
            throw .invalid("File with purpose `\(file.source.rawValue)` can not be downloaded.")
        }
        guard call.isDownload else {
            var reply = Reply.failure(APIFailure(code: 302, status: "UNKNOWN", message: "Unknown Error."), shape: .unary)
            let path = uri.firstRange(of: "/download/").map { uri[$0.lowerBound...] } ?? ""
            reply.fields[.location] = call.base + path + (call.queryKey.map { "&key=\(PercentCoding.encode($0))" } ?? "")
            return reply
        }
        var reply = Reply(status: 200, fields: Reply.standardFields, content: .file(file.content))
        reply.fields[.contentType] = file.facts.mimeType
        reply.fields[.contentDisposition] = "attachment"
        return reply
    }
}
