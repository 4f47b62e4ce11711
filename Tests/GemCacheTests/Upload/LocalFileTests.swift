import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Files taken in while upstream cannot be reached: their local names, and what becomes of them.
@Suite struct LocalFileTests {
    private static func uri(_ file: JSON) throws -> String { try #require(file["uri"]?.string) }

    @Test func anUploadIsTakenInUnderALocalNameWhileNobodyIsThere() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            upstream.isDown(true)
            let file = try await client.upload("a story", #"{"file": {"displayName": "mine"}}"#)
            let name = try #require(file["name"]?.string)
            #expect(name.hasPrefix("files/local-") && name.utf8.count <= 46)
            #expect(file["uri"]?.string == "http://127.0.0.1:8787/v1beta/\(name)")
            #expect(file["state"] == "ACTIVE" && file["displayName"] == "mine" && file["mimeType"] == "text/plain")
            #expect(file["sizeBytes"] == "7" && file["expirationTime"]?.string == time.now.adding(seconds: 48 * 3600).description)
            let sha = "ec3aca2eb9ee8ba3ef22d4cfe5dde3cc1b6b3aaa29c7a5fc5f7a1d92cb3b52a4"
            #expect(file["sha256Hash"]?.string?.utf8.count == base64(sha).utf8.count)
            // The same again is the same file; another type, name or owner is another.
            #expect(try await client.upload("a story", #"{"file": {"displayName": "mine"}}"#)["name"]?.string == name)
            #expect(try await client.upload("a story")["name"]?.string != name)
            var other = client
            other.key = "another-key"
            #expect(try await other.upload("a story", #"{"file": {"displayName": "mine"}}"#)["name"]?.string != name)
            #expect(UploadIntakeTests.spools(store).isEmpty)
            #expect(try store.verify().isSound)
        }
    }

