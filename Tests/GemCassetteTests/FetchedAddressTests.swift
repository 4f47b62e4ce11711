import GemCassette
import GemCore
import HTTPTypes
import Testing

/// What is fetched from an address of its own is known by all of it.
@Suite struct FetchedAddressTests {
    private static func fetch(_ authority: String, _ path: String = "/a.txt") -> Request {
        Request(HTTPRequest(method: .get, scheme: "https", authority: authority, path: path))
    }

    @Test func twoHostsPathsAreTwoThings() async throws {
        let folder = try Folder()
        let cassette = Cassette(path: folder.file("c.json"))
        try await cassette.record([Self.fetch("a.example")], from: Upstream(#"{"from":"a"}"#))
        try await cassette.record([Self.fetch("b.example", "/a.txt?X-Goog-Signature=PLANTED&v=1")], from: Upstream(#"{"from":"b"}"#))
        try cassette.save()
        let replay = ReplayTransport(try Cassette.open(folder.file("c.json"), mode: .none, resolver: NoResolver()))
        #expect(try await replay.send(Self.fetch("a.example")).text() == #"{"from":"a"}"#)
        // Signed anew it is the same.
        #expect(try await replay.send(Self.fetch("b.example", "/a.txt?v=1&x-goog-signature=OTHER")).text() == #"{"from":"b"}"#)
        for other in [Self.fetch("c.example"), .get("/a.txt"), Self.fetch("b.example", "/a.txt?v=2")] {
            await #expect(throws: GemError.self) { _ = try await replay.send(other) }
        }
        #expect(try !folder.read("c.json").contains("PLANTED"))
    }
}
