internal import GemCache
internal import GemCore
internal import Gemini
internal import HTTPTypes
internal import Testing

/// What the client tells of files that are being prepared, and of other work upstream.
@Suite struct FileWaitTests {
    private static func file(_ state: String, _ more: String = "") -> String {
        #"{"name":"files/f1","displayName":"film.mp4","uri":"u","state":"\#(state)"\#(more)}"#
    }

    @Test func aFileIsWaitedForUntilItIsActive() async throws {
        let transport = ScriptedTransport(json: Self.file("PROCESSING"), Self.file("ACTIVE"))
        let gemini = Gemini(transport: transport, time: ManualTime())
        let file = try await gemini.whenActive(UploadedFile(try JSON(parsing: Self.file("PROCESSING"))))
        #expect(file.state == .active && transport.calls.count == 2)
    }

    @Test func aFileThatFailedTellsWhy() async throws {
        let failed = Self.file("FAILED", #","error":{"code":3,"message":"The video has no frames."}"#)
        let gemini = Gemini(transport: ScriptedTransport(json: failed), time: ManualTime())
        let error = await #expect(throws: GemError.self) {
            _ = try await gemini.whenActive(UploadedFile(try JSON(parsing: Self.file("PROCESSING"))))
        }
        #expect(error?.code == .upstream && error?.message.contains("The video has no frames.") == true)
    }

    @Test func anOperationIsWaitedForAndItsFailureTold() async throws {
        let name = "models/veo/operations/1"
        let transport = ScriptedTransport(
            json: #"{"name":"\#(name)"}"#, #"{"name":"\#(name)","done":true,"response":{"x":1}}"#,
            #"{"name":"\#(name)","done":true,"error":{"code":3,"message":"Too long."}}"#)
        let gemini = Gemini(transport: transport, time: ManualTime())
        #expect(try await gemini.wait(forOperation: name).response == ["x": 1])
        let error = await #expect(throws: GemError.self) { _ = try await gemini.wait(forOperation: name) }
        #expect(error?.message.contains("Too long.") == true && transport.paths[0] == "/v1beta/models/veo/operations/1")
        let wrong = await #expect(throws: GemError.self) { _ = try await gemini.operation("../x") }
        #expect(wrong?.code == .badInput)
    }

    @Test func aLookThatFailsForAWhileIsBorne() async throws {
        let busy = Response.rpcError(httpStatus: 503, status: "UNAVAILABLE", message: "busy")
        let done = Response.json(
            .ok, Array(#"{"name":"batches/1","metadata":{"state":"BATCH_STATE_FAILED"},"done":true,"error":{"message":"No."}}"#.utf8))
        let gemini = Gemini(transport: ScriptedTransport([busy, busy, done] + Array(repeating: busy, count: 5)), time: ManualTime())
        let batch = try await gemini.wait(forBatch: "1")
        #expect(batch.phase == "failed" && batch.failure?.message == "No." && batch.name == "batches/1")
        let error = await #expect(throws: GemError.self) { _ = try await gemini.wait(forBatch: "1") }
        #expect(error?.upstream?.httpStatus == 503)
    }
}
