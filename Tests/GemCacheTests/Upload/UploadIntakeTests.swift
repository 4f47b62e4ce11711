import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Uploads that clients send through here: every protocol, and its errors.
@Suite struct UploadIntakeTests {
    static func with(
        keepsBytes: Bool = true, _ body: (FilesClient, FilesAPI, Store, ManualTime) async throws -> Void
    ) async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let upstream = FilesAPI(keepsBytes: keepsBytes)
            try await body(FilesClient(transport: CacheLayerTests.stack(store, upstream)), upstream, store, time)
        }
    }

    static func spools(_ store: Store) -> [String] { FileSearch.names(in: store.path + "/uploads") }

    static func status(_ response: Response) -> String? { response.head.headerFields[FilesAPI.field("Status")] }

    static func failure(_ response: Response) async throws -> UpstreamFailure {
        UpstreamFailure(httpStatus: response.head.status.code, body: try await response.body.collect(upTo: 1 << 20))
    }

    @Test func theSameBytesGoUpstreamOnce() async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            let first = try await client.upload("a story", #"{"file": {"displayName": "mine"}}"#)
            let second = try await client.upload("a story")
            #expect(first == second)
            #expect(first["name"] == "files/f0" && first["displayName"] == "mine" && first["sizeBytes"] == "7")
            #expect(upstream.log == ["start", "data"])
            let other = try await client.upload("another story")
            #expect(other["name"] == "files/f1")
            #expect(Self.spools(store).isEmpty)
        }
    }

    @Test func aCopyIsNobodyElses() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            _ = try await client.upload("a story")
            var other = client
            other.key = "a-key-of-yours"
            _ = try await other.upload("a story")
            _ = try await client.upload("a story", mimeType: "text/html")
            #expect(upstream.uploads == 3)
        }
    }

    @Test func whatIsAskedForIsUploadedAnewWhereTheLiveCopyIsAnother() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            _ = try await client.upload("a story", #"{"file": {"displayName": "one"}}"#)
            let two = try await client.upload("a story", #"{"file": {"display_name": "two"}}"#)
            #expect(two["displayName"] == "two")
            let named = try await client.upload("a story", #"{'file': {'name': 'files/chosen', 'mime_type': 'text/plain'}}"#)
            #expect(named["name"] == "files/chosen")
            #expect(upstream.uploads == 3)
            // The API's own word where the name is taken.
            let path = try await client.start(#"{"file": {"name": "chosen"}}"#)
            let refused = try await client.data(path, "upload, finalize", at: 0, Array("a story".utf8))
            #expect(try await Self.failure(refused).status == "ALREADY_EXISTS")
            #expect(Self.status(refused) == "final")
        }
    }

    @Test func whatIsToldOfAFileReachesUpstream() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let path = try await client.start(
                #"{"file": {"display_name": "d", "mimeType": "text/vtt", "videoMetadata": {"x": 1}}}"#, version: "v1")
            #expect(path.hasPrefix("/upload/v1/files?upload_id="))
            _ = try await client.data(path, "upload, finalize", at: 0, [1])
            let expected: JSON = [
                "videoMetadata": ["x": 1], "displayName": "d", "mimeType": "text/vtt", "sizeBytes": 1,
            ]
            #expect(upstream.state.withLock { $0.started } == [expected])
        }
    }

    @Test func chunksQueriesAndAnEmptyFinalizeMakeAFile() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let begun = try await client.begin()
            #expect(Self.status(begun) == "active")
            #expect(begun.head.headerFields[FilesAPI.field("Chunk-Granularity")] == "8388608")
            let path = try await client.start()
            #expect(try await Self.status(client.data(path, "upload", at: 0, Array("abc".utf8))) == "active")
            _ = try await client.data(path, "upload", at: 3, Array("def".utf8))
            let query = try await client.data(path, "query")
            #expect(query.head.headerFields[FilesAPI.field("Size-Received")] == "6")
            let end = try await client.data(path, "finalize")
            #expect(Self.status(end) == "final")
            #expect(upstream.state.withLock { $0.received } == Array("abcdef".utf8))
            // The answer may have been lost on its way.
            for command in ["query", "finalize", "upload, finalize"] {
                let again = try await client.data(path, command, at: 6)
                #expect(Self.status(again) == "final" && again.head.status.code == 200)
            }
            #expect(upstream.uploads == 1)
            let more = try await client.data(path, "upload", at: 6, [1])
            #expect(more.head.status.code == 400 && Self.status(more) == "final")
        }
    }

    @Test func anEmptyFileIsAFile() async throws {
        try await Self.with { (client, _, _, _) async throws in
            #expect(try await client.upload("")["sizeBytes"] == "0")
        }
    }

    @Test func aWrongOffsetIsRefusedAndNothingIsLost() async throws {
        try await Self.with { (client, _, _, _) async throws in
            let path = try await client.start()
            _ = try await client.data(path, "upload", at: 0, Array("abc".utf8))
            for offset in [0, 2, 4] {
                let refused = try await client.data(path, "upload, finalize", at: offset, [1])
                #expect(refused.head.status.code == 400 && Self.status(refused) == "active")
                #expect(refused.head.headerFields[FilesAPI.field("Size-Received")] == "3")
                #expect(try await Self.failure(refused).status == "INVALID_ARGUMENT")
            }
            let end = try await client.data(path, "upload, finalize", at: 3, Array("def".utf8))
            #expect(end.head.status.code == 200)
        }
    }

    @Test func anUploadThatLacksBytesIsNotFinalised() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let path = try await client.start(length: 6)
            let early = try await client.data(path, "upload, finalize", at: 0, Array("abc".utf8))
            #expect(early.head.status.code == 400 && Self.status(early) == "active")
            #expect(try await Self.failure(early).message.contains("3 of the 6 bytes"))
            let over = try await client.data(path, "upload, finalize", at: 3, Array("defg".utf8))
            #expect(over.head.status.code == 400)
            #expect(over.head.headerFields[FilesAPI.field("Size-Received")] == "3")
            #expect(upstream.uploads == 0)
            let end = try await client.data(path, "upload, finalize", at: 3, Array("def".utf8))
            #expect(end.head.status.code == 200)
            #expect(upstream.state.withLock { $0.received } == Array("abcdef".utf8))
        }
    }

    @Test func aFileOverTheAPIsLimitIsRefusedAtOnce() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            for (json, length) in [("{}", (2 << 30) + 1), (#"{"file": {"sizeBytes": "2147483649"}}"#, nil)] {
                let refused = try await client.begin(json, length: length)
                #expect(refused.head.status.code == 400)
                #expect(try await Self.failure(refused).message == "File size 2147483649 is larger than the limit of 2147483648 bytes.")
            }
            #expect(upstream.log.isEmpty)
        }
    }

    private static let nonsense: [String] = [
        String(repeating: " ", count: 1 << 20) + "{}", "{", #"{"file": {"name": "files/No"}}"#, #"{"file": {"name": "-a"}}"#,
    ]

    @Test(arguments: nonsense)
    func aStartThatMakesNoSenseIsRefused(json: String) async throws {
        try await Self.with { (client, _, _, _) async throws in
            let refused = try await client.begin(json)
            #expect(refused.head.status.code == 400 && Self.status(refused) == "final")
            #expect(try await Self.failure(refused).status == "INVALID_ARGUMENT")
        }
    }

    @Test func anUnknownOrCancelledUploadIsToldAsSuch() async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            let unknown = try await client.data("/upload/v1beta/files?upload_id=gemcache-nobody", "query")
            #expect(unknown.head.status.code == 404 && Self.status(unknown) == "final")
            let path = try await client.start()
            _ = try await client.data(path, "upload", at: 0, [1, 2, 3])
            #expect(Self.spools(store).count == 1)
            #expect(try await Self.status(client.data(path, "cancel")) == "cancelled")
            #expect(Self.spools(store).isEmpty)
            let late = try await client.data(path, "upload, finalize", at: 3, [4])
            #expect(late.head.status.code == 400 && Self.status(late) == "final")
            #expect(try await client.data(path, "dance").head.status.code == 400)
            #expect(upstream.log.isEmpty)
        }
    }

    @Test func anUploadLeftAloneIsForgottenWithItsBytes() async throws {
        try await Self.with { (client, _, store, time) async throws in
            let path = try await client.start()
            _ = try await client.data(path, "upload", at: 0, [1, 2, 3])
            time.advance(seconds: 3599)
            #expect(try await client.data(path, "query").head.status.code == 200)
            _ = try await client.data(path, "upload", at: 3, [4])
            time.advance(seconds: 3600)
            #expect(try await client.data(path, "query").head.status.code == 404)
            #expect(Self.spools(store).isEmpty)
        }
    }

    @Test func uploadIDsAreNotGuessedAndHoldNoKey() async throws {
        try await Self.with { (client, _, store, _) async throws in
            var seen: Set<String> = []
            for _ in 0..<100 {
                let path = try await client.start()
                #expect(!path.contains("a-key-of-mine"))
                seen.insert(path)
            }
            #expect(seen.count == 100 && seen.allSatisfy { $0.utf8.count > 100 })
            _ = try await client.upload("a story")
            let leaked = try FileSearch.contains("a-key-of-mine", under: store.path)
            #expect(!leaked)
        }
    }

    @Test func aCutChunkIsKeptInWholeGranulesAndTheRestSentAgain() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let path = try await client.start()
            _ = try await client.data(path, "upload", at: 0, Array("abc".utf8))
            let first = Counter()
            let cut = ByteStream(next: { () throws(GemError) in
                guard first.next() == 0 else { throw GemError(.cancelled, "The client went away.") }
                return Array("xyz".utf8)
            })
            let broken = try await client.data(path, "upload, finalize", at: 3, body: .stream(cut, length: 6))
            #expect(Self.status(broken) == "active")
            #expect(broken.head.headerFields[FilesAPI.field("Size-Received")] == "3")
            _ = try await client.data(path, "upload, finalize", at: 3, Array("def".utf8))
            #expect(upstream.state.withLock { $0.received } == Array("abcdef".utf8))
        }
    }

    @Test func aFailureAtTheEndIsToldAtOnceAndTheEndMayBeSentAgain() async throws {
        try await TemporaryStore.with { store in
            var settings = Stack.Settings(store: store)
            (settings.time, settings.retry.attempts) = (store.time, 1)
            let upstream = FilesAPI()
            let client = FilesClient(transport: Stack(upstream, settings))
            upstream.state.withLock { $0.trouble = 500 }
            let path = try await client.start(length: 6)
            _ = try await client.data(path, "upload", at: 0, Array("abc".utf8))
            let failed = try await client.data(path, "upload, finalize", at: 3, Array("def".utf8))
            #expect(failed.head.status.code == 500 && Self.status(failed) == "active")
            #expect(upstream.log == ["start"])
            upstream.state.withLock { $0.trouble = nil }
            // Some ask for the end alone, some send the last bytes again.
            #expect(try await client.data(path, "upload, finalize", at: 0, Array("abc".utf8)).head.status.code == 400)
            let end = try await client.data(path, "upload, finalize", at: 3, Array("def".utf8))
            #expect(end.head.status.code == 200)
            #expect(upstream.state.withLock { $0.received } == Array("abcdef".utf8))
        }
    }

    @Test func identicalUploadsAtTheSameTimeBecomeOne() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let names = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 { group.addTask { try await client.upload("a story")["name"]?.string } }
                var names: Set<String?> = []
                for try await name in group { names.insert(name) }
                return names
            }
            #expect(names == ["files/f0"])
            #expect(upstream.uploads == 1)
        }
    }

    @Test(arguments: ["X-Goog-Upload-Protocol: raw", "uploadType=media", "nothing"])
    func theBytesAloneAreAFile(kind: String) async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            for _ in 0..<2 {
                let path = "/upload/v1beta/files" + (kind.hasPrefix("upload") ? "?" + kind : "")
                var request = Request(HTTPRequest(method: .post, scheme: nil, authority: nil, path: path), body: .bytes([1, 2, 3]))
                request.head.headerFields[.contentType] = "image/png"
                if kind.hasPrefix("X") { request.head.headerFields[FilesAPI.field("Protocol")] = "raw" }
                let file = try await JSON(parsing: client.send(request).body.collect(upTo: 1 << 20))["file"]
                #expect(file?["mimeType"] == "image/png" && file?["sizeBytes"] == "3")
            }
            #expect(upstream.uploads == 1 && upstream.state.withLock { $0.received } == [1, 2, 3])
            #expect(Self.spools(store).isEmpty)
        }
    }

    @Test(arguments: ["X-Goog-Upload-Protocol: multipart", "uploadType=multipart", "multipart/related"], ["\r\n", "\n"])
    func descriptionAndBytesInOneBodyAreAFile(kind: String, end: String) async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            let content = "first\(end)second\(end)\(end)--B no boundary\(end)"
            let body = Array(
                [
                    "--B", "Content-Type: application/json", "", #"{"file": {"displayName": "both", "sizeBytes": 9}}"#, "--B",
                    "Content-Type: text/csv", "", content, "--B--", "",
                ].joined(separator: end).utf8)
            // In pieces of every size, as sockets give them.
            for size in [1, 7, body.count] {
                let path = "/upload/v1beta/files" + (kind.hasPrefix("upload") ? "?" + kind : "")
                let chunks = stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min($0 + size, body.count)]) }
                var request = Request(
                    HTTPRequest(method: .post, scheme: nil, authority: nil, path: path),
                    body: .stream(ByteStream(chunks: chunks), length: nil))
                request.head.headerFields[.contentType] = "multipart/related; boundary=B"
                if kind.hasPrefix("X") { request.head.headerFields[FilesAPI.field("Protocol")] = "multipart" }
                let file = try await JSON(parsing: client.send(request).body.collect(upTo: 1 << 20))["file"]
                #expect(file?["mimeType"] == "text/csv" && file?["displayName"] == "both")
                #expect(file?["sizeBytes"]?.int == content.utf8.count)
            }
            #expect(upstream.uploads == 1 && upstream.state.withLock { $0.received } == Array(content.utf8))
            #expect(Self.spools(store).isEmpty)
        }
    }

    @Test func aMultipartBodyWithoutItsBoundaryIsRefused() async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            for body in ["", "--B", "--B\n", "--B\n\n{}\n--B\n", "--B\n\n{}\n--B\n\nx", "--B\n\n{\n--B\n\nx\n--B--"] {
                var request = Request(
                    HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/upload/v1beta/files?uploadType=multipart"),
                    body: .bytes(Array(body.utf8)))
                request.head.headerFields[.contentType] = "multipart/related; boundary=B"
                #expect(try await client.send(request).head.status.code == 400)
            }
            #expect(upstream.log.isEmpty && Self.spools(store).isEmpty)
        }
    }

    @Test func theOlderProtocolGoesByContentRange() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            func put(_ path: String, _ range: String?, _ text: String) async throws -> Response {
                var request = Request(
                    HTTPRequest(method: .put, scheme: nil, authority: nil, path: path),
                    body: text.isEmpty ? .empty : .bytes(Array(text.utf8)))
                request.head.headerFields[.contentRange] = range
                return try await client.transport.send(request)
            }
            func start() async throws -> String {
                var request = Request.json(.post, "/upload/v1beta/files?uploadType=resumable&alt=json", Array("{}".utf8))
                request.head.headerFields[try #require(HTTPField.Name("X-Upload-Content-Type"))] = "text/csv"
                let location = try #require(try await client.send(request).head.headerFields[.location])
                return String(location.dropFirst("http://127.0.0.1:8787".utf8.count))
            }
            let path = try await start()
            let part = try await put(path, "bytes 0-2/*", "abc")
            #expect(part.head.status.code == 308 && part.head.headerFields[.range] == "bytes=0-2")
            #expect(try await put(path, "bytes */6", "").head.headerFields[.range] == "bytes=0-2")
            #expect(try await put(path, "bytes 4-5/6", "ef").head.status.code == 400)
            #expect(try await put(path, "bytes 3-x", "def").head.status.code == 400)
            let end = try await put(path, "bytes 3-5/6", "def")
            #expect(end.head.status.code == 200)
            let file = try await JSON(parsing: end.body.collect(upTo: 1 << 20))["file"]
            #expect(file?["mimeType"] == "text/csv" && file?["sizeBytes"] == "6")
            _ = try await put(try await start(), nil, "abcdef")
            #expect(upstream.uploads == 1)
        }
    }

    @Test func theProxyShowsTheStateAsUpstreamSays() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            upstream.state.withLock { $0.uploadState = "PROCESSING" }
            #expect(try await client.upload("a film", mimeType: "video/mp4")["state"] == "PROCESSING")
            #expect(upstream.log == ["start", "data"])
            upstream.state.withLock { $0.files["files/f0"]?["state"] = "ACTIVE" }
            #expect(try await client.upload("a film", mimeType: "video/mp4")["state"] == "ACTIVE")
            #expect(upstream.log == ["start", "data", "getFile"])
        }
    }

    @Test func aCopyThatWentAwayIsNotNamed() async throws {
        try await Self.with { (client, upstream, _, time) async throws in
            _ = try await client.upload("a story")
            upstream.lose("files/f0")
            // Not long after, upstream is not asked; but a question that fails tells, and goes again with a new copy.
            let question = FilesClient.question("https://generativelanguage.googleapis.com/v1beta/files/f0")
            #expect(try await client.send(question).head.status.code == 200)
            #expect(try await client.upload("a story")["name"] == "files/f1")
            upstream.lose("files/f1")
            time.advance(seconds: 3601)
            #expect(try await client.upload("a story")["name"] == "files/f2")
            _ = try await client.get("/v1beta/files/f2", .delete)
            #expect(try await client.upload("a story")["name"] == "files/f3")
        }
    }

    @Test func aFileInlineUploadedOrToldOfIsOneQuestion() async throws {
        try await Self.with { (client, upstream, store, _) async throws in
            let file = try await client.upload("a story")
            let uri = try #require(file["uri"]?.string)
            #expect(try await client.send(FilesClient.question(inline: "a story")).cacheStatus?.outcome == .miss)
            #expect(try await client.send(FilesClient.question(uri)).cacheStatus?.outcome == .hit)
            #expect(try await client.send(FilesClient.question("files/f0")).cacheStatus?.outcome == .hit)
            // A file that came another way is known by the hash that the API tells.
            upstream.state.withLock { state in
                var other = file
                (other["name"], other["uri"]) = ("files/theirs", "https://generativelanguage.googleapis.com/v1beta/files/theirs")
                state.files["files/theirs"] = other
            }
            _ = try await client.get("/v1beta/files/theirs")
            let theirs = FilesClient.question("https://generativelanguage.googleapis.com/v1beta/files/theirs")
            #expect(try await client.send(theirs).cacheStatus?.outcome == .hit)
        }
    }

    @Test func aFileOfOneCredentialIsUnknownToAnotherAndItsContentIsNot() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            let question = FilesClient.question(uri)
            #expect(try await client.send(question).cacheStatus?.outcome == .miss)
            #expect(try await client.send(question).cacheStatus?.outcome == .hit)
            let hits = try #require((client.transport as? Stack)?.hits)
            let body = try await question.body.collect(upTo: 1 << 20)
            let quick = hits.hit(method: .post, path: question.path, fields: HTTPFields(), body: body.span.bytes)
            #expect(quick == nil)
            var other = client
            other.key = "another-key"
            #expect(try await other.send(question).cacheStatus?.detail == "unknown-file")
            #expect(try await other.send(FilesClient.question(inline: "a story")).cacheStatus?.outcome == .hit)
            var nobody = client
            nobody.key = nil
            #expect(try await nobody.send(question).cacheStatus?.outcome == .hit)
            // Keys of one project share their files, as a look at one shows.
            #expect(try await other.get("/v1beta/files/f0").status == 200)
            #expect(try await other.send(question).cacheStatus?.outcome == .hit)
            #expect(try await client.send(question).cacheStatus?.outcome == .hit)
        }
    }

    @Test func whatIsNotToBeKeptPassesBy() async throws {
        try await Self.with { (client, upstream, _, _) async throws in
            var request = Request.json(.post, "/upload/v1beta/files", Array("{}".utf8))
            request.head.headerFields[FilesAPI.field("Protocol")] = "resumable"
            request.options.cache = .bypass
            let url = try await client.send(request).head.headerFields[FilesAPI.field("URL")]
            #expect(url == "https://up.example/upload/v1beta/files?upload_id=0")
            let end = try await client.data("/upload/v1beta/files?upload_id=0", "upload, finalize", at: 0, [1])
            #expect(end.head.status.code == 200)
            #expect(upstream.log == ["start", "data"])
        }
    }

    @Test func aLargeUploadIsHeldInPiecesOnly() async throws {
        try await Self.with(keepsBytes: false) { (client, upstream, store, _) async throws in
            let (pieces, size) = (40, 1 << 20)
            let path = try await client.start(length: pieces * size)
            let made = Counter()
            let body = ByteStream(next: { () throws(GemError) in
                made.next() < pieces ? [UInt8](repeating: 7, count: size) : nil
            })
            let end = try await client.data(path, "upload, finalize", at: 0, body: .stream(body, length: Int64(pieces * size)))
            #expect(end.head.status.code == 200)
            // No body on its way up is in memory, and none is larger than a chunk.
            let bodies = upstream.state.withLock { $0.bodies }
            let slices = bodies.compactMap { body -> FileSlice? in if case .file(let slice) = body { slice } else { nil } }
            #expect(slices.count == 5 && bodies.count == 5)
            #expect(slices.allSatisfy { $0.length == 8 << 20 && $0.path.hasPrefix(store.path + "/uploads/") })
            #expect(Self.spools(store).isEmpty)
        }
    }
}
