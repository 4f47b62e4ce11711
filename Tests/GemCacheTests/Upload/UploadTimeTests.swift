import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Uploads take their part of the time a question may take.
@Suite struct UploadTimeTests {
    /// A clock that stands where it is put, and whose sleepers wait until they are cancelled.
    private final class PatientTime: TimeSource {
        private let clock = ManualTime()

        var now: Timestamp { clock.now }
        func advance(seconds: Double) { clock.advance(seconds: seconds) }

        func sleep(until deadline: Timestamp) async throws(GemError) {
            let woken = Signal()
            await withTaskCancellationHandler {
                await woken.wait()
            } onCancel: {
                woken.raise()
            }
            throw GemError(.cancelled, "Waiting was cancelled.")
        }
    }

    private static func stack(_ store: Store, _ upstream: any Transport, _ time: any TimeSource) -> Stack {
        var settings = Stack.Settings(store: store)
        settings.time = time
        return Stack(upstream, settings)
    }

    /// A service whose every step hangs until it is cancelled.
    private static var hanging: ScriptedTransport {
        ScriptedTransport { (_) throws(GemError) in
            let gate = Signal()
            await withTaskCancellationHandler {
                await gate.wait()
            } onCancel: {
                gate.raise()
            }
            throw GemError(.cancelled, "cancelled")
        }
    }

    private static func question(_ attachment: GemCore.Attachment, limit: Double?) -> Request {
        let body = #"{"contents":[{"parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"\#(attachment.uri)"}},{"text":"q"}]}]}"#
        var request = Request.json(.post, "/v1beta/models/m:generateContent", Array(body.utf8))
        request.attachments = [attachment]
        request.options.timeLimit = limit
        return request
    }

    @Test func anUploadIsGivenUpWhenTheTimeIsOver() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.hanging
            // Its sleepers wake at once: the limit is over before anything came.
            let stack = Self.stack(store, upstream, ManualTime())
            let file = try TemporaryFile(Array("film".utf8), name: "film.mp4")
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            let asked = await #expect(throws: GemError.self) { _ = try await stack.send(Self.question(attachment, limit: 30)) }
            #expect(asked?.code == .timeout && asked?.message.contains("film.mp4 was not over in 30 s") == true)
            #expect(upstream.requests.allSatisfy { $0.path.hasPrefix("/upload/") })
            let alone = await #expect(throws: GemError.self) {
                _ = try await stack.upload(attachment, credential: nil, timeLimit: 2.5)
            }
            #expect(alone?.code == .timeout && alone?.message.contains("2.5 s") == true)
            let none = await #expect(throws: GemError.self) { _ = try await stack.upload(attachment, credential: nil, timeLimit: 0) }
            #expect(none?.code == .timeout)

            // Nothing of it counts: the next one begins anew, and is a new file.
            let files = FakeFiles()
            let (_, wasLive) = try await Self.stack(store, files, PatientTime()).upload(attachment, credential: nil, timeLimit: 30)
            #expect(!wasLive && files.log.first?.hasPrefix("start") == true)
        }
    }

    @Test func theQuestionHasWhatItsUploadsLeave() async throws {
        try await TemporaryStore.with { store in
            let (time, files) = (PatientTime(), FakeFiles())
            let upstream = ScriptedTransport { (request) throws(GemError) in
                guard request.path.contains("generateContent") else {
                    time.advance(seconds: 4)
                    return try await files.send(request)
                }
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = Self.stack(store, upstream, time)
            let file = try TemporaryFile(Array("film".utf8), name: "film.mp4")
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            _ = try await stack.send(Self.question(attachment, limit: 60))
            let question = try #require(upstream.requests.last)
            #expect(upstream.requests.count == 3 && question.options.timeLimit == 52)
            #expect(upstream.requests.dropLast().allSatisfy { $0.options.timeLimit == nil })
        }
    }

    @Test func whoGivesUpLeavesTheUploadToThoseWhoWaitOn() async throws {
        try await TemporaryStore.with { store in
            let (gate, files) = (Signal(), FakeFiles())
            let upstream = ScriptedTransport { (request) throws(GemError) in
                await gate.wait()
                if Task.isCancelled { throw GemError(.cancelled, "cancelled") }
                return try await files.send(request)
            }
            let stack = Self.stack(store, upstream, ManualTime())
            let file = try TemporaryFile(Array("film".utf8), name: "film.mp4")
            let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
            let patient = Task { try await stack.upload(attachment, credential: nil) }
            while upstream.requests.isEmpty { await Task.yield() }
            // It ends although the upload goes on, since another waits for that.
            let error = await #expect(throws: GemError.self) { _ = try await stack.upload(attachment, credential: nil, timeLimit: 1) }
            #expect(error?.code == .timeout)
            gate.raise()
            #expect(try await patient.value.uri == "https://up.example/v1beta/files/f1")
            #expect(files.log.filter { $0.hasPrefix("start") }.count == 1)
        }
    }
}
