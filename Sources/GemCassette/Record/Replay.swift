internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// Gives a recorded answer again.
struct Replay: Sendable {
    let playback: Playback
    let time: any TimeSource

    /// The response, byte for byte; a recorded cut throws `.cut` after the recorded bytes.
    func response(_ recorded: RecordedResponse) async throws(GemError) -> Response {
        let head = HTTPResponse(status: HTTPResponse.Status(code: recorded.status), headerFields: recorded.headers)
        if case .body = recorded.content, !recorded.isCut {
            try await pause(recorded.after)
            let bytes = recorded.bytes
            return Response(head, body: bytes.isEmpty ? .empty : .bytes(bytes))
        }
        return Response(head, body: .stream(stream(recorded.chunks, isCut: recorded.isCut), length: nil))
    }

    private func stream(_ chunks: [(bytes: [UInt8], after: Int64)], isCut: Bool) -> ByteStream {
        let position = Counter()
        return ByteStream(next: { () throws(GemError) in
            let index = position.next()
            guard index < chunks.count else {
                guard isCut else { return nil }
                throw GemError(.cut, "The connection was lost here when this answer was recorded.")
            }
            try await self.pause(chunks[index].after)
            return chunks[index].bytes
        })
    }

    private func pause(_ milliseconds: Int64) async throws(GemError) {
        guard playback == .asRecorded, milliseconds > 0 else { return }
        try await time.sleep(until: time.now.adding(seconds: Double(milliseconds) / 1000))
    }
}
