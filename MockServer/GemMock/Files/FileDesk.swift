internal import GemCore

/// Answers `files.get`, `files.list` and `files.delete`.
struct FileDesk: Sendable {
    let shelf: FileShelf
    let time: any TimeSource

    func answer(_ route: Route) throws(APIFailure) -> JSON {
        switch route.operation {
        case .listFiles: return try list(route)
        case .getFile: return try file(route).json(at: time.now)
        case .deleteFile:
            _ = shelf.remove(try file(route).name)
            return .object(JSON.Object())
        default:
            // Only generated files can be downloaded, and the mock generates none yet.
            _ = try file(route)
            throw .invalid("File with purpose `UPLOADED` can not be downloaded.")
        }
    }

    private func file(_ route: Route) throws(APIFailure) -> StoredFile {
        guard let file = shelf.file(route.resource) else { throw .unknownFile(String(route.resource.dropFirst(6))) }
        return file
    }

    private func list(_ route: Route) throws(APIFailure) -> JSON {
        let size = try ModelDesk.pageSize(route, standard: 10, limit: 100)
        let files = shelf.files
        var start = 0
        if let token = route.queryValue("pageToken"), !token.isEmpty {
            guard let name = PageToken.read(token), let index = files.firstIndex(where: { $0.name == name }) else {
                throw .invalid("Invalid page token.")
            }
            start = index + 1
        }
        let page = files[start..<min(files.count, start + size)]
        let now = time.now
        return .members([
            "files": page.isEmpty ? nil : .array(page.map { $0.json(at: now) }),
            "nextPageToken": start + page.count == files.count ? nil : page.last.map { .string(PageToken.write($0.name)) },
        ])
    }
}
