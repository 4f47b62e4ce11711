package import GemCore
internal import HTTPTypes

/// Swaps live URIs in for local media, uploading what has no live copy: once a content and credential, however many ask at once.
package struct UploadLayer: Layer {
    private let desk: UploadDesk

    /// Makes the layer.
    package init(desk: UploadDesk) { self.desk = desk }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        guard !request.attachments.isEmpty else { return try await next.send(request) }
        var request = request
        let body = try await request.body.collect(upTo: .max)
        request.body = .bytes(body)
        // Of a batch of which some items are known, only the others' files are needed.
        request.attachments = request.attachments.filter { Self.names($0.uri, in: body) }
        let patience = TimeBudget(request.options.timeLimit, desk.time)
        let first = try await uploaded(request, next, patience)
        var reused = first.reused
        var response = try await next.send(first.request)
        while !reused.isEmpty, let complaint = try await FileComplaint.reading(&response) {
            // The API forgot a file before its time: upload it again, once.
            let lost = reused.filter { complaint.id == nil || $0.name == "files/" + (complaint.id ?? "") }
            guard !lost.isEmpty else { break }
            reused.removeAll { copy in lost.contains { $0.name == copy.name } }
            for copy in lost { await desk.forget(copy.attachment, request.credential, named: copy.name) }
            response = try await next.send(try await uploaded(request, next, patience).request)
        }
        return response
    }

    /// A file that was there before this request, and its name upstream.
    private struct Reused {
        var attachment: Attachment
        var name: String
    }

    private func uploaded(
        _ request: Request, _ next: any Transport, _ patience: TimeBudget
    ) async throws(GemError) -> (request: Request, reused: [Reused]) {
        var request = request
        let (credential, onProgress) = (request.credential, request.onProgress)
        var body = try await request.body.collect(upTo: .max)
        var reused: [Reused] = []
        for attachment in request.attachments {
            let copy = try await patience.spend(on: attachment) { () async throws(GemError) in
                try await desk.usable(attachment, credential, next, onProgress)
            }
            if copy.wasLive { reused.append(Reused(attachment: attachment, name: copy.file.name)) }
            body = Self.replacing(attachment.uri, by: copy.file.uri, in: body)
        }
        request.attachments = []
        request.body = .bytes(body)
        request.options.timeLimit = patience.left
        return (request, reused)
    }

    /// Whether a placeholder stands anywhere in the body.
    private static func names(_ placeholder: String, in body: [UInt8]) -> Bool {
        let pattern = Array(placeholder.utf8)
        return body.indices.contains { body[$0] == pattern[0] && body[$0...].starts(with: pattern) }
    }

    /// Replaces a placeholder where it stands as the whole value of a `fileUri` member, and nowhere else.
    static func replacing(_ placeholder: String, by uri: String, in body: [UInt8]) -> [UInt8] {
        let pattern = Array("\"\(placeholder)\"".utf8)
        let value = JSON.string(uri).bytes()
        var out: [UInt8] = []
        out.reserveCapacity(body.count + 128)
        var index = 0
        while index < body.count {
            if body[index] == UInt8(ascii: "\""), body[index...].starts(with: pattern), isFileURI(out) {
                out.append(contentsOf: value)
                index += pattern.count
            } else {
                out.append(body[index])
                index += 1
            }
        }
        return out
    }

    /// Whether what was written last is `"fileUri":` or `"file_uri":`.
    private static func isFileURI(_ out: [UInt8]) -> Bool {
        var end = out.count
        func skipSpace() { while end > 0, [32, 9, 10, 13].contains(out[end - 1]) { end -= 1 } }
        skipSpace()
        guard end > 0, out[end - 1] == UInt8(ascii: ":") else { return false }
        end -= 1
        skipSpace()
        let tail = out[..<end].suffix(10)
        return tail.elementsEqual("\"file_uri\"".utf8) || tail.suffix(9).elementsEqual("\"fileUri\"".utf8)
    }
}
