import GemCore
import GemMock
import HTTPTypes

/// Whatever is sent to the mock gets an answer: JSON, and no server error.
enum MockTarget: FuzzTarget {
    static let name = "mock"

    private static let paths = [
        "/v1beta/models/gemini-2.5-flash:generateContent", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
        "/v1beta/models/gemini-2.5-flash:countTokens", "/v1beta/models/gemini-embedding-2:embedContent",
        "/v1beta/models/gemini-embedding-001:batchEmbedContents", "/v1beta/models/gemini-2.5-flash:batchGenerateContent",
        "/v1beta/cachedContents", "/v1beta/openai/chat/completions", "/v1beta/interactions", "/v1beta/openai/embeddings",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent",
        "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict", "/v1beta/files",
        "/v1beta/models/gemini-3-pro-preview:generateContent", "/__mock/fixtures", "/__mock/faults",
    ]

    /// The first byte says where the rest is sent.
    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        var request = Request.json(.post, paths[Int(first) % paths.count], Array(bytes.dropFirst()))
        request.credential = .apiKey("fuzz")
        let (asked, path) = (request, request.path)
        wait {
            do {
                let mock = try MockGemini(quick)
                let response = try await mock.send(asked)
                let status = response.head.status.code
                let body = try await response.body.collect(upTo: 1 << 28)
                hold(status < 500 || status == 501, "\(path) answers \(status) \(String(decoding: body.prefix(500), as: UTF8.self))")
                guard !path.contains("alt=sse"), status != 404, response.head.headerFields[.contentType]?.contains("json") == true else {
                    return
                }
                hold(
                    (try? JSON(parsing: body)) != nil,
                    "\(path) answers what is no JSON: \(String(decoding: body.prefix(500), as: UTF8.self))")
            } catch {
                hold(false, "\(path) breaks: \(error)")
            }
        }
    }

    /// A clock that stands still, so that nothing waits.
    static var quick: MockGemini.Options {
        var options = MockGemini.Options()
        options.time = ManualTime()
        return options
    }
}

/// A multipart upload is taken or refused, and what is taken has the length it says.
enum MultipartTarget: FuzzTarget {
    static let name = "multipart"

    static func run(_ bytes: [UInt8]) {
        wait {
            do {
                let mock = try MockGemini(MockTarget.quick)
                var request = Request.json(.post, "/upload/v1beta/files?uploadType=multipart", bytes)
                request.head.headerFields[.contentType] = "multipart/related; boundary=B"
                request.credential = .apiKey("fuzz")
                let response = try await mock.send(request)
                let body = try await response.body.collect(upTo: 1 << 24)
                hold(response.head.status.code < 500, "answers \(response.head.status.code)")
                guard response.head.status == .ok, let file = try? JSON(parsing: body)["file"] else { return }
                let size = file["sizeBytes"]?.int ?? -1
                hold(size >= 0 && size <= bytes.count, "a file of \(size) bytes out of \(bytes.count)")
            } catch {
                hold(false, "breaks: \(error)")
            }
        }
    }
}
