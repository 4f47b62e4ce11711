import Foundation
import GemCassette
import GemCore
import HTTPTypes
import Testing

/// Recordings of the real API, where a folder of them is given: `GEMCACHE_CORPUS=FOLDER` with files of JSON lines.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["GEMCACHE_CORPUS"] != nil)) struct CorpusTests {
    private static func lines() throws -> [JSON] {
        guard let folder = ProcessInfo.processInfo.environment["GEMCACHE_CORPUS"] else { return [] }
        var lines: [JSON] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".jsonl") {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            for line in text.split(separator: "\n") { lines.append(try JSON(parsing: Array(line.utf8))) }
        }
        return lines
    }

    @Test func everyRecordedExchangeReplaysByteForByte() async throws {
        let folder = try Folder()
        var counts = (exchanges: 0, json: 0, streams: 0, raw: 0)
        func count(_ response: RecordedResponse) {
            counts.exchanges += 1
            switch response.content {
            case .stream: counts.streams += 1
            case .body(.json), .body(.none): counts.json += 1
            default: counts.raw += 1
            }
        }
        for line in try Self.lines() {
            guard let method = line["method"]?.string.flatMap({ HTTPRequest.Method($0) }), let path = line["path"]?.string,
                let body = line["response_body"]?.string
            else { continue }
            let query = line["query"]?.string ?? ""
            let target = query.isEmpty ? path : "\(path)?\(query)"
            let sent = line["request_body"]?.string.map { Array($0.utf8) } ?? []
            let request =
                sent.isEmpty ? Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: target)) : .json(method, target, sent)
            let type = body.hasPrefix("data:") || body.hasPrefix("event:") ? "text/event-stream" : "application/json"
            let status = line["status"]?.int ?? 200
            let cassette = Cassette(path: folder.file("c.json"))
            try await cassette.record([request], from: Upstream { (_, _) throws(GemError) in response(body, type: type, status: status) })
            guard let kept = cassette.interactions.first?.response else { continue }
            if line["exact_response_body"]?.bool == true { count(kept) }
            let replayed = try await ReplayTransport(Cassette.load(folder.file("c.json"))).send(request)
            #expect(Array(try await replayed.text().utf8) == Array(body.utf8), "\(line["id"]?.string ?? "")")
            #expect(replayed.head.status.code == status)
        }
        #expect(counts.exchanges > 0)
        #expect(counts.raw * 50 < counts.exchanges, "Almost all exact bodies are readable in the file: \(counts)")
    }
}
