import GemCache
import GemCore
import GemCurl
import GemMock
import GemServer
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Uploads over sockets: a client, the proxy, and the mock behind it.
@Suite struct UploadThroughProxyTests {
    private struct Place {
        var mock: MockGemini
        var proxy: String
        var store: Store
        var stack: Stack
        var client: any Transport
    }

    private static func with(_ body: (Place) async throws -> Void) async throws {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        let mock = try MockGemini(options)
        try await HTTPServer(transport: mock).withServer { mockURL in
            try await TemporaryStore.with(time: time) { store in
                var settings = Stack.Settings(store: store)
                settings.time = time
                let stack = Stack(try curl(mockURL), settings)
                let door = stack.wrapped(by: UploadURLRewriting(upstream: mockURL))
                try await HTTPServer(transport: door, hits: stack.hits).withServer { url in
                    try await body(
                        Place(mock: mock, proxy: url, store: store, stack: stack, client: try curl(url).wrapped(by: AuthLayer())))
                }
            }
        }
    }

    private static func curl(_ url: String) throws -> CurlTransport {
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = url
        return try CurlTransport(configuration)
    }

    private static func question(_ data: JSON) -> Request {
        var request = Request.json(
            .post, "/v1beta/models/gemini-2.5-flash:generateContent",
            (["contents": ["parts": .array([["text": "What is it?"], data])]] as JSON).bytes())
        request.credential = .apiKey("a-key")
        return request
    }

    private static func status(_ response: Response) -> String {
        String(response.head.headerFields[.cacheStatus]?.split(separator: ";").dropFirst().first?.drop { $0 == " " } ?? "")
    }

    @Test func aFileUploadedThroughTheProxyIsTheSameQuestionAsItsBytes() async throws {
        try await Self.with { place in
            let text = Array("A story of a lighthouse.".utf8)
            let file = try TemporaryFile(text, name: "story.txt")
            let uploader = FileUploader(transport: place.client, time: place.store.time)
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            let first = try await uploader.upload(attachment, credential: .apiKey("a-key"))
            let asked = place.mock.requests.count
            let second = try await uploader.upload(attachment, credential: .apiKey("a-key"))
            #expect(first.raw == second.raw && place.mock.requests.count == asked)
            let inline: JSON = ["inlineData": ["data": .string(Base64Coding.encode(text)), "mimeType": "text/plain"]]
            let named: JSON = ["fileData": ["fileUri": .string(first.uri), "mimeType": "text/plain"]]
            #expect(try await Self.status(place.client.send(Self.question(inline))).hasPrefix("fwd=miss"))
            #expect(try await Self.status(place.client.send(Self.question(named))) == "hit")
        }
    }

    @Test func aFileFromElsewhereIsTheSameQuestionOnceItsHashIsTold() async throws {
        try await Self.with { place in
            let text = Array("A story of a lighthouse.".utf8)
            let file = try TemporaryFile(text, name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            // Straight to upstream, by somebody else.
            let foreign = try await FileUploader(transport: place.mock.wrapped(by: AuthLayer()), time: place.store.time)
                .upload(attachment, credential: .apiKey("a-key"))
            let ours = try await FileUploader(transport: place.client, time: place.store.time)
                .upload(attachment, credential: .apiKey("a-key"))
            #expect(foreign.name != ours.name)
            let own: JSON = ["fileData": ["fileUri": .string(ours.uri), "mimeType": "text/plain"]]
            let other: JSON = ["fileData": ["fileUri": .string(foreign.uri), "mimeType": "text/plain"]]
            #expect(try await Self.status(place.client.send(Self.question(own))).hasPrefix("fwd=miss"))
            var get = Request.get("/v1beta/" + foreign.name)
            get.credential = .apiKey("a-key")
            #expect(try await place.client.send(get).head.status.code == 200)
            #expect(try await Self.status(place.client.send(Self.question(other))) == "hit")
        }
    }

    @Test func severalChunksArriveWhole() async throws {
        try await Self.with { place in
            let bytes = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let file = try TemporaryFile(bytes, name: "film.bin")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "application/octet-stream")
            let uploaded = try await FileUploader(transport: place.client, time: place.store.time)
                .upload(attachment, credential: .apiKey("a-key"))
            #expect(uploaded.sizeBytes == 9 << 20)
            let record = try place.store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.file(named: uploaded.name) }
            #expect(record?.digest == attachment.digest)
            #expect(FileSearch.names(in: place.store.path + "/uploads").isEmpty)
        }
    }
}
