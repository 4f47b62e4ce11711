import GemCore
import GemMock
import HTTPTypes

/// Passes recorded requests that the API answered well through the mock.
enum Requests {
    /// The request's body as a message.
    static func message(_ recording: Recording) throws(Skip) -> JSON {
        guard recording.isGood else { throw Skip("refused by the API itself") }
        let bytes: [UInt8]
        switch recording.request {
        case .absent("no body") where recording.method != .post, .absent("empty"): throw Skip("no body to check")
        case .absent(let reason): throw Skip("request body: \(reason)")
        case .bytes(let found): bytes = found
        }
        do { return try JSON(parsing: bytes, .lenient) } catch {
            throw Skip(
                recording.route.operation == .uploadFile || recording.path.contains("/upload/")
                    ? "an upload's data" : "request body: no JSON")
        }
    }

    /// Checks its form alone.
    static func validate(_ recording: Recording) throws(Skip) {
        let json = try message(recording)
        guard Transcoder.knows(recording.route) else { throw Skip("no schema of its body") }
        do { try Transcoder.check(json, recording.route) } catch {
            if Redaction.isIn(json) { throw Skip("refused, and something in it is redacted") }
            throw Skip(error.message, isFailure: true)
        }
    }

    /// Sends it to a mock, which must not refuse it.
    static func serve(_ recording: Recording, _ mock: MockGemini) async throws {
        let json = try message(recording)
        let response = try await mock.send(recording.asked(json.bytes()))
        let status = response.head.status.code
        guard status >= 400 else { return }
        let answer = try await response.body.collect(upTo: 1 << 24)
        let text = (try? JSON(parsing: answer))?["error"]?["message"]?.string ?? String(decoding: answer.prefix(200), as: UTF8.self)
        switch status {
        case 404 where recording.route.operation == .other: throw Skip("not served: \(ResponseModel.kind(recording.route, recording.path))")
        case 501: throw Skip("not served: \(recording.route.operation.rawValue)")
        case 404: throw Skip("names a model the mock does not have")
        case 403: throw Skip("names a file or cached content the mock does not hold")
        default:
            if Redaction.isIn(json) { throw Skip("refused, and something in it is redacted") }
            throw Skip("\(status) \(text)", isFailure: true)
        }
    }
}

extension Recording {
    /// The request with a body and a credential of no worth.
    func asked(_ body: [UInt8]) -> Request {
        var request = Request.json(method, path, body)
        request.credential = .apiKey("conformance")
        return request
    }
}
