import Crypto
import GemCore
import HTTPTypes
import Synchronization
import Testing

/// An upstream with files of several keys, that answers questions which name one of them, or none.
final class FilesAPI: Transport {
    struct State: Sendable {
        var files: [String: JSON] = [:]
        var started: [JSON] = []
        /// The bodies of data requests, by how they were held.
        var bodies: [Body] = []
        var received: [UInt8] = []
        var log: [String] = []
        /// The bodies of questions.
        var asked: [String] = []
        var isDown = false
        var uploadState = "ACTIVE"
        /// Answered to starts instead, where there is one.
        var trouble: Int?
        /// Answered to every question instead, where there is one.
        var refusal: (status: Int, json: String)?
        /// Said of a file that is not there instead.
        var lostWords: String?
    }

    let state = Mutex(State())
    private let keepsBytes: Bool

    /// With `keepsBytes` off, data is counted and thrown away.
    init(keepsBytes: Bool = true) { self.keepsBytes = keepsBytes }

    func isDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
    var log: [String] { state.withLock { $0.log } }
    var uploads: Int { log.filter { $0 == "start" }.count }
    /// Loses a file without telling anyone.
    func lose(_ name: String) { state.withLock { $0.files[name] = nil } }

    func send(_ request: Request) async throws(GemError) -> Response {
        if state.withLock({ $0.isDown }) { throw GemError(.unreachable, "Connection refused.") }
        let route = request.route
        if route.operation == .uploadFile {
            if route.queryValue("upload_id") != nil { return try await data(request) }
            let json = (try? JSON(parsing: try await request.body.collect(upTo: 1 << 20))) ?? .null
            return start(json["file"] ?? .null)
        }
        let body = try await request.body.collect(upTo: 1 << 20)
        return state.withLock { answer(request, body, &$0) }
    }

    private func start(_ file: JSON) -> Response {
        state.withLock { state in
            state.log.append("start")
            if let status = state.trouble { return .rpcError(httpStatus: status, status: "INTERNAL", message: "Internal error") }
            if let name = file["name"]?.string, state.files[name] != nil {
                return .rpcError(httpStatus: 409, status: "ALREADY_EXISTS", message: "Requested entity already exists")
            }
            state.started.append(file)
            state.received = []
            var response = Response(HTTPResponse(status: .ok))
            response.head.headerFields[Self.field("Status")] = "active"
            response.head.headerFields[Self.field("URL")] = "https://up.example/upload/v1beta/files?upload_id=\(state.started.count - 1)"
            return response
        }
    }

    private func data(_ request: Request) async throws(GemError) -> Response {
        let bytes = keepsBytes ? try await request.body.collect(upTo: 1 << 30) : []
        return state.withLock { state in
            state.log.append("data")
            state.bodies.append(request.body)
            state.received += bytes
            var response = Response(HTTPResponse(status: .ok))
            let isLast = request.head.headerFields[Self.field("Command")]?.contains("finalize") == true
            response.head.headerFields[Self.field("Status")] = isLast ? "final" : "active"
            guard isLast else { return response }
            let number = Int(request.route.queryValue("upload_id") ?? "") ?? 0
            var file = state.started[number]
            if file["name"] == nil { file["name"] = .string("files/f\(number)") }
            let hex = SHA256.hash(data: state.received).map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
            file["uri"] = .string("https://generativelanguage.googleapis.com/v1beta/\(file["name"]?.string ?? "")")
            file["sizeBytes"] = .string(file["sizeBytes"]?.int.map(String.init) ?? "0")
            if keepsBytes { file["sha256Hash"] = .string(base64(hex)) }
            file["state"] = .string(state.uploadState)
            file["expirationTime"] = "2027-11-23T10:00:00.5Z"
            state.files[file["name"]?.string ?? ""] = file
            response.body = .bytes(JSON.members(["file": file]).bytes(.pretty))
            return response
        }
    }

    private func answer(_ request: Request, _ body: [UInt8], _ state: inout State) -> Response {
        let route = request.route
        state.log.append(route.operation.rawValue)
        switch route.operation {
        case .getFile, .deleteFile:
            guard let file = state.files[route.resource] else { return Self.unknown(route.resource) }
            if route.operation == .deleteFile { state.files[route.resource] = nil }
            return .json(.ok, route.operation == .deleteFile ? Array("{}".utf8) : file.bytes())
        case .listFiles:
            return .json(.ok, JSON.members(["files": .array(Array(state.files.values))]).bytes())
        default:
            if let refusal = state.refusal { return .json(.init(code: refusal.status), Array(refusal.json.utf8)) }
            let text = String(decoding: body, as: UTF8.self)
            state.asked.append(text)
            for part in text.split(separator: "\"") where part.contains("/files/") {
                let name = "files/" + (part.split(separator: "/").last ?? "")
                if state.files[name] == nil {
                    guard let words = state.lostWords else { return Self.unknown(name) }
                    return .rpcError(httpStatus: 404, status: "NOT_FOUND", message: words)
                }
                state.log.append("asked of \(name)")
            }
            return .json(.ok, Array(CacheLayerTests.answer.utf8))
        }
    }

