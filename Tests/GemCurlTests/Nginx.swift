import Foundation
import GemCore
import GemTesting

@testable import GemCurl

/// An nginx of the test's own: TLS with a fresh authority, HTTP/2, on a free port.
///
/// nginx cannot be asked for a free port, but takes over a socket that is already bound, as it does when it replaces its own binary.
struct Nginx {
    let port: UInt16
    private let folder: URL
    private let process: SpawnedProcess

    static var isInstalled: Bool { program("nginx") != nil && program("openssl") != nil }

    /// Starts nginx, which hands everything on to `origin`.
    init(before origin: TestServer) async throws {
        guard let nginx = Self.program("nginx") else { throw TestServer.Broken(what: "nginx") }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gemcurl-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await Self.makeCertificates(in: folder)
        let (listener, port) = try TestServer.listener(backlog: 64)
        self.port = port
        try Self.settings(port: port, origin: origin.base).write(
            to: folder.appendingPathComponent("nginx.conf"), atomically: true, encoding: .utf8)
        defer { close(listener) }
        process = try SpawnedProcess(
            nginx, ["-p", folder.path, "-c", "nginx.conf", "-e", "error.log"], environment: ["NGINX": "0;"], listener: listener,
            folder: folder.path)
    }

    /// A transport to this server that trusts its authority.
    func transport(_ change: (inout CurlTransport.Configuration) -> Void = { _ in }) throws -> CurlTransport {
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = "https://127.0.0.1:\(port)"
        configuration.proxy = ""
        configuration.caBundle = folder.appendingPathComponent("ca.pem").path
        change(&configuration)
        return try CurlTransport(configuration)
    }

    /// Ends the process and removes its folder.
    func stop() {
        process.terminate()
        process.waitForEnd()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func settings(port: UInt16, origin: String) -> String {
        return """
            daemon off; worker_processes 1;
            error_log error.log; pid nginx.pid;
            events { worker_connections 256; }
            http {
              access_log off; client_max_body_size 0;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              gzip on; gzip_min_length 1; gzip_types application/json;
              server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate server.pem; ssl_certificate_key server.key;
                location / {
                  add_header X-Protocol $server_protocol; add_header X-Gzip $http_accept_encoding; add_header X-Connection $connection;
                  proxy_pass \(origin); proxy_http_version 1.1; proxy_request_buffering off; proxy_buffering off;
                }
              }
            }
            """
    }

    private static func makeCertificates(in folder: URL) async throws {
        guard let openssl = program("openssl") else { throw TestServer.Broken(what: "openssl") }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try await run(openssl, ["req", "-x509", "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem"] + key, in: folder)
        try await run(openssl, ["req", "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr"] + key, in: folder)
        try "subjectAltName=IP:127.0.0.1\n".write(to: folder.appendingPathComponent("names"), atomically: true, encoding: .utf8)
        try await run(
            openssl,
            ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "2"]
                + ["-extfile", "names", "-out", "server.pem"], in: folder)
    }

    private static func program(_ name: String) -> String? {
        ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func run(_ program: String, _ arguments: [String], in folder: URL) async throws {
        let process = try SpawnedProcess(program, arguments, environment: ["PATH": "/usr/bin:/bin"], folder: folder.path)
        guard await process.end() == 0 else { throw TestServer.Broken(what: arguments.joined(separator: " ")) }
    }
}
