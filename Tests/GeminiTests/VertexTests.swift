internal import GemCache
internal import GemCore
internal import Gemini
internal import HTTPTypes
internal import Testing

/// The same calls over Vertex AI: their paths, what is checked before sending, and what is told where it refuses.
@Suite struct VertexTests {
    private static let vertex = Gemini.API.vertex(project: "p", location: "us-central1")

    private static func client(_ transport: ScriptedTransport, _ api: Gemini.API = vertex) -> Gemini {
        Gemini(transport: transport, credential: .bearer("token"), api: api, time: ManualTime())
    }

    @Test func expressModeNamesNoProject() async throws {
        let transport = ScriptedTransport(json: answer("x"), answer("x"), #"{"totalTokens":1}"#, #"{"publisherModels":[]}"#)
        let gemini = Self.client(transport, .vertexExpress)
        _ = try await gemini.gem("q", model: "models/gemini-2.5-pro", thinking: nil)
        _ = try await gemini.gem("q", model: "publishers/x/models/y", thinking: nil)
        _ = try await gemini.countTokens("q")
        _ = try await gemini.models()
        #expect(
            transport.paths == [
                "/v1beta1/publishers/google/models/gemini-2.5-pro:generateContent", "/v1beta1/publishers/x/models/y:generateContent",
                "/v1beta1/publishers/google/models/gemini-2.5-flash:countTokens", "/v1beta1/publishers/google/models?pageSize=100",
            ])
        for action in [{ _ = try await gemini.cachedContents() }, { _ = try await gemini.batches() }] as [() async throws -> Void] {
            let error = await #expect(throws: GemError.self) { try await action() }
            #expect(error?.code == .configuration && error?.message.contains("express") == true)
        }
    }