    private static func unknown(_ name: String) -> Response {
        .rpcError(
            httpStatus: 403, status: "PERMISSION_DENIED",
            message: "You do not have permission to access the File \(name.dropFirst(6)) or it may not exist.")
    }

    static func field(_ name: String) -> HTTPField.Name { .init("X-Goog-Upload-" + name) ?? .contentType }
}

/// A client of the Files service, as the SDKs are: the key with the start alone.
struct FilesClient {
    let transport: any Transport
    var key: String? = "a-key-of-mine"
    var origin: String? = "http://127.0.0.1:8787"

    func start(_ json: String = "{}", length: Int? = nil, mimeType: String = "text/plain", version: String = "v1beta") async throws
        -> String
    {
        let response = try await begin(json, length: length, mimeType: mimeType, version: version)
        let url = try #require(response.head.headerFields[FilesAPI.field("URL")])
        let base = try #require(origin)
        try #require(url.hasPrefix(base + "/upload/"))
        return String(url.dropFirst(base.utf8.count))
    }

    func begin(
        _ json: String = "{}", length: Int? = nil, mimeType: String = "text/plain", version: String = "v1beta"
    ) async throws -> Response {
        var request = Request.json(.post, "/upload/\(version)/files", Array(json.utf8))
        request.head.headerFields[FilesAPI.field("Protocol")] = "resumable"
        request.head.headerFields[FilesAPI.field("Command")] = "start"
        request.head.headerFields[FilesAPI.field("Header-Content-Type")] = mimeType
        request.head.headerFields[FilesAPI.field("Header-Content-Length")] = length.map(String.init)
        return try await send(request)
    }

    func data(_ path: String, _ command: String, at offset: Int? = nil, _ bytes: [UInt8] = []) async throws -> Response {
        try await data(path, command, at: offset, body: bytes.isEmpty ? .empty : .bytes(bytes))
    }

    func data(_ path: String, _ command: String, at offset: Int? = nil, body: Body) async throws -> Response {
        var request = Request(HTTPRequest(method: .post, scheme: nil, authority: nil, path: path), body: body)
        request.head.headerFields[FilesAPI.field("Command")] = command
        request.head.headerFields[FilesAPI.field("Offset")] = offset.map(String.init)
        request.origin = origin
        return try await transport.send(request)
    }

    /// A whole upload; gives the `File`.
    func upload(_ text: String, _ json: String = "{}", mimeType: String = "text/plain") async throws -> JSON {
        let path = try await start(json, length: text.utf8.count, mimeType: mimeType)
        let response = try await data(path, "upload, finalize", at: 0, Array(text.utf8))
        #expect(response.head.status.code == 200)
        #expect(response.head.headerFields[FilesAPI.field("Status")] == "final")
        return try #require(try await JSON(parsing: response.body.collect(upTo: 1 << 20))["file"])
    }

    func get(_ path: String, _ method: HTTPRequest.Method = .get) async throws -> (status: Int, json: JSON) {
        let response = try await send(Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path)))
        return (response.head.status.code, try await JSON(parsing: response.body.collect(upTo: 1 << 20)))
    }

    func send(_ request: Request) async throws(GemError) -> Response {
        var request = request
        request.credential = key.map(Credential.apiKey)
        request.origin = origin
        return try await transport.send(request)
    }

    /// A question about a file.
    static func question(_ uri: String, mimeType: String = "text/plain") -> Request {
        let part: JSON = ["fileData": ["fileUri": .string(uri), "mimeType": .string(mimeType)]]
        return .json(
            .post, "/v1beta/models/m:generateContent", (["contents": ["parts": .array([["text": "what?"], part])]] as JSON).bytes())
    }

    /// The same question with the bytes in it.
    static func question(inline text: String, mimeType: String = "text/plain") -> Request {
        let part: JSON = ["inlineData": ["data": .string(base64(text)), "mimeType": .string(mimeType)]]
        return .json(
            .post, "/v1beta/models/m:generateContent", (["contents": ["parts": .array([["text": "what?"], part])]] as JSON).bytes())
    }
}
