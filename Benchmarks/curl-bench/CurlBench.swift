internal import GemCore
internal import GemCurl
internal import HTTPTypes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Sends a gigabyte up from a sparse file and a gigabyte down, and tells the time and the peak of resident memory.
///
/// Ends with 1 when the peak is over 64 MB or a length is wrong. Needs `python3` for the other side.
@main struct CurlBench {
    private static let size: Int64 = 1 << 30
    private static let limit: Int64 = 64 << 20

    static func main() async throws {
        let server = try Server()
        defer { server.stop() }
        var configuration = CurlTransport.Configuration()
        configuration.developerBase = "http://127.0.0.1:\(server.port)"
        let transport = try CurlTransport(configuration)
        let path = try sparseFile()
        defer { unlink(path) }

        let up = ContinuousClock().now
        let upload = Request(
            HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/upload/v1beta/files"), body: .file(FileSlice(path: path, length: size)))
        let told = try await transport.send(upload).body.collect(upTo: 100)
        report("upload from a file", up, String(decoding: told, as: UTF8.self) == "\(size)")

        let streamed = ContinuousClock().now
        let chunk = [UInt8](repeating: 7, count: 64 << 10)
        let left = Counter()
        let stream = ByteStream(next: { () throws(GemError) in left.next() < Int(size) / (64 << 10) ? chunk : nil })
        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/upload/v1beta/files")
        let toldAgain = try await transport.send(Request(head, body: .stream(stream, length: nil))).body.collect(upTo: 100)
        report("upload from a stream", streamed, String(decoding: toldAgain, as: UTF8.self) == "\(size)")

        let down = ContinuousClock().now
        guard case .stream(let body, _) = try await transport.send(.get("/v1beta/files/x:download?alt=media")).body else { exit(1) }
        var received: Int64 = 0
        for try await chunk in body { received += Int64(chunk.count) }
        report("download", down, received == size)

        let peak = peakMemory()
        print("peak resident memory: \(peak >> 20) MB (limit \(limit >> 20) MB)")
        if peak > limit { exit(1) }
    }

    private static func report(_ name: String, _ start: ContinuousClock.Instant, _ isRight: Bool) {
        let seconds = (ContinuousClock().now - start) / .seconds(1)
        print("\(name): \(size >> 20) MB in \(Int(seconds * 1000)) ms, \(Int(Double(size >> 20) / seconds)) MB/s\(isRight ? "" : ", WRONG LENGTH")")
        if !isRight { exit(1) }
    }

    private static func sparseFile() throws -> String {
        let path = "/tmp/curl-bench-\(getpid())"
        let descriptor = open(path, O_CREAT | O_RDWR | O_EXCL, 0o600)
        defer { close(descriptor) }
        guard descriptor >= 0, ftruncate(descriptor, off_t(size)) == 0 else { throw GemError(.store, "Cannot make \(path).") }
        return path
    }

    /// The peak of this program alone: `ru_maxrss` begins with that of the program that started it.
    private static func peakMemory() -> Int64 {
        #if canImport(Darwin)
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return Int64(usage.ru_maxrss)
        #else
        guard let file = fopen("/proc/self/status", "r") else { return .max }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split { $0 == " " || $0 == "\t" }
            if words.first == "VmHWM:", words.count > 1, let kilobytes = Int64(words[1]) { return kilobytes << 10 }
        }
        return .max
        #endif
    }
}
