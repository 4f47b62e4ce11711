internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// One request that was not answered on the event loop.
///
/// A class: each step on its way would hold a copy of the request on the stack for as long as a stream stays open.
final class Exchange: Sendable {
    let request: Request
    /// The minor version of the client's HTTP.
    let version: UInt8
    let keepsAlive: Bool
    /// How the answer is coded.
    let coding: Coding
    /// Whether the client reads fields behind a body.
    let takesTrailers: Bool

    init(request: Request, version: UInt8, keepsAlive: Bool, coding: Coding = .plain, takesTrailers: Bool = false) {
        self.request = request
        self.version = version
        self.keepsAlive = keepsAlive
        self.coding = coding
        self.takesTrailers = takesTrailers
    }
}

/// The task side of a connection: sends each request to its transport and writes what comes back.
struct Connection: Sendable {
    let channel: any Channel
    let wire: Wire
    let exchanges: AsyncStream<Exchange>

    /// Serves until the client goes away; a client that goes away cancels what is under way for it.
    func serve(_ routes: Routes, name: String) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await exchange in exchanges { await answer(exchange, routes, name: name) }
                }
                try? await channel.closeFuture.get()
                group.cancelAll()
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func answer(_ exchange: Exchange, _ routes: Routes, name: String) async {
        guard let stream = await begun(exchange, routes, name) else { return }
        do {
            try await stream.write()
        } catch {
            abort(for: error, closing: stream.endsByClosing)
        }
    }

    /// Answers but for a body that is a stream, in a task of its own: a task keeps the stack of its deepest moment, some tens of kilobytes below all layers.
    private func begun(_ exchange: Exchange, _ routes: Routes, _ name: String) async -> StreamWriter? {
        async let stream = begin(exchange, routes, name)
        return await stream
    }

    private func begin(_ exchange: Exchange, _ routes: Routes, _ name: String) async -> StreamWriter? {
        let request = exchange.request
        var response: Response
        do throws(GemError) {
            response = try await routes.transport(for: request).send(request)
        } catch {
            if let hangUp = error.cause as? HangUp {
                wire.abort(resets: hangUp.resets)
                return nil
            }
            response = Response(error).framed(for: request.route.shape)
            let isPreferred = error.code == .queued && request.options.offline == .queue
            if isPreferred { response.head.headerFields[.preferenceApplied] = "respond-async" }
        }
        response = response.coded(exchange.coding)
        let writer = ResponseWriter(wire: wire, exchange: exchange, name: name)
        do {
            return try await writer.write(response)
        } catch {
            abort(for: error, closing: writer.endsByClosing(response))
            return nil
        }
    }

    private func abort(for error: any Error, closing: Bool) {
        let hangUp = (error as? GemError)?.cause as? HangUp
        wire.abort(resets: hangUp?.resets ?? closing)
    }
}

/// Which transport answers which paths.
struct Routes: Sendable {
    private let transport: any Transport
    private let admin: [(prefix: String, transport: any Transport)]

    init(_ transport: any Transport, admin: [String: any Transport]) {
        self.transport = transport
        self.admin = admin.map { (prefix: $0.key, transport: $0.value) }.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    func transport(for request: Request) -> any Transport {
        let path = request.path
        if path == "*" { return WholeServer() }
        return admin.first { path.hasPrefix($0.prefix) || path + "/" == $0.prefix }?.transport ?? transport
    }
}

/// Answers `OPTIONS *`, which asks about this server and nothing behind it.
private struct WholeServer: Transport {
    func send(_ request: Request) async throws(GemError) -> Response {
        Response(HTTPResponse(status: .noContent, headerFields: [.allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]))
    }
}

extension HTTPField.Name {
    /// RFC 7240's `Preference-Applied`.
    fileprivate static var preferenceApplied: HTTPField.Name { .init("Preference-Applied") ?? .contentLanguage }
}
