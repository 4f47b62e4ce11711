import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Local media on their way to a question: once a content, and only where the network may be used.
@Suite struct UploadDeskTests {
    private static func stack(_ store: Store, _ upstream: any Transport, isOffline: Bool = false) -> Stack {
        var settings = Stack.Settings(store: store)
        settings.time = store.time
        settings.isOffline = isOffline
        return Stack(upstream, settings)
    }

    @Test func oneClientThatLeavesDoesNotEndAnUploadOthersShare() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let files = FakeFiles()
            let upstream = ScriptedTransport { (request) throws(GemError) in
                await gate.wait()
                if Task.isCancelled { throw GemError(.cancelled, "cancelled") }
                return try await files.send(request)
            }
            let stack = Self.stack(store, upstream)
            let file = try TemporaryFile(Array("film".utf8))
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            let first = Task { try await stack.upload(attachment, credential: nil) }
            while upstream.requests.isEmpty { await Task.yield() }
            let second = Task { try await stack.upload(attachment, credential: nil) }
            for _ in 0..<100 { await Task.yield() }
            first.cancel()
            gate.raise()
            let uri = try await second.value.uri
            #expect(uri == "https://up.example/v1beta/files/f1")
            #expect(files.log.filter { $0.hasPrefix("start") }.count == 1)
        }
    }

    @Test func theLastClientThatLeavesEndsItsUpload() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { (_) throws(GemError) in
                await withTaskCancellationHandler {
                    await gate.wait()
                } onCancel: {
                    gate.raise()
                }
                throw GemError(.cancelled, "cancelled")
            }
            let stack = Self.stack(store, upstream)
            let file = try TemporaryFile(Array("film".utf8))
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            let only = Task { try await stack.upload(attachment, credential: nil) }
            while upstream.requests.isEmpty { await Task.yield() }
            only.cancel()
            await #expect(throws: GemError.self) { _ = try await only.value }
        }
    }

    @Test func anUploadThatCannotBeNotedIsStillUsed() async throws {
        try await TemporaryStore.with { store in
            let stack = Self.stack(store, FakeFiles())
            let file = try TemporaryFile(Array("film".utf8))
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            store.close()
            #expect(try await stack.upload(attachment, credential: nil).uri == "https://up.example/v1beta/files/f1")
        }
    }

    @Test func offlineNothingIsUploadedAndNothingIsSynced() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(CacheLayerTests.answer.utf8)) }
            let stack = Self.stack(store, upstream, isOffline: true)
            let file = try TemporaryFile(Array("film".utf8))
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            let error = await #expect(throws: GemError.self) { _ = try await stack.upload(attachment, credential: nil) }
            #expect(error?.code == .offline)
            _ = try await SyncTests.ticket(stack, SyncTests.ask("why"))
            #expect(try await stack.sync.run(credential: nil).stopped?.code == .offline)
            #expect(upstream.requests.isEmpty)
        }
    }

    @Test func onlyFilesThatTheBodyStillNamesAreUploaded() async throws {
        try await TemporaryStore.with { store in
            let files = FakeFiles()
            let upstream = ScriptedTransport { (request) throws(GemError) in
                request.route.operation == .generateContent
                    ? .json(.ok, Array(CacheLayerTests.answer.utf8)) : try await files.send(request)
            }
            let stack = Self.stack(store, upstream)
            let file = try TemporaryFile(Array("film".utf8))
            var request = CacheLayerTests.ask("without the film")
            request.attachments = [try Attachment.describing(path: file.path, mimeType: "video/mp4")]
            _ = try await stack.send(request)
            #expect(files.log.isEmpty)
        }
    }

    @Test func aFileDeletedUpstreamIsForgotten() async throws {
        try await TemporaryStore.with { store in
            try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                let content = MediaContent(mimeType: "text/plain", length: 1, identity: .digest(Digest(of: [1])))
                for name in ["files/gone", "files/kept"] { try transaction.putContent(ofFile: name, content) }
            }
            let upstream = ScriptedTransport { request in
                .json(request.path.hasSuffix("gone") ? .ok : .forbidden, Array("{}".utf8))
            }
            let stack = Self.stack(store, upstream)
            for name in ["gone", "kept"] {
                var request = Request.get("/v1beta/files/\(name)")
                request.head.method = .delete
                _ = try await stack.send(request)
            }
            #expect(store.content(ofFile: "files/gone") == nil)
            #expect(store.content(ofFile: "files/kept") != nil)
        }
    }

    @Test func aDeletedUploadOfOursIsUploadedAgainAlsoAfterItWasLookedAt() async throws {
        try await TemporaryStore.with { store in
            let files = FakeFiles()
            let upstream = ScriptedTransport { (request) throws(GemError) in
                var response = try await files.send(request)
                response.head.headerFields[.contentType] = "application/json"
                return response
            }
            let stack = Self.stack(store, upstream)
            let file = try TemporaryFile(Array("film".utf8))
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            _ = try await stack.upload(attachment, credential: nil)
            let again = try await stack.upload(attachment, credential: nil)
            #expect(again.wasLive)
            _ = try await stack.send(.get("/v1beta/files/f1"))
            var delete = Request.get("/v1beta/files/f1")
            delete.head.method = .delete
            _ = try await stack.send(delete)
            let anew = try await stack.upload(attachment, credential: nil)
            #expect(!anew.wasLive)
        }
    }
}
