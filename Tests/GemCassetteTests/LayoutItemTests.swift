import GemCassette
import GemCore
import HTTPTypes
import Testing

/// What a query says of an answer's layout, or of who is charged, names no other request.
@Suite struct LayoutItemTests {
    @Test(arguments: ["prettyPrint=false", "$prettyPrint=1", "pp=0", "quotaUser=me"])
    func aLayoutNamesNoOtherRequest(item: String) async throws {
        let folder = try Folder()
        let cassette = Cassette(path: folder.file("c.json"))
        try await cassette.record([.get("/v1beta/files?pageSize=3&\(item)")], from: Upstream(#"{"files":[]}"#))
        let replay = ReplayTransport(cassette)
        #expect(try await replay.send(.get("/v1beta/files?pageSize=3")).head.status == .ok)
        await #expect(throws: GemError.self) { _ = try await replay.send(.get("/v1beta/files?pageSize=4")) }
    }
}
