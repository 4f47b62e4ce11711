internal import GemCore
internal import HTTPTypes

extension Facts.Upload {
    /// Reads an upload's request, before its data are taken.
    init(_ route: Route, _ request: Request, shelf: FileShelf) {
        let fields = request.head.headerFields
        if let id = route.queryValue("upload_id") {
            continues = true
            session = Digest(of: Array(id.utf8))
            held = shelf.session(id)?.now.received ?? 0
            offset = fields[text: "X-Goog-Upload-Offset"].flatMap { Int64($0) } ?? ContentRange(fields[text: "Content-Range"] ?? "")?.first
            return
        }
        let names = [
            "X-Goog-Upload-Header-Content-Length", "X-Goog-Upload-Header-Content-Type", "X-Goog-Upload-File-Name",
            "X-Upload-Content-Length",
            "X-Upload-Content-Type",
        ]
        let told = names.map { fields[text: $0] ?? "" }
        if told.contains(where: { !$0.isEmpty }) { plan = Digest(of: Array(told.joined(separator: "\n").utf8)) }
    }
}
