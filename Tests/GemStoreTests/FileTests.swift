import GemCore
import Testing

@testable import GemStore

@Suite struct FileTests {
    let folder = Folder()
    let digest = Digest(of: [1, 2, 3])
    let hash = [UInt8](repeating: 4, count: 32)

    private var record: FileRecord {
        FileRecord(
            scope: CredentialScope("me"), digest: digest, mimeType: "video/mp4", length: 3,
            uri: "https://generativelanguage.googleapis.com/v1beta/files/abc-1", name: "files/abc-1", sha256: hash,
            expires: start.adding(seconds: 100), state: "PROCESSING")
    }

    private func opened() async throws -> Store {
        let store = try folder.open()
        let record = record
        try await store.write { (transaction) throws(GemError) in try transaction.putFile(record) }
        return store
    }

    @Test func uploadIsFoundByContentCredentialAndType() async throws {
        let store = try await opened()
        let found = try store.read { $0.file(CredentialScope("me"), Digest(of: [1, 2, 3]), mimeType: "video/mp4") }
        #expect(found == record)
        #expect(try store.read { $0.file(CredentialScope("you"), Digest(of: [1, 2, 3]), mimeType: "video/mp4") } == nil)
        #expect(try store.read { $0.file(CredentialScope("me"), Digest(of: [1, 2, 3]), mimeType: "video/webm") } == nil)
        #expect(try store.read { $0.file(CredentialScope("me"), Digest(of: [1]), mimeType: "video/mp4") } == nil)
    }

    @Test(arguments: [
        "files/abc-1", "https://generativelanguage.googleapis.com/v1beta/files/abc-1", "http://127.0.0.1:8080/v1/files/abc-1",
        "https://generativelanguage.googleapis.com/v1beta/files/abc-1:download?alt=media", "/v1alpha/files/abc-1",
        "http://localhost:9/download/v1beta/files/abc-1", "http://[::1]/files/abc-1",
    ])
    func fileIsKnownByAnySpellingOfItsURI(uri: String) async throws {
        let store = try await opened()
        #expect(store.content(ofFile: uri) == MediaContent(mimeType: "video/mp4", length: 3, identity: .digest(digest)))
        #expect(try store.read { $0.file(named: uri) } == record)
    }

    @Test(arguments: [
        "files/abc-2", "files/", "files", "", "abc-1", "https://x.test/some/files/abc-1", "https://x.test/v1/files/abc-1",
        "https://x.test/v1/files/abc-1/more", "gs://bucket/abc-1",
        "https://x.test?files/abc-1",
    ])
    func otherURIsAreUnknown(uri: String) async throws {
        let store = try await opened()
        #expect(store.content(ofFile: uri) == nil)
    }

    @Test func uploadUnderAForeignURIIsFoundByIt() async throws {
        let store = try folder.open()
        var other = record
        other.uri = "gs://bucket/clip.mp4"
        let known = other
        try await store.write { (transaction) throws(GemError) in try transaction.putFile(known) }
        #expect(store.content(ofFile: "gs://bucket/clip.mp4")?.identity == .digest(digest))
        #expect(try store.read { $0.file(named: "gs://bucket/clip.mp4") } == other)
    }

    @Test func fileKnownBySHA256TakesTheDigestOnceItIsKnown() async throws {
        let store = try folder.open()
        let foreign = MediaContent(mimeType: "image/png", length: 9, identity: .sha256(hash))
        try await store.write { (transaction) throws(GemError) in try transaction.putContent(ofFile: "files/theirs", foreign) }
        #expect(store.content(ofFile: "files/theirs") == foreign)
        try await store.write { [hash, digest] (transaction) throws(GemError) in try transaction.putAlias(sha256: hash, digest) }
        #expect(store.content(ofFile: "files/theirs")?.identity == .digest(digest))
    }

    @Test func forgottenUploadIsGoneButItsNameStaysKnown() async throws {
        let store = try await opened()
        let forgotten = try await store.write { [digest] (transaction) throws(GemError) in
            try transaction.forgetFile(CredentialScope("me"), digest, mimeType: "video/mp4")
        }
        #expect(forgotten)
        #expect(try store.read { $0.file(named: "files/abc-1") } == nil)
        #expect(store.content(ofFile: "files/abc-1") != nil)
    }

    @Test func deletedFileIsForgottenWithItsName() async throws {
        let store = try await opened()
        try await store.write { (transaction) throws(GemError) in
            _ = try transaction.forgetFile(named: "http://localhost/v1beta/files/abc-1")
        }
        #expect(store.content(ofFile: "files/abc-1") == nil)
        #expect(try store.stats().files == 0)
    }

    @Test func expiredUploadIsSweptButItsNameStaysKnown() async throws {
        let store = try await opened()
        #expect(try await store.removeExpired(start.adding(seconds: 99)).files == 0)
        #expect(try await store.removeExpired(start.adding(seconds: 100)).files == 1)
        #expect(store.content(ofFile: "files/abc-1") != nil)
    }

    @Test func localMediaAndCachedContentsAreResolved() async throws {
        let store = try folder.open()
        try await store.write { [digest] (transaction) throws(GemError) in
            try transaction.putMedia(digest, mimeType: "text/vtt", length: 3)
            try transaction.putCachedContent("cachedContents/c1", canonical: [9, 9])
        }
        #expect(
            store.content(ofFile: Attachment.scheme + digest.description)
                == MediaContent(mimeType: "text/vtt", length: 3, identity: .digest(digest)))
        #expect(store.content(ofFile: Attachment.scheme + "nonsense") == nil)
        #expect(store.canonical(ofCachedContent: "cachedContents/c1") == [9, 9])
        #expect(store.canonical(ofCachedContent: "cachedContents/c2") == nil)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.forgetCachedContent("cachedContents/c1") }
        #expect(store.canonical(ofCachedContent: "cachedContents/c1") == nil)
    }

    @Test func nameTooLongForAKeyIsAnErrorAndNoMatch() async throws {
        let store = try folder.open()
        let name = "cachedContents/" + String(repeating: "x", count: 600)
        let error = await #expect(throws: GemError.self) {
            try await store.write { (transaction) throws(GemError) in try transaction.putCachedContent(name, canonical: []) }
        }
        #expect(error?.message.contains("511 bytes") == true)
        #expect(store.canonical(ofCachedContent: name) == nil)
        #expect(store.content(ofFile: name) == nil)
    }
}
