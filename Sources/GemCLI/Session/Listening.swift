import ArgumentParser
import GemCore
import GemServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a server listens, and how others learn of it.
struct Listening: ParsableArguments {
    @Option(help: ArgumentHelp("Address and port; port 0 picks a free one.", valueName: "host:port"))
    var listen: String?

    @Option(help: ArgumentHelp("Written with the base URL once the server listens.", valueName: "file"), completion: .file())
    var readyFile: String?

    /// Serves until it is interrupted; `onBound` is told where.
    func serve(
        _ transport: any Transport, hits: (any HitSource)? = nil, _ configuration: HTTPServer.Configuration, defaultPort: Int,
        onBound: @escaping @Sendable (HTTPServer.BoundAddress) -> Void = { _ in }
    ) async throws {
        OpenFileLimit.raise()
        var configuration = configuration
        (configuration.host, configuration.port) = try address(defaultPort: defaultPort)
        let (server, name) = (HTTPServer(transport: transport, hits: hits, configuration: configuration), configuration.name)
        let readyFile = readyFile
        if let readyFile, !FileManager.default.createFile(atPath: readyFile + ".new", contents: Data()) {
            throw FileName.unwritable(readyFile, "ready file")
        }
        // Shells start servers in the background deaf to interrupts, which are how one ends them all the same.
        try await untilInterrupted(evenIgnored: true) {
            try await server.run { address in
                Console.note("\(name) listens on \(address.url)")
                onBound(address)
                if let readyFile { Self.write(address.url, to: readyFile) }
            }
        }
        if let readyFile { try? FileManager.default.removeItem(atPath: readyFile) }
    }

    /// Whether a base URL leads back to where this listens, on this machine.
    func isNamed(by base: String, defaultPort: Int) -> Bool {
        guard let (_, port) = try? address(defaultPort: defaultPort), port != 0, let colon = base.firstIndex(of: ":"),
            base[colon...].hasPrefix("://")
        else { return false }
        let authority = base[base.index(colon, offsetBy: 3)...].prefix { $0 != "/" && $0 != "?" }.lowercased()
        return ["127.0.0.1", "localhost", "[::1]"].contains { authority == "\($0):\(port)" || port == 80 && authority == $0 }
    }

    private func address(defaultPort: Int) throws(GemError) -> (String, Int) {
        guard let listen else { return ("127.0.0.1", defaultPort) }
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]), (0...65535).contains(port)
        else {
            throw GemError(.usage, "--listen takes HOST:PORT, such as 127.0.0.1:\(defaultPort); \(listen) is neither.")
        }
        let host = listen[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host.isEmpty ? "127.0.0.1" : host, port)
    }

    /// Writes the file whole under another name first, so that who waits for it never reads half a URL.
    private static func write(_ url: String, to file: String) {
        let temporary = file + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: Data((url + "\n").utf8)) else {
            return Console.note("gemcache: cannot write \(file)")
        }
        try? FileManager.default.removeItem(atPath: file)
        do { try FileManager.default.moveItem(atPath: temporary, toPath: file) } catch { Console.note("gemcache: cannot write \(file)") }
    }
}
