import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Copies that upstream has lost before their time.
@Suite struct LostFileTests {
    private static func question(_ attachment: GemCore.Attachment, _ text: String) -> Request {
        var request = FilesClient.question(attachment.uri)
        request.body = .bytes(
            Array(
                #"{"contents":{"parts":[{"text":"\#(text)"},{"fileData":{"fileUri":"\#(attachment.uri)","mimeType":"text/plain"}}]}}"#.utf8)
        )
        request.attachments = [attachment]
        return request
    }

    @Test func aLostCopyIsUploadedAgainOnceAndTheQuestionAskedAgain() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let file = try TemporaryFile(Array("a story".utf8), name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            _ = try await client.send(Self.question(attachment, "one"))
            upstream.lose("files/f0")
            #expect(try await client.send(Self.question(attachment, "two")).head.status.code == 200)
            #expect(upstream.uploads == 2)
            // Keys name the content, so nothing is asked anew.
            #expect(try await client.send(Self.question(attachment, "one")).cacheStatus?.outcome == .hit)
        }
    }

    @Test func aCopyThatCannotBeHadIsNotUploadedForEver() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let file = try TemporaryFile(Array("a story".utf8), name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            _ = try await client.send(Self.question(attachment, "one"))
            let refusal =
                #"{"error":{"code":403,"message":"You do not have permission to access the File f0 or it may not exist.","status":"PERMISSION_DENIED"}}"#
            upstream.state.withLock { $0.refusal = (403, refusal) }
            #expect(try await client.send(Self.question(attachment, "two")).head.status.code == 403)
            #expect(upstream.uploads == 2)
        }
    }

    @Test(arguments: [
        (403, #"{"error":{"code":403,"message":"Permission denied on resource project x.","status":"PERMISSION_DENIED"}}"#),
        (
            403,
            #"{"error":{"code":403,"message":"Your API key was reported as leaked.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_SERVICE_BLOCKED"}]}}"#
        ),
        (403, #"{"error":{"code":403,"message":"You do not have permission to access the File other or it may not exist."}}"#),
        (404, #"{"error":{"code":404,"message":"models/m is not found for API version v1beta.","status":"NOT_FOUND"}}"#),
    ])
    func whatIsNoLostCopyIsNotUploadedAgain(status: Int, json: String) async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let file = try TemporaryFile(Array("a story".utf8), name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            _ = try await client.send(Self.question(attachment, "one"))
            upstream.state.withLock { $0.refusal = (status, json) }
            let response = try await client.send(Self.question(attachment, "two"))
            #expect(response.head.status.code == status)
            #expect(try await CacheLayerTests.text(response) == json)
            #expect(upstream.uploads == 1)
        }
    }

    @Test func aNewCopyThatIsRefusedIsNotUploadedAgain() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let file = try TemporaryFile(Array("a story".utf8), name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            let refusal = #"{"error":{"code":403,"message":"You do not have permission to access the File f0 or it may not exist."}}"#
            upstream.state.withLock { $0.refusal = (403, refusal) }
            #expect(try await client.send(Self.question(attachment, "one")).head.status.code == 403)
            #expect(upstream.uploads == 1)
        }
    }

    @Test func aCopyAClientWasToldOfIsSentAgainWhereUpstreamLostIt() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            _ = try await client.upload("a story")
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            #expect(upstream.uploads == 1)
            upstream.lose("files/f0")
            #expect(try await client.send(FilesClient.question(uri)).head.status.code == 200)
            #expect(upstream.log.suffix(3) == ["data", "generateContent", "asked of files/f1"])
            // Its name goes on standing for it.
            let other = FilesClient.question(uri, mimeType: "text/html")
            #expect(try await client.send(other).head.status.code == 200)
            #expect(try await client.get("/v1beta/files/f0").status == 200)
            #expect(upstream.uploads == 2)
            #expect(FileSearch.names(in: store.path + "/blobs").count == 1)
            #expect(try store.verify().isSound)
            time.set(try #require(Timestamp("2027-11-23T10:00:01Z")))
            _ = try await store.removeExpired(time.now)
            #expect(FileSearch.names(in: store.path + "/blobs").isEmpty)
        }
    }

    @Test func aLostCopyWhosePlaceAnotherHasTakenIsAskedForByThatOne() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, _) async throws in
            let uri = try #require(try await client.upload("a story", #"{"file":{"displayName":"A"}}"#)["uri"]?.string)
            #expect(try await client.upload("a story", #"{"file":{"displayName":"B"}}"#)["name"] == "files/f1")
            upstream.lose("files/f0")
            #expect(try await client.send(FilesClient.question(uri)).head.status.code == 200)
            #expect(upstream.log.suffix(3) == ["generateContent", "generateContent", "asked of files/f1"])
            #expect(upstream.uploads == 2)
            // Its name goes on standing for it, also where the other is lost too.
            upstream.lose("files/f1")
            #expect(try await client.send(FilesClient.question(uri, mimeType: "text/html")).head.status.code == 200)
            #expect(upstream.log.last == "asked of files/f2")
            #expect(try await client.get("/v1beta/files/f0").json["uri"]?.string == uri)
            #expect(try store.verify().isSound)
        }
    }

    @Test func severalLostCopiesAreEachSentAgainForOneQuestion() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, _) async throws in
            var uris: [String] = []
            for text in ["one", "two", "three"] { uris.append(try #require(try await client.upload(text)["uri"]?.string)) }
            for number in 0..<3 { upstream.lose("files/f\(number)") }
            let parts: [JSON] = uris.map { ["fileData": ["fileUri": .string($0), "mimeType": "text/plain"]] }
            let body: JSON = ["contents": ["parts": .array(parts)]]
            #expect(try await client.send(.json(.post, "/v1beta/models/m:generateContent", body.bytes())).head.status.code == 200)
            #expect(upstream.uploads == 6)
            #expect(upstream.log.suffix(3) == ["asked of files/f3", "asked of files/f4", "asked of files/f5"])
            #expect(try store.verify().isSound)
        }
    }

    @Test func severalLostAttachmentsAreEachUploadedAgainForOneQuestion() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let files = try ["one", "two"].map { try TemporaryFile(Array($0.utf8), name: $0 + ".txt") }
            let attachments = try files.map { try GemCore.Attachment.describing(path: $0.path, mimeType: "text/plain") }
            let parts = attachments.map { #"{"fileData":{"fileUri":"\#($0.uri)","mimeType":"text/plain"}}"# }.joined(separator: ",")
            func ask(_ text: String) async throws -> Int {
                var request = Request.json(
                    .post, "/v1beta/models/m:generateContent", Array(#"{"contents":{"parts":[{"text":"\#(text)"},\#(parts)]}}"#.utf8))
                request.attachments = attachments
                return try await client.send(request).head.status.code
            }
            #expect(try await ask("first") == 200)
            for name in ["files/f0", "files/f1"] { upstream.lose(name) }
            #expect(try await ask("second") == 200)
            #expect(upstream.uploads == 4)
        }
    }

    @Test func whoeverAsksOfALostCopyAtTheSameTimeIsAnswered() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let upstream = FilesAPI()
            var settings = Stack.Settings(store: store)
            settings.time = time
            let client = FilesClient(transport: Stack(Together(upstream, count: 6), settings))
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            upstream.lose("files/f0")
            let codes = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await client.send(FilesClient.question(uri, mimeType: "text/x-\(number)")).head.status.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes == Array(repeating: 200, count: 6))
            #expect(upstream.uploads == 2)
            #expect(try store.verify().isSound)
        }
    }

    @Test func aCopyOfWhichUpstreamToldThatItIsGoneIsNotNamed() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            upstream.lose("files/f0")
            var stranger = client
            stranger.key = "another-key"
            #expect(try await stranger.get("/v1beta/files/f0").status == 403)
            #expect(try await client.upload("a story")["name"] == "files/f0")
            #expect(try await client.get("/v1beta/files/f0").status == 403)
            #expect(try await client.upload("a story")["name"] == "files/f1")
            #expect(try await client.get("/v1beta/files/f1").status == 200)
            #expect(try await client.send(FilesClient.question(uri)).head.status.code == 200)
            #expect(upstream.uploads == 2)
        }
    }

    @Test(arguments: [
        "You do not have permission to access the File f0 or it may not exist.", "The file files/f0 does not exist.",
        "files/f0 does not exist.", "The file does not exist.",
    ])
    func aCopyUploadedOnceIsSentAgainWhereUpstreamLostIt(words: String) async throws {
        try await UploadIntakeTests.with { (client, upstream, store, _) async throws in
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            upstream.lose("files/f0")
            upstream.state.withLock { $0.lostWords = words }
            #expect(try await client.send(FilesClient.question(uri)).head.status.code == 200)
            #expect(upstream.log == ["start", "data", "generateContent", "start", "data", "generateContent", "asked of files/f1"])
            // The key is the content's.
            #expect(try await client.send(FilesClient.question(inline: "a story")).cacheStatus?.outcome == .hit)
            #expect(try store.verify().isSound)
        }
    }

    @Test func aCachedContentOfALostFileIsMadeAfterItWasSentAgain() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            let uri = try #require(try await client.upload("a story")["uri"]?.string)
            upstream.lose("files/f0")
            var request = FilesClient.question(uri)
            request.head.path = "/v1beta/cachedContents"
            #expect(try await client.send(request).head.status.code == 200)
            #expect(upstream.uploads == 2)
        }
    }

    @Test func heldBytesKeepWithinTheirLimitAndGoWithTheirFiles() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let upstream = FilesAPI()
            var settings = Stack.Settings(store: store)
            (settings.time, settings.heldUploads) = (time, 20)
            let client = FilesClient(transport: Stack(upstream, settings))
            func held() -> Int { FileSearch.names(in: store.path + "/blobs").count }
            _ = try await client.upload("more than twenty bytes")
            #expect(held() == 0)
            for (text, count) in [("a story", 1), ("another story", 2), ("a third story", 1)] {
                time.advance(seconds: 1)
                _ = try await client.upload(text)
                #expect(held() == count)
            }
            for (name, status) in [("files/f1", 403), ("files/f3", 200)] {
                upstream.lose(name)
                let question = FilesClient.question("https://generativelanguage.googleapis.com/v1beta/" + name)
                #expect(try await client.send(question).head.status.code == status)
            }
            #expect(try store.verify().isSound)
            time.set(try #require(Timestamp("2027-11-23T10:00:01Z")))
            try await store.removeExpiredUploads(time.now)
            #expect(held() == 0)
        }
    }

    @Test func whoWantsNothingKeptHasNoBytesHeld() async throws {
        try await UploadIntakeTests.with { (client, _, store, _) async throws in
            var request = Request(
                HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/upload/v1beta/files"), body: .bytes(Array("a story".utf8)))
            request.options.cache = .bypass
            _ = try await client.send(request)
            #expect(FileSearch.names(in: store.path + "/blobs").isEmpty && FileSearch.names(in: store.path + "/uploads").isEmpty)
        }
    }

    @Test func bytesHeldForACopyGoWithIt() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, _) async throws in
            for _ in 0..<3 { _ = try await client.upload("a story") }
            #expect(FileSearch.names(in: store.path + "/blobs").count == 1)
            #expect(try store.verify().isSound)
            #expect(try await client.get("/v1beta/files/f0", .delete).status == 200)
            #expect(FileSearch.names(in: store.path + "/blobs").isEmpty)
            #expect(try await client.upload("a story")["name"] == "files/f1")
        }
    }

    @Test func aCopyIsUsedAgainForAsLongAsIsSet() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let upstream = FilesAPI()
            var settings = Stack.Settings(store: store)
            settings.time = time
            try settings.freshness.take("files=12h")
            let client = FilesClient(transport: Stack(upstream, settings))
            // The mock's files end at one time, and so were made 48 hours before.
            let made = try #require(Timestamp("2027-11-21T10:00:00.5Z"))
            time.set(made)
            _ = try await client.upload("a story")
            time.set(made.adding(seconds: 12 * 3600 - 1))
            _ = try await client.upload("a story")
            #expect(upstream.uploads == 1)
            time.set(made.adding(seconds: 12 * 3600))
            _ = try await client.upload("a story")
            #expect(upstream.uploads == 2)
        }
    }

    @Test func anExpiredCopyIsUploadedAgain() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, time) async throws in
            let file = try await client.upload("a story")
            let expires = try #require(file["expirationTime"]?.string.flatMap { Timestamp($0) })
            time.set(expires.adding(seconds: -61))
            #expect(try await client.upload("a story")["name"] == file["name"])
            time.set(expires.adding(seconds: -59))
            #expect(try await client.upload("a story")["name"] == "files/f1")
        }
    }

    @Test func aFileThatHasEndedIsSentAgainWhileItsNameIsKnown() async throws {
        try await UploadIntakeTests.with { (client, upstream, store, time) async throws in
            let file = try await client.upload("a story")
            _ = try await client.upload("another story")
            let expires = try #require(file["expirationTime"]?.string.flatMap { Timestamp($0) })
            time.set(expires.adding(seconds: 29 * 86_400))
            _ = try await store.removeExpiredUploads(time.now)
            upstream.lose("files/f0")
            upstream.lose("files/f1")
            let uri = "https://generativelanguage.googleapis.com/v1beta/files/f0"
            #expect(try await client.send(FilesClient.question(uri)).head.status.code == 200)
            #expect(upstream.uploads == 3)
            #expect(try await client.send(FilesClient.question(uri)).cacheStatus?.outcome == .hit)
            time.advance(seconds: 2 * 86_400)
            _ = try await store.removeExpiredUploads(time.now)
            #expect(FileSearch.names(in: store.path + "/blobs").isEmpty)
            #expect(try store.verify().isSound)
        }
    }

    @Test func aCopyStillBeingPreparedIsWaitedForAndNotUploadedAgain() async throws {
        try await UploadIntakeTests.with { (client, upstream, _, _) async throws in
            upstream.state.withLock { $0.uploadState = "PROCESSING" }
            _ = try await client.upload("a story")
            upstream.state.withLock { $0.files["files/f0"]?["state"] = "ACTIVE" }
            let file = try TemporaryFile(Array("a story".utf8), name: "story.txt")
            let attachment = try GemCore.Attachment.describing(path: file.path, mimeType: "text/plain")
            #expect(try await client.send(Self.question(attachment, "one")).head.status.code == 200)
            #expect(upstream.log == ["start", "data", "getFile", "generateContent", "asked of files/f0"])
        }
    }
}

/// Hands no answer to its first questions on before all of them have one.
private final class Together: Transport {
    private let upstream: FilesAPI
    private let count: Int
    private let answered = Mutex(0)
    private let all = Signal()

    init(_ upstream: FilesAPI, count: Int) { (self.upstream, self.count) = (upstream, count) }

    func send(_ request: Request) async throws(GemError) -> Response {
        let response = try await upstream.send(request)
        guard request.route.operation == .generateContent else { return response }
        let number = answered.withLock { answered in
            answered += 1
            return answered
        }
        if number == count { all.raise() }
        if number <= count { await all.wait() }
        return response
    }
}
