import Foundation
import GemCassette
import GemCore
import HTTPTypes
import Synchronization

/// A folder that goes with the last reference to it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("cassette-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    func write(_ text: String, _ name: String) throws { try text.write(toFile: file(name), atomically: false, encoding: .utf8) }

    /// Every file below, by its path.
    func all() throws -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        var isFolder: ObjCBool = false
        return names.sorted().filter { FileManager.default.fileExists(atPath: file($0), isDirectory: &isFolder) && !isFolder.boolValue }
    }
}

/// Answers with a function and counts.
final class Upstream: Transport {
    private let answer: @Sendable (Request, Int) async throws(GemError) -> Response
    private let count = Counter()

    init(_ answer: @escaping @Sendable (Request, Int) async throws(GemError) -> Response) { self.answer = answer }

    /// Always the same bytes.
    convenience init(_ text: String) {
        self.init { (_, _) throws(GemError) in .json(.ok, Array(text.utf8)) }
    }

    /// `{"n": 1}`, `{"n": 2}`, …
    static func counting() -> Upstream {
        Upstream { (_, number) throws(GemError) in .json(.ok, Array("{\n  \"n\": \(number)\n}\n".utf8)) }
    }

    var sent: Int { count.current }

    func send(_ request: Request) async throws(GemError) -> Response { try await answer(request, count.next() + 1) }
}

func generate(_ text: String, _ verb: String = "generateContent", model: String = "gemini-2.5-flash") -> Request {
    let body = JSON.members(["contents": [["role": "user", "parts": [["text": .string(text)]]]]])
    return .json(.post, "/v1beta/models/\(model):\(verb)", body.bytes())
}

func stream(_ text: String) -> Request { generate(text, "streamGenerateContent?alt=sse") }

func response(_ text: String, type: String = "application/json; charset=UTF-8", status: Int = 200) -> Response {
    response(chunks: [text], type: type, status: status)
}

/// A response whose chunks arrive one by one, then `failure` if there is one.
func response(
    chunks: [String], type: String = "text/event-stream", status: Int = 200, failure: GemError? = nil,
    onChunk: @escaping @Sendable (Int) -> Void = { _ in }
) -> Response {
    var fields = HTTPFields()
    fields[.contentType] = type
    let position = Counter()
    let body = ByteStream(next: { () throws(GemError) in
        let index = position.next()
        guard index < chunks.count else {
            if let failure { throw failure }
            return nil
        }
        onChunk(index)
        return Array(chunks[index].utf8)
    })
    return Response(HTTPResponse(status: .init(code: status), headerFields: fields), body: .stream(body, length: nil))
}

extension Response {
    func text() async throws(GemError) -> String { String(decoding: try await body.collect(upTo: 1 << 28), as: UTF8.self) }

    /// The body's text and the error it ends with, if any.
    func textAndError() async -> (String, GemError?) {
        guard case .stream(let stream, _) = body else { return ((try? await text()) ?? "", nil) }
        var all: [UInt8] = []
        do throws(GemError) {
            for try await chunk in stream { all += chunk }
            return (String(decoding: all, as: UTF8.self), nil)
        } catch {
            return (String(decoding: all, as: UTF8.self), error)
        }
    }
}

extension Cassette {
    /// Records what `upstream` answers to `requests`, reading each answer to its end.
    func record(
        _ requests: [Request], from upstream: Upstream, mode: RecordMode = .all, settings: CassetteSettings = .init()
    ) async throws(GemError) {
        let transport = upstream.wrapped(by: CassetteLayer(self, mode: mode, settings: settings))
        for request in requests { _ = await (try await transport.send(request)).textAndError() }
    }
}

let event1 =
    "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Hel\"}],\"role\": \"model\"},\"index\": 0}],\"modelVersion\": \"m\"}\r\n\r\n"
let event2 =
    "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"lo \\u003cb\\u003e\"}],\"role\": \"model\"},\"finishReason\": \"STOP\",\"index\": 0}],\"modelVersion\": \"m\"}\r\n\r\n"

extension HTTPFields {
    subscript(named name: String) -> String? {
        get { HTTPField.Name(name).flatMap { self[$0] } }
        set { if let name = HTTPField.Name(name) { self[name] = newValue } }
    }
}
