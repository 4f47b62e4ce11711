internal import GemCache
internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

@Suite struct ListTests {
    @Test func modelsAreListedToTheLastPage() async throws {
        let transport = ScriptedTransport(
            json:
                #"{"models":[{"name":"models/a","displayName":"A","inputTokenLimit":5,"supportedGenerationMethods":["generateContent"],"#
                + #""thinking":true}],"nextPageToken":"Cg/=="}"#,
            #"{"models":[{"name":"models/b"}]}"#)
        let models = try await Gemini(transport: transport).models()
        #expect(models.map(\.shortName) == ["a", "b"])
        #expect(models[0].methods == ["generateContent"])
        #expect(models[0].thinks && models[0].inputTokenLimit == 5)
        #expect(transport.paths == ["/v1beta/models?pageSize=1000", "/v1beta/models?pageSize=1000&pageToken=Cg%2F%3D%3D"])
    }

    @Test func aCircleOfPagesIsNoticed() async throws {
        let page = #"{"models":[],"nextPageToken":"x"}"#
        let error = await #expect(throws: GemError.self) { _ = try await Gemini(transport: ScriptedTransport(json: page, page)).models() }
        #expect(error?.code == .upstream)
    }

    @Test func filesAreListedLookedUpAndDeleted() async throws {
        let file =
            #"{"name":"files/f1","mimeType":"image/png","sizeBytes":"12","sha256Hash":"MWE4OWZh","state":"ACTIVE","uri":"u","#
            + #""createTime":"2026-07-28T02:24:45.254017Z","new":1}"#
        let transport = ScriptedTransport(json: #"{"files":[\#(file)]}"#, "{}", file, "{}\n")
        let gemini = Gemini(transport: transport, credential: .apiKey("k"))
        let files = try await gemini.files()
        #expect(files[0].sizeBytes == 12)
        #expect(files[0].createTime == Timestamp("2026-07-28T02:24:45.254017Z"))
        #expect(files[0].sha256.isEmpty)
        #expect(try await gemini.files().isEmpty)
        #expect(try await gemini.file("f1").raw["new"] == 1)
        try await gemini.deleteFile("files/f1")
        #expect(transport.calls.map { "\($0.method) \($0.path)" }.suffix(2) == ["GET /v1beta/files/f1", "DELETE /v1beta/files/f1"])
        let error = await #expect(throws: GemError.self) { try await gemini.deleteFile("files/") }
        #expect(error?.code == .badInput)
    }

    @Test func anUploadGoesByTheResumableProtocol() async throws {
        var start = Response(HTTPResponse(status: .ok))
        start.head.headerFields[upload("URL")] = "https://up.example/u?upload_id=1"
        start.head.headerFields[upload("Status")] = "active"
        var end = Response.json(.ok, Array(#"{"file":{"name":"files/f1","uri":"u","state":"ACTIVE"}}"#.utf8))
        end.head.headerFields[upload("Status")] = "final"
        let transport = ScriptedTransport([start, end])
        let file = try TemporaryFile(Array("hello".utf8), name: "a.txt")
        let uploaded = try await Gemini(transport: transport, credential: .apiKey("k")).upload(file.path, displayName: "Greeting")
        #expect(uploaded.name == "files/f1")
        #expect(uploaded.sha256.count == 32)
        #expect(transport.bodies == [#"{"file":{"displayName":"Greeting","mimeType":"text/plain","sizeBytes":5}}"#, "hello"])
        #expect(transport.calls.map(\.hasCredential) == [true, false])
    }

    @Test func vertexHasNoFilesService() async throws {
        let gemini = Gemini(transport: ScriptedTransport([]), api: .vertex(project: "p", location: "l"))
        let error = await #expect(throws: GemError.self) { _ = try await gemini.files() }
        #expect(error?.code == .configuration)
    }
}

/// A header field of the upload protocol.
private func upload(_ name: String) -> HTTPField.Name { HTTPField.Name("X-Goog-Upload-" + name) ?? .contentType }
