internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

/// What media become on the wire.
@Suite struct MediaPartsTests {
    private func parts(_ media: Media..., api: Gemini.API = .developer, then answers: [Response] = []) async throws -> [JSON] {
        let transport = ScriptedTransport(answers + [.json(.ok, Array(answer("x").utf8))])
        _ = try await Gemini(transport: transport, api: api).generate("q", media, thinking: nil)
        let body = try JSON(parsing: transport.bodies[answers.count])
        return (body["contents"]?[0]?["parts"]?.array ?? []).dropLast()
    }

    private func refusal(_ media: Media, api: Gemini.API = .developer, then answers: [Response] = []) async -> GemError? {
        await #expect(throws: GemError.self) { _ = try await parts(media, api: api, then: answers) }
    }

    @Test func aClipAndAResolutionStandBesideTheirMedia() async throws {
        let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
        let parts = try await parts(
            .url("https://youtu.be/1x3k0V2IITo?t=90").clip(from: 60, to: 90.5, fps: 5), .file(film.path).clip(to: 3).resolution(.low),
            .data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).resolution(.ultraHigh))
        #expect(parts[0]["videoMetadata"]?.text() == #"{"startOffset":"60s","endOffset":"90.500s","fps":5}"#)
        #expect(parts[0]["fileData"]?["fileUri"] == "https://www.youtube.com/watch?v=1x3k0V2IITo")
        #expect(parts[1]["videoMetadata"]?.text() == #"{"endOffset":"3s"}"#)
        #expect(parts[1]["mediaResolution"]?.text() == #"{"level":"MEDIA_RESOLUTION_LOW"}"#)
        #expect(parts[2]["inlineData"]?["mimeType"] == "image/png")
        #expect(parts[2]["mediaResolution"]?["level"] == "MEDIA_RESOLUTION_ULTRA_HIGH")
        let again = Media.file("a.mp4").clip(from: 1).clip(to: 2).resolution(.high)
        #expect(again == Media.file("a.mp4").resolution(.high).clip(from: 1, to: 2))
    }

    @Test(arguments: [
        Media.url("https://youtu.be/1x3k0V2IITo").clip(from: -1), .url("https://youtu.be/1x3k0V2IITo").clip(from: 5, to: 5),
        .url("https://youtu.be/1x3k0V2IITo").clip(to: 0), .url("https://youtu.be/1x3k0V2IITo").clip(from: .nan),
        .url("https://youtu.be/1x3k0V2IITo").clip(to: .infinity), .url("https://youtu.be/1x3k0V2IITo").clip(fps: 0),
        .url("https://youtu.be/1x3k0V2IITo").clip(fps: 25), .data([1], mimeType: "image/png").clip(from: 1), .text("a").clip(from: 1),
        .text("a").resolution(.low), .data([]), .data([0, 1, 2]), .url("gs://bucket/film.mp4"),
        .url("https://www.youtube.com/playlist?list=PL1"), .url("https://www.youtube.com/@channel"), .url("https://youtu.be/"),
        .url("https://example.com/a b.pdf"), "ftp://example.com/a.pdf",
        .fetched("ftp://example.com/a"), .fetched("https://user@example.com/a"), .fetched("https://"), .fetched("https://a b/"),
    ])
    func whatMakesNoSenseIsRefusedBeforeItIsSent(media: Media) async {
        #expect(await refusal(media)?.code == .badInput)
    }

    @Test func bucketsAreReadByVertexAI() async throws {
        let parts = try await parts("gs://bucket/film.mp4", api: .vertex(project: "p", location: "l"))
        #expect(parts[0].text() == #"{"fileData":{"mimeType":"video/mp4","fileUri":"gs://bucket/film.mp4"}}"#)
        #expect(await refusal("gs://bucket/film.mp4")?.message.contains("Vertex AI") == true)
    }

    @Test func bytesTellWhatTheyAre() async throws {
        let parts = try await parts(.bytes("%PDF-1.7".utf8), .data(Array("plain words".utf8)), .bytes([1, 2], mimeType: "audio/pcm"))
        #expect(parts.map { $0["inlineData"]?["mimeType"]?.string } == ["application/pdf", "text/plain", "audio/pcm"])
    }

    @Test func aFileNobodyKnowsIsRefusedWithItsName() async throws {
        let file = try TemporaryFile([0, 1, 2, 3], name: "thing.bin")
        let error = await refusal(.file(file.path))
        #expect(error?.code == .badInput && error?.message.contains("thing.bin") == true)
        #expect(try await parts(.file(file.path, mimeType: "audio/pcm"))[0]["inlineData"]?["mimeType"] == "audio/pcm")
    }

    @Test func aTextOfAnotherEncodingIsToldHowToBecomeOne() async throws {
        let file = try TemporaryFile(Array("name;price\nCaf".utf8) + [0xE9], name: "prices.csv")
        let error = await refusal(.file(file.path))
        #expect(error?.code == .badInput && error?.message.contains("prices.csv is no UTF-8 text") == true)
    }

    @Test func aFetchedURLTravelsInside() async throws {
        var moved = Response(HTTPResponse(status: .found))
        moved.head.headerFields[.location] = "/b/report.pdf?token=1"
        var page = Response.json(.ok, Array("col1,col2".utf8))
        page.head.headerFields[.contentType] = "text/csv; charset=utf-8"
        let transport = ScriptedTransport([moved, .json(.ok, Array("%PDF-1.7".utf8)), page, .json(.ok, Array(answer("x").utf8))])
        _ = try await Gemini(transport: transport, credential: .apiKey("k")).gem(
            "q", .fetched("https://example.com/a#top"), .fetched("https://example.com?x=1"))
        #expect(transport.paths.prefix(3) == ["/a", "/b/report.pdf?token=1", "/?x=1"])
        #expect(transport.calls.map(\.hasCredential) == [false, false, false, true])
        #expect(transport.bodies[3].contains(#"{"inlineData":{"mimeType":"application/pdf","data":"JVBERi0xLjc="}}"#))
        #expect(transport.bodies[3].contains(#""mimeType":"text/csv""#))
    }

    @Test func aURLThatCannotBeFetchedIsNamedWithoutItsQuery() async throws {
        let missing = await refusal(.fetched("https://example.com/a?sig=secret"), then: [.json(.notFound, [])])
        #expect(missing?.message.contains("404") == true && missing?.message.contains("secret") == false)
        var down = Response(HTTPResponse(status: .found))
        down.head.headerFields[.location] = "http://example.com/"
        #expect(await refusal(.fetched("https://example.com/a"), then: [down])?.code == .badInput)
        var circle = Response(HTTPResponse(status: .found))
        circle.head.headerFields[.location] = "a"
        let error = await refusal(.fetched("https://example.com/a"), then: Array(repeating: circle, count: 6))
        #expect(error?.message.contains("redirects") == true)
    }

    @Test func moreThanFitsIsNotFetchedToItsEnd() async throws {
        let read = Counter()
        let endless = ByteStream(next: { () throws(GemError) in
            _ = read.next()
            return [UInt8](repeating: 97, count: 1000)
        })
        var gemini = Gemini(transport: ScriptedTransport([Response(HTTPResponse(status: .ok), body: .stream(endless, length: nil))]))
        gemini.mediaLimits.inlineBytes = 10_000
        let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q", .fetched("https://example.com/a.txt")) }
        #expect(error?.code == .badInput && error?.message.contains("10000 bytes") == true && read.next() < 20)
    }

    @Test func embeddingsTakeWhatIsFetchedToo() async throws {
        let transport = ScriptedTransport([
            .json(.ok, Array("some words".utf8)), .json(.ok, Array(#"{"embeddings":[{"values":[1,0]}]}"#.utf8)),
        ])
        #expect(try await Gemini(transport: transport).embed(each: [.media(.fetched("https://example.com/a.txt"))]).vectors == [[1, 0]])
        #expect(transport.bodies[1].contains(#"{"text":"some words"}"#))
    }

    @Test func aFileAboveTheLimitIsRefused() async throws {
        let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
        var gemini = Gemini(transport: ScriptedTransport([]))
        gemini.mediaLimits.fileBytes = 11
        let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q", .file(film.path)) }
        #expect(error?.code == .badInput && error?.message.contains("film.mp4") == true)
        let upload = await #expect(throws: GemError.self) { _ = try await gemini.upload(film.path) }
        #expect(upload?.message == error?.message)
    }
}