    @Test func localFilesAreToldListedAndDeletedHere() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, _) async throws in
            let known = try await client.upload("known")
            upstream.isDown(true)
            let file = try await client.upload("a story")
            let name = try #require(file["name"]?.string)
            #expect(try await client.get("/v1beta/" + name) == (200, file))
            #expect(try await client.get("/v1beta/files/f0") == (200, known))
            #expect(try await client.get("/v1beta/files").json["files"] == [file, known])
            var other = client
            other.key = "another-key"
            #expect(try await other.get("/v1beta/" + name).status == 403)
            #expect(try await other.get("/v1beta/" + name, .delete).status == 403)
            upstream.isDown(false)
            #expect(try await client.get("/v1beta/files?pageSize=5").json["files"] == [file, known])
            #expect(try await client.get("/v1beta/files?pageToken=x").json["files"] == [known])
            let asked = upstream.log.count
            // The bytes of both are here: one waits, the other is held while its copy lives.
            #expect(FileSearch.names(in: store.path + "/blobs").count == 2)
            #expect(try await client.get("/v1beta/" + name, .delete).status == 200)
            let gone = try await client.get("/v1beta/" + name)
            #expect(gone.status == 403)
            #expect(gone.json["error"]?["message"]?.string?.contains(name.dropFirst(6)) == true)
            #expect(upstream.log.count == asked)
            #expect(FileSearch.names(in: store.path + "/blobs").count == 1)
        }
    }

    @Test func aKnownQuestionThatNamesALocalFileIsAHit() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            _ = try await client.send(FilesClient.question(inline: "a story"))
            upstream.isDown(true)
            let file = try await client.upload("a story")
            let name = try #require(file["name"]?.string)
            for spelling in [name, try Self.uri(file), "https://generativelanguage.googleapis.com/v1beta/" + name] {
                #expect(try await client.send(FilesClient.question(spelling)).cacheStatus?.outcome == .hit)
            }
        }
    }

    @Test func aNewQuestionThatNamesALocalFileWaitsAndIsSentWithTheFile() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            upstream.isDown(true)
            let uri = try Self.uri(try await client.upload("a story"))
            var question = FilesClient.question(uri)
            question.options.offline = .queue
            let stack = try #require(client.transport as? Stack)
            let error = await #expect(throws: GemError.self) { _ = try await client.send(question) }
            #expect(error?.code == .queued)
            // The queue's row keeps the content, whatever becomes of the name.
            let name = try #require(uri.split(separator: "/").last.map(String.init))
            #expect(try await client.get("/v1beta/files/" + name, .delete).status == 200)
            time.advance(seconds: 50 * 3600)
            _ = try await store.removeExpired(time.now)
            upstream.isDown(false)
            let summary = try await stack.sync.run(credential: .apiKey("a-key-of-mine"))
            #expect((summary.answered, summary.dead) == (1, 0))
            #expect(upstream.log.suffix(4) == ["start", "data", "generateContent", "asked of files/f0"])
            #expect(upstream.state.withLock { $0.received } == Array("a story".utf8))
            #expect(try await client.send(FilesClient.question(inline: "a story")).cacheStatus?.outcome == .hit)
        }
    }

    @Test(arguments: [false, true]) func aWaitingQuestionOutlivesTheFileItNames(isLost: Bool) async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            var question = FilesClient.question(try #require(try await client.upload("a story")["uri"]?.string))
            question.options.offline = .queue
            upstream.isDown(true)
            let asked = question
            let error = await #expect(throws: GemError.self) { _ = try await client.send(asked) }
            #expect(error?.code == .queued)
            if isLost {
                upstream.lose("files/f0")
                // As long after as it takes for nothing to be known of the file any more.
                time.advance(seconds: 50 * 3600)
                _ = try await store.removeExpired(time.now)
            }
            upstream.isDown(false)
            let stack = try #require(client.transport as? Stack)
            let summary = try await stack.sync.run(credential: .apiKey("a-key-of-mine"))
            #expect((summary.answered, summary.dead) == (1, 0))
            #expect(upstream.uploads == (isLost ? 2 : 1))
            #expect(try await client.send(FilesClient.question(inline: "a story")).cacheStatus?.outcome == .hit)
            #expect(try store.verify().isSound)
        }
    }

    @Test func aLocalNameInTheUsersOwnDataStaysAsItIs() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.isDown(true)
            let uri = try Self.uri(try await client.upload("a story"))
            upstream.isDown(false)
            let parts: [JSON] = [
                ["fileData": ["fileUri": .string(uri), "mimeType": "text/plain"]],
                ["functionCall": ["name": "f", "args": ["list": [["fileUri": .string(uri)]]]]],
                [
                    "functionResponse": [
                        "name": "f", "response": ["fileUri": .string(uri)],
                        "parts": [["fileData": ["fileUri": .string(uri), "mimeType": "text/plain"]]],
                    ]
                ],
            ]
            let body: JSON = ["contents": ["parts": .array(parts)]]
            _ = try await client.send(.json(.post, "/v1beta/models/m:generateContent", body.bytes()))
            let sent = try JSON(parsing: Array(try #require(upstream.state.withLock { $0.asked.last }).utf8))["contents"]?["parts"]?.array
            #expect(sent?[0]["fileData"]?["fileUri"]?.string?.hasSuffix("/files/f0") == true)
            #expect(sent?[1] == parts[1])
            #expect(sent?[2]["functionResponse"]?["response"] == ["fileUri": .string(uri)])
            #expect(sent?[2]["functionResponse"]?["parts"]?.array?[0]["fileData"]?["fileUri"]?.string?.hasSuffix("/files/f0") == true)
        }
    }

    @Test func onlineAgainAQuestionThatNamesALocalFileUploadsItFirst() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.isDown(true)
            let uri = try Self.uri(try await client.upload("a story"))
            upstream.isDown(false)
            #expect(try await client.send(FilesClient.question(uri)).cacheStatus?.outcome == .miss)
            #expect(upstream.log == ["start", "data", "generateContent", "asked of files/f0"])
            // Another question finds it up; slashes may be escaped.
            var other = FilesClient.question(uri)
            let escaped = uri.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
            other.body = .bytes(
                Array(#"{"contents":{"parts":[{"text":"who?"},{"file_data":{"file_uri" : "\#(escaped)","mime_type":"text/plain"}}]}}"#.utf8)
            )
            #expect(try await client.send(other).head.status.code == 200)
            #expect(upstream.uploads == 1)
            #expect(upstream.log.suffix(2) == ["generateContent", "asked of files/f0"])
        }
    }

    @Test func onlineAgainABatchThatNamesALocalFileUploadsItFirst() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.isDown(true)
            let file = try await client.upload("{}", mimeType: "application/jsonl")
            let (name, uri) = (try #require(file["name"]?.string), try Self.uri(file))
            upstream.isDown(false)
            let batch: JSON = ["batch": ["inputConfig": ["fileName": .string(name)]]]
            _ = try await client.send(.json(.post, "/v1beta/models/m:batchGenerateContent", batch.bytes()))
            let turn: JSON = ["input": .array([["type": "document", "uri": .string(uri)]])]
            _ = try await client.send(.json(.post, "/v1beta/interactions", turn.bytes()))
            #expect(upstream.uploads == 1)
            #expect(
                upstream.state.withLock { $0.asked } == [
                    #"{"batch":{"inputConfig":{"fileName":"files/f0"}}}"#,
                    #"{"input":[{"type":"document","uri":"https://generativelanguage.googleapis.com/v1beta/files/f0"}]}"#,
                ])
        }
    }

    @Test func aLocalFileEndsAsTheAPIsDo() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            upstream.isDown(true)
            let file = try await client.upload("a story")
            let name = try #require(file["name"]?.string)
            #expect(FileSearch.names(in: store.path + "/blobs").count == 1)
            time.advance(seconds: 48 * 3600 - 1)
            #expect(try await client.get("/v1beta/" + name).status == 200)
            #expect(try await store.removeExpired(time.now).files == 0)
            time.advance(seconds: 1)
            #expect(try await client.get("/v1beta/" + name).status == 403)
            #expect(try await store.removeExpired(time.now).files == 1)
            #expect(FileSearch.names(in: store.path + "/blobs").isEmpty)
            #expect(try store.verify().isSound)
        }
    }

    @Test func theNameAskedForIsTheLocalFilesToo() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.isDown(true)
            let file = try await client.upload("a story", #"{"file": {"name": "files/chosen"}}"#)
            #expect(file["name"] == "files/chosen")
            let other = try await client.upload("another story", #"{"file": {"name": "files/chosen"}}"#)
            #expect(other["sizeBytes"] == "13")
            upstream.isDown(false)
            _ = try await client.send(FilesClient.question("files/chosen"))
            #expect(upstream.state.withLock { $0.received } == Array("another story".utf8))
        }
    }

    @Test func withTheNetworkSwitchedOffUploadsAreTakenInToo() async throws {
        try await TemporaryStore.with { store in
            var settings = Stack.Settings(store: store)
            (settings.time, settings.isOffline) = (store.time, true)
            let upstream = FilesAPI()
            let client = FilesClient(transport: Stack(upstream, settings))
            let file = try await client.upload("a story")
            #expect(file["name"]?.string?.hasPrefix("files/local-") == true)
            #expect(upstream.log.isEmpty)
        }
    }

    @Test func userDataAndOtherURIsStayAsTheyAre() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.isDown(true)
            _ = try await client.upload("a story")
            upstream.isDown(false)
            for text in [
                #""fileUri":"#, #"{"fileUri": "https://www.youtube.com/watch?v=1"}"#, #""fileUri" "files/f9""#, #"\"fileUri\":\"x"#,
            ] {
                var request = CacheLayerTests.ask("\(text)")
                request.options.cache = .bypass
                #expect(try await client.send(request).head.status.code == 200)
            }
        }
    }
}
