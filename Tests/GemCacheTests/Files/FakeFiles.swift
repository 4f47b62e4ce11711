internal import Crypto
internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// A Files service in memory that fails on command.
final class FakeFiles: Transport {
    /// What goes wrong with one request.
    enum Fault: Sendable {
        /// The connection is lost after `kept` bytes of the body arrived.
        case cut(kept: Int)
        /// The answer has this status and JSON body; nothing was taken.
        case status(Int, String)
        /// Everything was taken, but the answer is lost.
        case lostAnswer
        /// Nothing was sent.
        case unreachable
        /// The upload is forgotten.
        case forgotten
        /// The bytes were taken, but the file is not made.
        case noEnd
    }

    struct State: Sendable {
        var received: [UInt8] = []
        var announced = 0
        var log: [String] = []
        var credentials: [Bool] = []
        var faults: [Int: Fault] = [:]
        var polls: [String] = []
        var file: JSON?
        var sha: String?
        var starts: [String] = []
    }

    let state: Mutex<State>

    init(faults: [Int: Fault] = [:], polls: [String] = [], sha: String? = nil) {
        var state = State()
        state.faults = faults
        state.polls = polls
        state.sha = sha
        self.state = Mutex(state)
    }

    var log: [String] { state.withLock { $0.log } }

    func send(_ request: Request) async throws(GemError) -> Response {
        let body = try await request.body.collect(upTo: 1 << 30)
        let answer = state.withLock { self.answer(request, body, &$0) }
        return try answer.get()
    }

    private func answer(_ request: Request, _ body: [UInt8], _ state: inout State) -> Result<Response, GemError> {
        let fields = request.head.headerFields
        let command = fields[upload("Command")] ?? request.head.method.rawValue
        let offset = fields[upload("Offset")].map { " @\($0)" } ?? ""
        let host = request.head.authority.map { "\(request.head.scheme ?? "?")://\($0)" } ?? ""
        let fault = state.faults[state.log.count]
        state.log.append("\(command)\(offset) \(host)\(request.path)\(body.isEmpty ? "" : " +\(body.count)")")
        state.credentials.append(request.credential != nil)
        var loses = false
        switch fault {
        case .unreachable: return .failure(GemError(.unreachable, "no route"))
        case .cut(let kept):
            if command.hasPrefix("upload") { state.received += body.prefix(kept) }
            return .failure(GemError(.cut, "connection lost"))
        case .status(let code, let text):
            return .success(.json(HTTPResponse.Status(code: code), Array(text.utf8)))
        case .forgotten where ["start", "GET"].contains(command): return .success(.json(.serviceUnavailable, []))
        case .forgotten: return .success(.json(.notFound, []))
        case .lostAnswer: loses = true
        case .noEnd: return .success(respond("upload", request, body, &state))
        case nil: break
        }
        let response = respond(command, request, body, &state)
        return loses ? .failure(GemError(.cut, "connection lost")) : .success(response)
    }

    private func respond(_ command: String, _ request: Request, _ body: [UInt8], _ state: inout State) -> Response {
        var response = Response(HTTPResponse(status: .ok))
        func set(_ name: String, _ value: String) { response.head.headerFields[upload(name)] = value }
        switch command {
        case "start":
            (state.received, state.file) = ([], nil)
            state.starts.append(String(decoding: body, as: UTF8.self))
            set("Status", "active")
            set("URL", "https://up.example:8443/upload/v1beta/files?upload_id=abc&upload_protocol=resumable")
            set("Chunk-Granularity", "8388608")
        case "upload":
            state.received += body
            set("Status", "active")
        case "query" where state.file == nil:
            set("Status", "active")
            set("Size-Received", String(state.received.count))
        case "query": finish(&state, &response)
        case "upload, finalize":
            state.received += body
            finish(&state, &response)
        case "DELETE": break
        default:
            var file = state.file ?? .null
            if !state.polls.isEmpty { file["state"] = .string(state.polls.removeFirst()) }
            state.file = file
            if file["state"]?.string == "FAILED" { file["error"] = ["code": 3, "message": "no video in it"] }
            response.body = .bytes(file.bytes(.pretty))
        }
        return response
    }

    private func finish(_ state: inout State, _ response: inout Response) {
        let digest = SHA256.hash(data: state.received)
        let hex = digest.map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
        let file: JSON = [
            "name": "files/f1", "mimeType": "video/mp4", "sizeBytes": .string(String(state.received.count)),
            "sha256Hash": .string(base64(state.sha ?? hex)), "uri": "https://up.example/v1beta/files/f1",
            "state": .string(state.polls.isEmpty ? "ACTIVE" : state.polls.removeFirst()), "expirationTime": "2026-11-23T10:00:00.5Z",
        ]
        state.file = file
        response.head.headerFields[upload("Status")] = "final"
        response.body = .bytes(JSON.members(["file": file]).bytes(.pretty))
    }
}

func base64(_ text: String) -> String { base64(Array(text.utf8)) }

func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var value = 0
        for index in 0..<3 { value = value << 8 | (index < group.count ? Int(group[start + index]) : 0) }
        for index in 0..<4 { out.append(index <= group.count ? alphabet[value >> (18 - 6 * index) & 63] : "=") }
    }
    return out
}

/// A header field of the upload protocol.
private func upload(_ name: String) -> HTTPField.Name { HTTPField.Name("X-Goog-Upload-" + name) ?? .contentType }
