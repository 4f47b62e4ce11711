internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// Writes one answer: small ones with their head in one go, others piece by piece as they come, never faster than the client reads.
struct ResponseWriter {
    let wire: Wire
    let exchange: Exchange
    let name: String

    /// Writes `response`, but for a body that is a stream, which what is returned writes; throws when it cannot be completed, and then the connection must be broken.
    func write(_ response: Response) async throws -> StreamWriter? {
        let framing = framing(of: response)
        let keepsAlive = exchange.keepsAlive && framing != .untilClose
        let connection = !keepsAlive ? "close" : exchange.version == 0 ? "keep-alive" : nil
        var buffer = ByteBuffer()
        switch (framing, response.body) {
        case (.none, _), (_, .empty):
            buffer.write(response, framing: framing, connection: connection, name: name)
            try await wire.end(buffer, keepsAlive: keepsAlive)
        case (_, .bytes(let bytes)):
            buffer.reserveCapacity(bytes.count + 512)
            buffer.write(response, framing: framing, connection: connection, name: name)
            buffer.writeBytes(bytes)
            try await wire.end(buffer, keepsAlive: keepsAlive)
        case (_, .file(let slice)):
            try await write(slice, response, connection: connection, keepsAlive: keepsAlive)
        case (_, .stream(let stream, _)):
            let lastWord = framing == .chunked && exchange.takesTrailers ? response.lastWord : nil
            buffer.write(response, framing: framing, connection: connection, name: name, hasTrailer: lastWord != nil)
            try await wire.write(buffer)
            return StreamWriter(wire: wire, stream: stream, framing: framing, keepsAlive: keepsAlive, lastWord: lastWord)
        }
        return nil
    }

    /// Whether a client would take a plain close for the end of this answer.
    func endsByClosing(_ response: Response) -> Bool { framing(of: response) == .untilClose }

    private func framing(of response: Response) -> ResponseFraming {
        let code = response.head.status.code
        if code == 204 || code == 304 || (100..<200).contains(code) { return .none(length: nil) }
        if exchange.request.head.method == .head {
            let stated = response.head.headerFields[.contentLength].flatMap { Int64($0) }
            if case .empty = response.body { return .none(length: stated) }
            return .none(length: response.body.length ?? stated)
        }
        if let length = response.body.length { return .length(length) }
        return exchange.version == 0 ? .untilClose : .chunked
    }

    private func write(_ slice: FileSlice, _ response: Response, connection: String?, keepsAlive: Bool) async throws {
        var buffer = ByteBuffer()
        var sent: Int64 = 0
        let file: OpenFile
        do throws(GemError) { file = try OpenFile(slice.path) } catch { return try await refuse(Response(error), connection, keepsAlive) }
        buffer.write(response, framing: .length(slice.length), connection: connection, name: name)
        while sent < slice.length {
            let bytes = try file.read(at: slice.offset + sent, Int(min(256 << 10, slice.length - sent)))
            sent += Int64(bytes.count)
            buffer.writeBytes(bytes)
            if sent == slice.length { break }
            try await wire.write(buffer)
            buffer = ByteBuffer()
        }
        try await wire.end(buffer, keepsAlive: keepsAlive)
    }

    private func refuse(_ response: Response, _ connection: String?, _ keepsAlive: Bool) async throws {
        var buffer = ByteBuffer()
        buffer.write(response, framing: .length(response.body.length ?? 0), connection: connection, name: name)
        if case .bytes(let bytes) = response.body { buffer.writeBytes(bytes) }
        try await wire.end(buffer, keepsAlive: keepsAlive)
    }
}