    @Test func expressModeEmbedsByInstances() async throws {
        let transport = ScriptedTransport(
            json: #"{"predictions":[{"embeddings":{"values":[1]}}]}"#,
            #"{"predictions":[{"embeddings":{"values":[2]}},{"embeddings":{"values":[3]}}]}"#)
        let gemini = Self.client(transport, .vertexExpress)
        var options = EmbedOptions()
        (options.concurrency, options.normalizes) = (1, false)
        let one = try await gemini.embed(each: [.text("a")], model: "gemini-embedding-001", options: options)
        let two = try await gemini.embed(each: [.text("b"), .text("c")], model: "text-embedding-005", options: options)
        #expect(one.vectors == [[1]] && two.vectors == [[2], [3]])
        #expect(
            transport.paths == [
                "/v1beta1/publishers/google/models/gemini-embedding-001:predict",
                "/v1beta1/publishers/google/models/text-embedding-005:predict",
            ])
        #expect(transport.bodies == [#"{"instances":[{"content":"a"}]}"#, #"{"instances":[{"content":"b"},{"content":"c"}]}"#])
        let error = await #expect(throws: GemError.self) {
            _ = try await gemini.embed(each: [.text("a")], model: "gemini-embedding-2", options: options)
        }
        #expect(error?.code == .configuration && error?.message.contains("project") == true && transport.paths.count == 2)
    }

    @Test func aVideoInABucketIsAskedAboutWholeAndStreamed() async throws {
        let transport = ScriptedTransport([.json(.ok, Array(answer("x").utf8)), .events([chunk("x", "STOP")])])
        let gemini = Self.client(transport)
        _ = try await gemini.gem("What is said?", "gs://bucket/pixel8.mp4", thinking: nil)
        for try await _ in try await gemini.gemStream("What is said?", "gs://bucket/pixel8.mp4", thinking: nil) {}
        #expect(transport.bodies[0] == transport.bodies[1])
        #expect(transport.bodies[0].contains(#""fileData":{"mimeType":"video/mp4","fileUri":"gs://bucket/pixel8.mp4"}"#))
        #expect(transport.paths[1].hasSuffix(":streamGenerateContent?alt=sse"))
    }

    /// Media, the model, and what the error says; nil where they are sent.
    struct Case: Sendable, CustomTestStringConvertible {
        var media: [Media]
        var model: String
        var said: String?

        init(_ media: [Media], _ model: String, _ said: String?) { (self.media, self.model, self.said) = (media, model, said) }

        var testDescription: String { "\(media.count) for \(model): \(said ?? "sent")" }
    }

    private static func films(_ count: Int) -> [Media] { (0..<count).map { .url("gs://b/\($0).mp4") } }
    private static let pro = "gemini-2.5-pro"

    @Test(arguments: [
        Case(films(10), pro, nil), Case(films(11), pro, "10 at most"), Case(films(1), "gemini-1.0-pro-vision", nil),
        Case(films(2), "publishers/google/models/gemini-1.0-pro-vision-001", "1 at most"), Case(films(11), "publishers/x/models/y", nil),
        Case(["https://youtu.be/1x3k0V2IITo"], pro, nil),
        Case(["https://youtu.be/1x3k0V2IITo", "https://youtu.be/2x3k0V2IITo"], pro, "2 videos from YouTube"),
        Case([.url("https://a.example/a.mp4"), .url("https://a.example/b.mp4")], pro, "2 videos given by http"),
        Case([.url("gs://b/a.mkv", mimeType: "video/x-matroska")], pro, "gs://b/a.mkv is video/x-matroska"),
        Case([.data([1], mimeType: "video/ogg")], pro, "A video in the prompt is video/ogg"),
        Case([.url("gs://b/a.MOV", mimeType: "Video/QuickTime")], pro, nil),
        Case((0..<20).map { .url("gs://b/\($0).png") }, pro, nil),
    ])
    func videosBeyondTheLimitsAreNotSent(one: Case) async throws {
        let transport = ScriptedTransport(json: answer("x"), answer("x"))
        let gemini = Self.client(transport)
        do throws(GemError) {
            _ = try await gemini.generate("q", one.media, model: one.model, thinking: nil)
            #expect(one.said == nil && transport.calls.count == 1)
        } catch {
            #expect(error.code == .badInput && error.message.contains(one.said ?? "–"), "\(error)")
            await #expect(throws: GemError.self) { _ = try await gemini.stream("q", one.media, model: one.model, thinking: nil) }
            #expect(transport.calls.isEmpty)
        }
    }

    @Test func theDeveloperAPIDecidesForItself() async throws {
        let transport = ScriptedTransport(json: answer("x"))
        _ = try await Self.client(transport, .developer).generate("q", [.data([1], mimeType: "video/ogg")], thinking: nil)
        #expect(transport.calls.count == 1)
    }

    @Test func aRefusedAccountIsNamedWithWhatItNeeds() async throws {
        let refusal = Response.rpcError(
            httpStatus: 403, status: "PERMISSION_DENIED", message: "Permission 'aiplatform.endpoints.predict' denied.")
        var gemini = Self.client(ScriptedTransport([refusal]))
        gemini.credential = .accessTokens(named: "the account of the test") { ("token", Timestamp(microseconds: .max)) }
        let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q") }
        #expect(error?.code == .refused && error?.message.contains("roles/aiplatform.user") == true)
        #expect(error.map { "\($0)" }?.contains("the account of the test") == true)
    }

    @Test func aCachedContentBelongsToItsProject() async throws {
        let made = #"{"name":"projects/1/locations/us-central1/cachedContents/7","model":"m"}"#
        let transport = ScriptedTransport(json: made, made, "{}", #"{"cachedContents":[\#(made)]}"#)
        let gemini = Self.client(transport)
        var options = CachedContentOptions()
        options.lifetime = .seconds(90.5)
        let content = try await gemini.createCachedContent(media: ["gs://b/a.mp4"], options: options)
        _ = try await gemini.updateCachedContent(content.name, lifetime: .until(Timestamp(microseconds: 0)))
        try await gemini.deleteCachedContent("7")
        #expect(try await gemini.cachedContents().map(\.name) == [content.name])
        let shelf = "/v1beta1/projects/p/locations/us-central1/cachedContents"
        #expect(
            transport.calls.map { "\($0.method) \($0.path)" } == [
                "POST \(shelf)", "PATCH /v1beta1/projects/1/locations/us-central1/cachedContents/7?updateMask=expireTime",
                "DELETE \(shelf)/7",
                "GET \(shelf)?pageSize=100",
            ])
        #expect(
            transport.bodies[0]
                == #"{"model":"projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash","contents":[{"parts":[{"fileData":"#
                + #"{"mimeType":"video/mp4","fileUri":"gs://b/a.mp4"}}],"role":"user"}],"ttl":"90.500s"}"#)
        #expect(transport.bodies[1] == #"{"expireTime":"1970-01-01T00:00:00.000000Z"}"#)
    }

    @Test func aBatchReadsAndWritesBuckets() async throws {
        let job = #"{"name":"projects/1/locations/us-central1/batchPredictionJobs/9","state":"JOB_STATE_PENDING"}"#
        let done = job.replacing("PENDING", with: "SUCCEEDED").replacing(
            "\"}", with: #"","outputInfo":{"gcsOutputDirectory":"gs://b/out/1"}}"#)
        let transport = ScriptedTransport(json: job, job, done, "{}")
        let gemini = Self.client(transport)
        let batch = try await gemini.createBatch(.cloud("gs://b/in.jsonl", output: "gs://b/out"), model: "gemini-2.5-pro", displayName: "d")
        #expect(batch.phase == "pending" && !batch.isOver)
        let over = try await gemini.wait(forBatch: batch.name)
        #expect(over.hasAnswers && over.cloudOutput == "gs://b/out/1")
        let error = await #expect(throws: GemError.self) { _ = try await gemini.results(of: over) }
        #expect(error?.message.contains("gs://b/out/1") == true)
        try await gemini.cancelBatch("9")
        #expect(
            transport.bodies[0]
                == #"{"displayName":"d","model":"publishers/google/models/gemini-2.5-pro","inputConfig":{"instancesFormat":"jsonl","#
                + #""gcsSource":{"uris":["gs://b/in.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://b/out"}}}"#
        )
        #expect(transport.paths[3] == "/v1beta1/projects/p/locations/us-central1/batchPredictionJobs/9:cancel")
        for input in [BatchInput.items([.prompt("q")]), .file("files/x"), .cloud("b/in", output: "gs://b")] {
            let error = await #expect(throws: GemError.self) { _ = try await gemini.createBatch(input) }
            #expect(error?.code == .configuration && error?.message.contains("gs://") == true)
        }
    }

    @Test(arguments: ["", "/", "a/b", "cachedContents/", "cachedContents/..", "batches/x", "projects/p/locations/l/batches/x"])
    func whatNamesNothingOnTheShelfIsNotAskedFor(name: String) async throws {
        let transport = ScriptedTransport([])
        let error = await #expect(throws: GemError.self) { _ = try await Self.client(transport).cachedContent(name) }
        #expect(error?.code == .badInput && transport.calls.isEmpty)
    }
}
