import GemCore
import HTTPTypes
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keys that were given out once stay what they are until `Question.keyVersion` is raised.
///
/// `Golden/keys.jsonl` holds requests and their keys. Where a key must change, raise the version and run the tests once with
/// `GEMCACHE_WRITE_GOLDEN=1`, which writes the file anew.
@Suite struct KeysGoldenTests {
    static let file =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Golden/keys.jsonl"

    static let requests: [Asked] =
        (KeysEqualTests.spelling + KeysEqualTests.addressing + KeysEqualTests.embeddings + KeysEqualTests.callIDs
        + KeysDifferentTests.groups + KeysAttackTests.equal + KeysAttackTests.different)
        .flatMap(\.requests) + [Asked(KeysPropertyTests.body)]

    @Test func keysAreWhatTheyWere() throws {
        if getenv("GEMCACHE_WRITE_GOLDEN") != nil { try Self.write() }
        let size = try #require(Self.length())
        let lines = try FileSlice(path: Self.file, length: size).read().split(separator: 10)
        let head = try JSON(parsing: Array(try #require(lines.first)))
        #expect(head["version"]?.int == Question.keyVersion, "Write the golden file anew: the version was raised.")
        var count = 0
        for line in lines.dropFirst() {
            let item = try JSON(parsing: Array(line))
            let request = Asked(
                item["request_body"]?.string ?? "", item["path"]?.string ?? "", method: item["method"]?.string == "GET" ? .get : .post,
                sample: UInt32(item["sample"]?.int ?? 0), namespace: item["namespace"]?.string ?? "")
            #expect(try request.question()?.key.description == item["key"]?.string, "\(request): a key changed without a new version")
            count += 1
        }
        #expect(count == Self.requests.count, "The golden file lacks requests of the tables; write it anew.")
    }

    private static func length() -> Int64? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return Int64(lseek(descriptor, 0, SEEK_END))
    }

    private static func write() throws {
        var text = JSON.members(["version": .int(Question.keyVersion)]).text(.compact) + "\n"
        for request in requests {
            let key = try request.question()?.key.description
            text +=
                JSON.members([
                    "method": .string(request.method.rawValue), "path": .string(request.path), "request_body": .string(request.body),
                    "sample": request.sample == 0 ? nil : .int(request.sample),
                    "namespace": request.namespace.isEmpty ? nil : .string(request.namespace),
                    "key": key.map { .string($0) },
                ]).text(.compact) + "\n"
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { writeBytes(descriptor, $0) }
            try #require(count > 0)
            bytes = bytes.dropFirst(count)
        }
    }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(descriptor, bytes.baseAddress, bytes.count) }
