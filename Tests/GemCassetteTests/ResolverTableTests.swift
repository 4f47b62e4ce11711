import GemCore
import HTTPTypes
import Testing

@testable import GemCassette

@Suite struct ResolverTableTests {
    private let entries: [ResolverTable.Entry] = [
        .file("files/a", MediaContent(mimeType: "image/png", length: 3, identity: .digest(Digest(of: [1, 2, 3])))),
        .file("https://host/v1beta/files/b", MediaContent(mimeType: "video/mp4", length: 9, identity: .sha256(Array(0..<32)))),
        .cachedContent("cachedContents/x", [0, 1, 255]),
        .cachedContent("cachedContents/y", Array(repeating: 7, count: 20_000)),
    ]

    @Test func everyKindOfEntrySurvivesTheFile() throws {
        let folder = try Folder()
        let path = folder.file("c.json")
        var table = ResolverTable()
        for entry in entries { table.add(entry) }
        var writer = InteractionWriter(folder: BlobFolder(cassette: path))
        let rows = table.entries.map { writer.json($0) }
        try writer.folder.write(writer.blobs)
        let (read, interactions) = try InteractionReader(file: path).read(CassetteText.file(resolver: rows, interactions: []))
        #expect(read.files == table.files)
        #expect(read.cachedContents == table.cachedContents)
        #expect(interactions.isEmpty)
        #expect(try folder.all().count == 1)
    }

    @Test func whatWasAskedForIsNotedAndAttachmentsAreNot() {
        var table = ResolverTable()
        table.add(entries[0])
        let attachment = Attachment(mimeType: "text/plain", length: 1, digest: Digest(of: [9]), path: "")
        let resolver = TracingResolver([attachment], table: table, resolver: NoResolver(), isTableFirst: true)
        #expect(resolver.content(ofFile: attachment.uri)?.length == 1)
        #expect(resolver.content(ofFile: "files/unknown") == nil)
        #expect(resolver.trace.entries.isEmpty)
        #expect(resolver.content(ofFile: "files/a")?.mimeType == "image/png")
        #expect(resolver.trace.files == table.files)
    }

    @Test(arguments: [true, false]) func theTableComesFirstForRecordedAndLastForLiveRequests(isTableFirst: Bool) {
        var table = ResolverTable()
        table.add(entries[0])
        let resolver = TracingResolver([], table: table, resolver: Live(), isTableFirst: isTableFirst)
        #expect(resolver.content(ofFile: "files/a")?.mimeType == (isTableFirst ? "image/png" : "live/type"))
    }

    private struct Live: MediaResolver {
        func content(ofFile uri: String) -> MediaContent? { MediaContent(mimeType: "live/type", length: 1, identity: .sha256([])) }
        func canonical(ofCachedContent name: String) -> [UInt8]? { nil }
    }
}
