internal import GemCore
internal import HTTPTypes

extension Response {
    /// The answer without the white space of its layout, as `prettyPrint=false` asks; unchanged where it is no JSON.
    consuming func compacted() throws(GemError) -> Response {
        let type = head.headerFields[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/json") else { return self }
        var compactor = JSONCompactor()
        switch body {
        case .empty: break
        case .bytes(let bytes): body = .bytes(compactor.whole(bytes))
        case .file(let slice): body = .bytes(compactor.whole(try slice.read()))
        case .stream(let stream, _): body = .stream(stream.passing(compactor), length: nil)
        }
        if head.headerFields[.contentLength] != nil { head.headerFields[.contentLength] = body.length.map { String($0) } }
        return self
    }
}
