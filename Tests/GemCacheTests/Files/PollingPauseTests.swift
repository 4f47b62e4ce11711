internal import GemCache
internal import GemCore
internal import GemTesting
internal import HTTPTypes
internal import Testing

/// What the API asks for while it prepares a file.
@Suite struct PollingPauseTests {
    /// Refuses the first look with a pause, and then has the file ready.
    private static func look(_ delay: String, _ time: ManualTime) async throws(GemError) -> (UploadedFile, Int) {
        let place = Counter()
        let transport = ScriptedTransport { _ throws(GemError) in
            guard place.next() == 0 else { return .json(.ok, Array(#"{"name":"files/f1","state":"ACTIVE"}"#.utf8)) }
            let details = #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"\#(delay)"}"#
            return .json(.tooManyRequests, Array(#"{"error":{"code":429,"details":[\#(details)]}}"#.utf8))
        }
        let file = try UploadedFile(["name": "files/f1", "state": "PROCESSING"])
        let active = try await FileUploader(transport: transport, time: time).whenActive(file, credential: nil)
        return (active, transport.requests.count)
    }

    @Test func thePauseItAsksForIsKept() async throws {
        let time = ManualTime()
        let start = time.now
        let (file, looks) = try await Self.look("20s", time)
        #expect(file.state == .active && looks == 2)
        #expect(time.now.seconds(since: start) == 21)
    }

    @Test func tooLongAPauseIsTheCallers() async throws {
        let time = ManualTime()
        let error = await #expect(throws: GemError.self) { _ = try await Self.look("3600s", time) }
        #expect(error?.upstream?.retryDelayMilliseconds == 3_600_000)
    }
}
