import Foundation
import GemCore
import Testing

@testable import GemStore

@Suite struct UploadSpoolTests {
    let folder = Folder()

    @Test func aSpoolIsMadeWithItsFirstByteAndGoesWithItsLastReference() throws {
        let store = try folder.open()
        var spool: UploadSpool? = try store.newSpool()
        let path = try #require(spool?.path)
        #expect(!Self.exists(path))
        try spool?.write([1, 2, 3], at: 0)
        try spool?.write([9], at: 2)
        #expect(try spool?.read(at: 1, count: 9) == [2, 9])
        try spool?.truncate(to: 1)
        #expect(try spool?.read(at: 0, count: 9) == [1])
        #expect(Self.exists(path))
        spool = nil
        #expect(!Self.exists(path))
    }

    @Test func whatAKilledProcessLeftIsSweptAndWhatOneUsesIsNot() throws {
        let store = try folder.open()
        let spool = try store.newSpool()
        try spool.write([1], at: 0)
        let left = UploadSpool.folder(of: store.path) + "/left"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: left))
        UploadSpool.sweep(store.path)
        #expect(!Self.exists(left))
        #expect(try spool.read(at: 0, count: 1) == [1])
        #expect(Self.exists(spool.path))
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: left))
        store.close()
        _ = try folder.open()
        #expect(!Self.exists(left))
    }

    @Test func aSpoolBecomesABlobWithoutACopy() async throws {
        let store = try folder.open()
        let bytes: [UInt8] = [4, 5, 6]
        let digest = Digest(of: bytes)
        let spool = try store.newSpool()
        try spool.write(bytes, at: 0)
        try store.adopt(spool, digest: digest, length: 3)
        #expect(try Self.inode(store.blobPath(of: digest)) == Self.inode(spool.path))
        let again = try store.newSpool()
        try again.write(bytes, at: 0)
        try store.adopt(again, digest: digest, length: 3)
        #expect(try Self.inode(store.blobPath(of: digest)) == Self.inode(spool.path))
    }

    @Test func aLocalFilesBlobStaysWhileTheFileDoes() async throws {
        let store = try folder.open()
        let local = try await Self.keep([7, 8], name: "files/local-1", in: store)
        #expect(try await store.removeExpired(start.adding(seconds: 99_999)).blobs == 0)
        #expect(try store.verify().isSound)
        #expect(try store.read { $0.hasLocalFiles })
        #expect(try await store.removeExpired(start.adding(seconds: 100_000)) == Swept(files: 1, blobs: 1))
        #expect(!Self.exists(store.blobPath(of: local.digest)))
        #expect(try store.read { $0.hasLocalFiles } == false)
        #expect(store.content(ofFile: "files/local-1")?.identity == .digest(local.digest))
    }

    @Test func aLocalFileWithOtherBytesLetsTheFormerGo() async throws {
        let store = try folder.open()
        let first = try await Self.keep([1], name: "files/mine", in: store)
        let second = try await Self.keep([2], name: "files/mine", in: store)
        #expect(!Self.exists(store.blobPath(of: first.digest)))
        #expect(Self.exists(store.blobPath(of: second.digest)))
        _ = try await Self.keep([2], name: "files/mine", in: store)
        try await store.write { (transaction) throws(GemError) in _ = try transaction.forgetFile(named: "files/mine") }
        #expect(!Self.exists(store.blobPath(of: second.digest)))
    }

    @Test func namesOfFilesThatEndedLongAgoAreForgotten() async throws {
        let store = try folder.open()
        let content = MediaContent(mimeType: "a/b", length: 1, identity: .digest(Digest(of: [1])))
        let record = FileRecord(
            scope: CredentialScope("me"), digest: Digest(of: [1]), mimeType: "a/b", length: 1, uri: "gs://b/o", name: "files/ours",
            expires: start.adding(seconds: 100))
        try await store.write { (transaction) throws(GemError) in
            try transaction.putFile(record)
            try transaction.putContent(ofFile: "files/theirs", content)
        }
        let month = 30 * 86_400.0
        _ = try await store.removeExpired(start.adding(seconds: month + 99))
        #expect(store.content(ofFile: "files/ours") == content && store.content(ofFile: "gs://b/o") == content)
        _ = try await store.removeExpired(start.adding(seconds: month + 100))
        #expect(store.content(ofFile: "files/ours") == nil && store.content(ofFile: "gs://b/o") == nil)
        // Nobody told when that one ends: two days, as the API keeps files.
        #expect(store.content(ofFile: "files/theirs") == content)
        _ = try await store.removeExpired(start.adding(seconds: month + 172_800))
        #expect(store.content(ofFile: "files/theirs") == nil)
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func inode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
    }

    private static func keep(_ bytes: [UInt8], name: String, in store: Store) async throws -> FileRecord {
        let spool = try store.newSpool()
        try spool.write(bytes, at: 0)
        let record = FileRecord(
            scope: CredentialScope("me"), digest: Digest(of: bytes), mimeType: "a/b", length: Int64(bytes.count),
            uri: "http://localhost/v1beta/" + name, name: name, expires: start.adding(seconds: 100_000), state: FileRecord.local)
        try store.adopt(spool, digest: record.digest, length: record.length)
        try await store.write { (transaction) throws(GemError) in try transaction.putFile(record) }
        return record
    }
}
