// The server that Benchmarks/hit-path measures: hits from memory, keyed on a hash of the body; everything else is answered by a transport.
import GemCore
import GemServer
import HTTPTypes
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Learns each question's answer from the transport the first time, as a cache would.
final class MemoryHits: HitSource {
    private let answers = Mutex<[Digest: [UInt8]]>([:])

    func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? {
        let digest = Digest(of: body)
        guard let answer = answers.withLock({ $0[digest] }) else { return nil }
        return Hit(contentType: "application/json; charset=UTF-8", cacheStatus: "gemcache; hit; key=\"\(digest)\"", age: 1, body: answer)
    }

    func learn(_ question: [UInt8], _ answer: [UInt8]) { answers.withLock { $0[Digest(of: question)] = answer } }
}

struct LearningTransport: Transport {
    let hits: MemoryHits?
    let answer = [UInt8](repeating: UInt8(ascii: "x"), count: 2048)

    func send(_ request: Request) async throws(GemError) -> Response {
        if case .bytes(let question) = request.body { hits?.learn(question, answer) }
        return .json(.ok, answer)
    }
}

// `--no-hits` sends every request the ordinary way.
let hits = CommandLine.arguments.contains("--no-hits") ? nil : MemoryHits()
let server = HTTPServer(transport: LearningTransport(hits: hits), hits: hits)
try await server.run { address in
    print(address.url)
    fflush(nil)
}
