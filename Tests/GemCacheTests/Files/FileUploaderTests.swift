internal import Crypto
internal import GemCache
internal import GemCore
internal import GemTesting
internal import Synchronization
internal import Testing

@Suite struct FileUploaderTests {
    private let chunk = Int(FileUploaderTests.chunkSize)
    private static let chunkSize = 8 << 20
    private static let target = "https://up.example:8443/upload/v1beta/files?upload_id=abc&upload_protocol=resumable"

    /// Bytes whose every 64 KiB differ.
    private func content(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 7, count: count)
        for index in stride(from: 0, to: count, by: 65_521) { bytes[index] = UInt8(truncatingIfNeeded: index / 65_521) }
        return bytes
    }

    private func upload(_ file: TemporaryFile, to files: FakeFiles, time: ManualTime = ManualTime()) async throws -> UploadedFile {
        let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
        return try await FileUploader(transport: files, time: time).upload(attachment, credential: .apiKey("secret"))
    }

    @Test func aSmallFileTakesTwoRequests() async throws {
        let files = FakeFiles()
        let file = try TemporaryFile(content(1000))
        let uploaded = try await upload(file, to: files)
        #expect(files.log == ["start /upload/v1beta/files +\(startBody(1000).utf8.count)", "upload, finalize @0 \(Self.target) +1000"])
        #expect(files.state.withLock { $0.starts } == [startBody(1000)])
        #expect(files.state.withLock { $0.received } == content(1000))
        #expect(uploaded.name == "files/f1")
        #expect(uploaded.state == .active)
        #expect(uploaded.sha256.count == 32)
        #expect(uploaded.expires == Timestamp("2026-11-23T10:00:00.5Z"))
    }

    private func startBody(_ size: Int) -> String {
        #"{"file":{"displayName":"film.mp4","mimeType":"video/mp4","sizeBytes":\#(size)}}"#
    }

    @Test func theUploadURLGetsNoCredential() async throws {
        let files = FakeFiles(polls: ["PROCESSING", "ACTIVE"])
        _ = try await upload(try TemporaryFile(content(10)), to: files)
        #expect(files.state.withLock { $0.credentials } == [true, false, true])
    }

    @Test(arguments: [
        (2 * chunkSize, ["upload @0", "upload, finalize @8388608"]), (chunkSize + 1, ["upload @0", "upload, finalize @8388608"]),
    ])
    func chunksEndWithFinalize(size: Int, steps: [String]) async throws {
        let files = FakeFiles()
        _ = try await upload(try TemporaryFile(content(size)), to: files)
        #expect(files.log.dropFirst().map { String($0.prefix { $0 != "h" }).trimmed } == steps)
        #expect(files.state.withLock { $0.received } == content(size))
    }

    @Test func anEmptyFileIsFinalisedAtOnce() async throws {
        let files = FakeFiles()
        let file = try TemporaryFile([])
        let attachment = Attachment(mimeType: "text/plain", length: 0, digest: Digest(of: []), path: file.path)
        _ = try await FileUploader(transport: files, time: ManualTime()).upload(attachment, credential: nil)
        #expect(files.log.last == "upload, finalize @0 \(Self.target)")
    }

    @Test func aCutChunkGoesOnWhereItArrived() async throws {
        let files = FakeFiles(faults: [2: .cut(kept: 1000)])
        let size = chunk + 5000
        let uploaded = try await upload(try TemporaryFile(content(size)), to: files)
        #expect(files.state.withLock { $0.received } == content(size))
        #expect(files.log[3] == "query \(Self.target)")
        #expect(files.log[4] == "upload, finalize @\(chunk + 1000) \(Self.target) +4000")
        #expect(uploaded.sizeBytes == Int64(size))
    }

    @Test func aLostFinalAnswerIsAskedFor() async throws {
        let files = FakeFiles(faults: [1: .lostAnswer])
        let uploaded = try await upload(try TemporaryFile(content(50)), to: files)
        #expect(uploaded.name == "files/f1")
        #expect(files.log.map { $0.split(separator: " ")[0] } == ["start", "upload,", "query"])
    }

    @Test func allBytesArrivedButTheFinaliseDidNot() async throws {
        let files = FakeFiles(faults: [1: .cut(kept: 50)])
        _ = try await upload(try TemporaryFile(content(50)), to: files)
        #expect(files.log.last == "upload, finalize @50 \(Self.target)")
    }

    @Test func aForgottenUploadStartsAgain() async throws {
        let files = FakeFiles(faults: [2: .cut(kept: 3), 3: .forgotten])
        let size = chunk + 10
        _ = try await upload(try TemporaryFile(content(size)), to: files)
        #expect(files.state.withLock { $0.received } == content(size))
        #expect(files.state.withLock { $0.starts.count } == 2)
    }

    @Test func retriesAreBoundedAndWaitLonger() async throws {
        let time = ManualTime()
        let files = FakeFiles(faults: Dictionary(uniqueKeysWithValues: (1...20).map { ($0, .cut(kept: 0)) }))
        let before = time.now
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(50)), to: files, time: time) }
        #expect(error?.code == .cut)
        #expect(files.log.count == 6)
        #expect(time.now.seconds(since: before) == 1 + 2 + 4 + 8)
    }

    @Test(arguments: [(FakeFiles.Fault.cut(kept: 0), 10), (.noEnd, 12)])
    func askingHowMuchArrivedIsNoProgress(fault: FakeFiles.Fault, requests: Int) async throws {
        let files = FakeFiles(faults: Dictionary(uniqueKeysWithValues: stride(from: 1, to: 40, by: 2).map { ($0, fault) }))
        await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(50)), to: files) }
        #expect(files.log.count == requests)
    }

    @Test func overloadIsWaitedOutAsLongAsUpstreamAsks() async throws {
        let busy =
            #"{"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","#
            + #""retryDelay":"7s"}]}}"#
        let time = ManualTime()
        let before = time.now
        let files = FakeFiles(faults: [1: .status(429, busy)])
        _ = try await upload(try TemporaryFile(content(50)), to: files, time: time)
        #expect(time.now.seconds(since: before) == 7)
    }

    @Test func noConnectionAtTheStartIsToldAtOnce() async throws {
        let files = FakeFiles(faults: [0: .unreachable])
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(50)), to: files) }
        #expect(error?.code == .unreachable)
        #expect(files.log.count == 1)
    }

    @Test func aBadKeyIsRefused() async throws {
        let bad =
            #"{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","#
            + #""details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"#
        let files = FakeFiles(faults: [0: .status(400, bad)])
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(50)), to: files) }
        #expect(error?.code == .refused)
        #expect(error?.upstream?.httpStatus == 400)
    }

    @Test func processingIsPolledWithGrowingPauses() async throws {
        let time = ManualTime()
        let before = time.now
        let files = FakeFiles(polls: ["PROCESSING", "PROCESSING", "PROCESSING", "ACTIVE"])
        let steps = Mutex<[Progress]>([])
        let file = try TemporaryFile(content(10))
        let attachment = try Attachment.describing(path: file.path)
        let uploaded = try await FileUploader(transport: files, time: time).upload(attachment, credential: nil) { step in
            steps.withLock { $0.append(step) }
        }
        #expect(uploaded.state == .active)
        #expect(time.now.seconds(since: before) == 1 + 1.5 + 2.25)
        #expect(
            steps.withLock { $0 } == [
                .uploading(name: "film.mp4", sent: 0, total: 10), .uploading(name: "film.mp4", sent: 10, total: 10),
                .processing(name: "film.mp4"), .processing(name: "film.mp4"), .processing(name: "film.mp4"), .active(name: "film.mp4"),
            ])
    }

    @Test func aFailedFileTellsWhy() async throws {
        let files = FakeFiles(polls: ["PROCESSING", "FAILED"])
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(10)), to: files) }
        #expect(error?.code == .upstream)
        #expect(error?.message.contains("no video in it") == true)
    }

    @Test func processingHasADeadline() async throws {
        let files = FakeFiles(polls: Array(repeating: "PROCESSING", count: 500))
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(10)), to: files) }
        #expect(error?.code == .timeout)
    }

    @Test func otherBytesUpstreamAreNoticedAndDeleted() async throws {
        let files = FakeFiles(sha: String(repeating: "0f", count: 32))
        let error = await #expect(throws: GemError.self) { _ = try await upload(try TemporaryFile(content(10)), to: files) }
        #expect(error?.code == .upstream)
        #expect(files.log.last == "DELETE /v1beta/files/f1")
    }

    @Test func aFileThatChangedIsNotFinalised() async throws {
        let files = FakeFiles()
        let file = try TemporaryFile(content(10))
        let attachment = try Attachment.describing(path: file.path)
        try file.rewrite([UInt8](repeating: 1, count: 10))
        let error = await #expect(throws: GemError.self) {
            _ = try await FileUploader(transport: files, time: ManualTime()).upload(attachment, credential: nil)
        }
        #expect(error?.code == .badInput)
        #expect(!files.log.contains { $0.hasPrefix("upload") })
    }

    @Test func bytesAreHashedAsTheyAreSent() async throws {
        let size = 2 * chunk + 100
        let file = try TemporaryFile(content(size))
        // What was sent is not read again: it may change.
        let later = [UInt8](repeating: 1, count: chunk) + content(size)[chunk...]
        let files = TellingFiles { if $0 == 0 { try? file.rewrite(later) } }
        let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
        let uploaded = try await FileUploader(transport: files, time: ManualTime()).upload(attachment, credential: nil)
        #expect(uploaded.sha256 == Array(SHA256.hash(data: content(size))))
        #expect(files.inner.state.withLock { $0.received } == content(size))
    }

    @Test func aFileThatChangesBeforeItIsReadIsNotFinalised() async throws {
        let size = 2 * chunk + 100
        let file = try TemporaryFile(content(size))
        let files = TellingFiles { if $0 == 0 { try? file.rewrite([UInt8](repeating: 1, count: size)) } }
        let attachment = try Attachment.describing(path: file.path, mimeType: "video/mp4")
        let error = await #expect(throws: GemError.self) {
            _ = try await FileUploader(transport: files, time: ManualTime()).upload(attachment, credential: nil)
        }
        #expect(error?.code == .badInput)
        #expect(!files.inner.log.contains { $0.contains("finalize") })
    }

    @Test(arguments: 1...12)
    func whateverGoesWrongTheBytesArriveAsTheyAre(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let size = Int.random(in: 1...2 * chunk + 3, using: &random)
        var faults: [Int: FakeFiles.Fault] = [:]
        for _ in 0..<4 {
            let fault: FakeFiles.Fault =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: .cut(kept: Int.random(in: 0..<size, using: &random))
                case 1: .status(503, "")
                case 2: .lostAnswer
                case 3: .forgotten
                default: .unreachable
                }
            faults[Int.random(in: 1..<8, using: &random)] = fault
        }
        let files = FakeFiles(faults: faults, polls: ["PROCESSING", "ACTIVE"])
        let uploaded = try await upload(try TemporaryFile(content(size)), to: files)
        #expect(uploaded.state == .active)
        #expect(files.state.withLock { $0.received } == content(size))
    }

    @Test func aCancelledUploadStops() async throws {
        let files = FakeFiles()
        let file = try TemporaryFile(content(10))
        let attachment = try Attachment.describing(path: file.path)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await FileUploader(transport: files, time: ManualTime()).upload(attachment, credential: nil)
        }
        task.cancel()
        let error = await #expect(throws: GemError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(files.log.isEmpty)
    }
}

extension String {
    fileprivate var trimmed: String { String(self.reversed().drop { $0 == " " }.reversed()) }
}

/// A Files service behind a transport that shows what it reads, as curl's does: some of it twice.
private struct TellingFiles: Transport {
    let inner = FakeFiles()
    /// Called after a chunk was sent, with its place.
    let afterwards: @Sendable (Int64) -> Void

    func send(_ request: Request) async throws(GemError) -> Response {
        guard case .file(let slice) = request.body else { return try await inner.send(request) }
        let bytes = try slice.read()
        for start in stride(from: 0, to: bytes.count, by: 65_536) {
            bytes[max(0, start - 1000)..<min(start + 65_536, bytes.count)].withUnsafeBytes {
                request.onRead?($0, slice.offset + Int64(max(0, start - 1000)))
            }
        }
        var request = request
        request.body = .bytes(bytes)
        let response = try await inner.send(request)
        afterwards(slice.offset)
        return response
    }
}
