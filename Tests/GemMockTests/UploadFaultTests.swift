import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct UploadFaultTests {
    private static func start(_ mock: MockGemini, fault: String? = nil) async throws -> String {
        let fields = fault.map { [("x-mock-fault", $0)] } ?? []
        return try await mock.call(
            .post, "/upload/v1beta/files",
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"),
                ("X-Goog-Upload-Header-Content-Type", "text/plain"),
            ]
                + fields, body: .bytes(Array("{}".utf8))
        ).uploadPath()
    }

    private static func send(_ mock: MockGemini, _ path: String, _ count: Int, fault: String? = nil) async throws -> Response {
        try await mock.call(
            .post, path,
            fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", "0")]
                + (fault.map { [("x-mock-fault", $0)] } ?? []),
            body: .bytes([UInt8](repeating: 65, count: count)), key: nil)
    }

    private static func received(_ mock: MockGemini, _ path: String) async throws -> (String?, String?) {
        let answer = try await mock.call(.post, path, fields: [("X-Goog-Upload-Command", "query")], key: nil)
        return (try answer.field("X-Goog-Upload-Status"), try answer.field("X-Goog-Upload-Size-Received"))
    }

    @Test(arguments: [("cut;bytes=6", "6", false), ("reset;bytes=6", "6", true), ("cut", "5", false)])
    func aBrokenUploadKeepsWhatCame(fault: String, kept: String, resets: Bool) async throws {
        let mock = try MockGemini.make { $0.chunkGranularity = 1 }
        let path = try await Self.start(mock, fault: fault)
        let error = await #expect(throws: GemError.self) { try await Self.send(mock, path, 10, fault: fault) }
        #expect((error?.cause as? HangUp)?.resets == resets)
        let (status, size) = try await Self.received(mock, path)
        #expect(status == "active")
        #expect(size == kept)
    }

    @Test func aDuplicateTakesTheBytesAndLosesTheAnswer() async throws {
        let mock = try MockGemini.make()
        let path = try await Self.start(mock, fault: "duplicate")
        await #expect(throws: GemError.self) { try await Self.send(mock, path, 10, fault: "duplicate") }
        #expect(try await Self.received(mock, path).0 == "final")
        #expect(try await mock.call(.get, "/v1beta/files").json()["files"]?.array?.count == 1)
    }

    /// Clients do not repeat their own header fields with the data.
    @Test(arguments: ["cut;bytes=6", "garbage", "503;skip=1;times=1;id=a"])
    func aFaultOfTheStartStrikesTheData(fault: String) async throws {
        let mock = try MockGemini.make()
        let path = try await Self.start(mock, fault: fault)
        do {
            let answer = try await Self.send(mock, path, 10)
            let json = try? await answer.json()
            #expect(answer.head.status.code == 503 || json == nil)
        } catch {
            #expect(fault.hasPrefix("cut"))
        }
        #expect(mock.requests.map { $0.fault != nil } == [false, true])
        let other = try await Self.start(mock)
        #expect(try await Self.send(mock, other, 10).head.status == .ok)
    }

    @Test func aStatusTakesNoBytes() async throws {
        let mock = try MockGemini.make()
        let path = try await Self.start(mock)
        let answer = try await Self.send(mock, path, 10, fault: "503")
        #expect(answer.head.status.code == 503)
        // Clients take an answer without it for a reason to send the chunk again.
        #expect(try answer.field("X-Goog-Upload-Status") == nil)
        #expect(try await Self.received(mock, path) == ("active", "0"))
        #expect(try await Self.send(mock, path, 10).head.status == .ok)
    }

    @Test func slowUploadsTakeTheirTime() async throws {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make { $0.time = time }
        let path = try await Self.start(mock)
        _ = try await Self.send(mock, path, 5000, fault: "slow;bytes=1000")
        #expect(time.now >= Timestamp(microseconds: 4_990_000))
        #expect(mock.requests.last?.bytesReceived == 5000)
        #expect(mock.requests.last?.ended ?? 0 >= 5000)
    }

    @Test(arguments: ["drop", "reset", "stall;for=1s", "empty", "html", "garbage"])
    func otherFaultsActOnUploadsAsOnAllElse(fault: String) async throws {
        let mock = try MockGemini.make()
        let path = try await Self.start(mock)
        do {
            let answer = try await Self.send(mock, path, 10, fault: fault)
            let text = try await answer.text()
            #expect(fault.hasPrefix("stall") == ((try? JSON(parsing: Array(text.utf8)))?["file"] != nil))
        } catch {
            #expect(["drop", "reset"].contains(fault))
        }
        #expect(mock.requests.last?.fault == fault.split(separator: ";")[0].description)
    }
}
