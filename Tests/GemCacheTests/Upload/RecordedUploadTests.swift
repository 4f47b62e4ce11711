import GemCache
import GemCassette
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Uploads through a stack with a cassette.
@Suite struct RecordedUploadTests {
    private static let base = "https://generativelanguage.googleapis.com"

    private static func with(
        _ path: String, _ mode: RecordMode, isOffline: Bool = false, _ upstream: FilesAPI, _ body: (FilesClient) async throws -> Void
    ) async throws {
        try await TemporaryStore.with { store in
            var settings = Stack.Settings(store: store)
            (settings.time, settings.isOffline) = (store.time, isOffline)
            settings.cassette = CassetteLayer(try .open(path, mode: mode, resolver: store), mode: mode)
            // The server would rewrite what begins with the API's address.
            let client = FilesClient(transport: Stack(upstream, settings), origin: base)
            try await body(client)
        }
    }

    @Test func anUploadIsTakenInBesideACassetteAndReplays() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/c.json"
            let upstream = FilesAPI()
            var told: JSON = .null
            try await Self.with(path, .newEpisodes, upstream) { client in
                told = try await client.upload("a story", #"{"file": {"displayName": "one"}}"#)
                // What is up already is not sent again.
                #expect(try await client.upload("a story") == told)
                #expect(upstream.log == ["start", "data"])
                let question = FilesClient.question(told["uri"]?.string ?? "")
                #expect(try await client.send(question).head.status.code == 200)
            }
            let (isNamed, leaks) = try (FileSearch.contains("=upload-1", under: folder), FileSearch.contains("=gemcache-", under: folder))
            #expect(isNamed && !leaks)
            let nobody = FilesAPI()
            try await Self.with(path, .none, nobody) { (client) async throws in
                #expect(try await client.upload("a story", #"{"file": {"displayName": "one"}}"#) == told)
                #expect(try await client.send(FilesClient.question(told["uri"]?.string ?? "")).head.status.code == 200)
                // The key is the content's.
                #expect(try await client.send(FilesClient.question(inline: "a story")).head.status.code == 200)
                await #expect(throws: GemError.self) { _ = try await client.upload("another story", #"{"file": {"name": "files/x"}}"#) }
            }
            #expect(nobody.log.isEmpty)
        }
    }

    @Test func recordingSendsAnUploadEachTime() async throws {
        try await TemporaryFolder.with { folder in
            let upstream = FilesAPI()
            try await Self.with(folder + "/c.json", .all, upstream) { client in
                for _ in 0..<2 {
                    var start = Request.json(.post, "/upload/v1beta/files", Array("{}".utf8))
                    start.head.headerFields[FilesAPI.field("Protocol")] = "resumable"
                    start.options.cache = .refresh
                    let url = try #require(try await client.send(start).head.headerFields[FilesAPI.field("URL")])
                    let path = String(url.dropFirst(Self.base.utf8.count))
                    #expect(try await client.data(path, "upload, finalize", at: 0, [1, 2]).head.status.code == 200)
                }
            }
            #expect(upstream.uploads == 2)
        }
    }

    @Test(arguments: [true, false]) func anUploadOutOfReachIsTakenInBesideACassette(isOffline: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let upstream = FilesAPI()
            upstream.isDown(true)
            try await Self.with(folder + "/c.json", .newEpisodes, isOffline: isOffline, upstream) { client in
                let file = try await client.upload("a story")
                #expect(file["name"]?.string?.hasPrefix("files/local-") == true)
                var question = FilesClient.question(file["uri"]?.string ?? "")
                question.options.offline = .queue
                let error = await #expect(throws: GemError.self) { _ = try await client.send(question) }
                #expect(error?.code == .queued)
            }
            #expect(upstream.log.isEmpty)
        }
    }
}
