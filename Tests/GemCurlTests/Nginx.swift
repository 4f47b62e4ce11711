import Foundation
import GemCore

@testable import GemCurl

/// An nginx of the test's own: TLS with a fresh authority, HTTP/2, on a free port.
///
/// nginx cannot be asked for a free port, but takes over a socket that is already bound, as it does when it replaces its own binary.
struct Nginx {
    let port: UInt16
    private let folder: URL
    private let process: pid_t

    static var isInstalled: Bool { program("nginx") != nil && program("openssl") != nil }

    /// Starts nginx, which hands everything on to `origin`.
    init(before origin: TestServer) throws {
        guard let nginx = Self.program("nginx") else { throw TestServer.Broken(what: "nginx") }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gemcurl-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.makeCertificates(in: folder)
        let listener = socket(AF_INET, streamSocket, 0)
        defer { close(listener) }
        var address = sockaddr_in.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw TestServer.Broken(what: "bind") }
        port = UInt16(bigEndian: address.sin_port)
        try Self.settings(port: port, origin: origin.base).write(to: folder.appendingPathComponent("nginx.conf"), atomically: true, encoding: .utf8)
        process = try Self.spawn(
            [nginx, "-p", folder.path, "-c", "nginx.conf", "-e", "error.log"], environment: ["NGINX=9;"], listener: listener, folder: folder)
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
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
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

    private static func makeCertificates(in folder: URL) throws {
        guard let openssl = program("openssl") else { throw TestServer.Broken(what: "openssl") }
        func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try run([openssl, "req", "-x509", "-subj", "/CN=Test authority", "-keyout", file("ca.key"), "-out", file("ca.pem")] + key, in: folder)
        try run([openssl, "req", "-subj", "/CN=server", "-keyout", file("server.key"), "-out", file("server.csr")] + key, in: folder)
        try "subjectAltName=IP:127.0.0.1\n".write(toFile: file("names"), atomically: true, encoding: .utf8)
        try run(
            [openssl, "x509", "-req", "-in", file("server.csr"), "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-set_serial", "7"]
                + ["-days", "2", "-extfile", file("names"), "-out", file("server.pem")], in: folder)
    }

    private static func program(_ name: String) -> String? {
        ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func run(_ arguments: [String], in folder: URL) throws {
        let process = try spawn(arguments, environment: [], listener: nil, folder: folder)
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process, status == 0 else { throw TestServer.Broken(what: arguments.joined(separator: " ")) }
    }

    /// Starts a program with its output in `output.log` of `folder`, and `listener` as descriptor 9.
    private static func spawn(_ arguments: [String], environment: [String], listener: Int32?, folder: URL) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/output.log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        if let listener { posix_spawn_file_actions_adddup2(&actions, listener, 9) }
        let words = arguments.map { strdup($0) } + [nil]
        let values = environment.map { strdup($0) } + [nil]
        defer { for text in words + values { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, arguments[0], &actions, nil, words, values) == 0 else { throw TestServer.Broken(what: arguments[0]) }
        return process
    }
}
