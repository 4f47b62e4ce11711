internal import GemCore
internal import HTTPTypes

/// An answer that says that a file the request names is not there, or not this credential's.
struct FileComplaint: Sendable, Equatable {
    /// The part of the file's name after `files/`; nil where the answer does not tell it.
    var id: String?

    /// Reads an error: 403 or 404, and about a file; one about the key or a model is none.
    init?(_ failure: UpstreamFailure) {
        guard failure.httpStatus == 403 || failure.httpStatus == 404, failure.reason?.hasPrefix("API_KEY") != true else { return nil }
        let words = failure.message.split { " \n\t.,;:'\"".contains($0) }
        guard let place = words.firstIndex(where: { $0.lowercased() == "file" || $0.hasPrefix("files/") }) else { return nil }
        let text = failure.message.lowercased()
        guard ["may not exist", "not found", "does not exist", "permission to access the file"].contains(where: { text.contains($0) })
        else { return nil }
        let next = words.dropFirst(words[place].hasPrefix("files/") ? place : place + 1).first
        let name = next.flatMap { Self.verbs.contains($0.lowercased()) ? nil : $0 }.map { $0.hasPrefix("files/") ? $0.dropFirst(6) : $0 }
        id = name.flatMap { FileURI.name("files/" + $0) }.map { String($0.dropFirst(6)) }
    }

    /// What follows the word where no name does.
    private static let verbs: Set<String> = ["does", "is", "was", "not", "may", "or", "could", "cannot", "with", "you"]

    /// Reads an answer; its body is whole in memory afterwards where it might have been one.
    static func reading(_ response: inout Response) async throws(GemError) -> FileComplaint? {
        guard [403, 404].contains(response.head.status.code) else { return nil }
        let bytes = try await response.body.collect(upTo: 1 << 20)
        response.body = .bytes(bytes)
        return FileComplaint(UpstreamFailure(httpStatus: response.head.status.code, body: bytes))
    }
}
