internal import GemCore
internal import Gemini
internal import HTTPTypes
internal import Testing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

private let corpusFolder = ProcessInfo.processInfo.environment["GEMCACHE_CORPUS"]

/// Reads recorded traffic, a folder of `*.jsonl` named by GEMCACHE_CORPUS; skipped where there is none.
@Suite(.enabled(if: corpusFolder != nil)) struct CorpusTests {
    private func records() throws -> [JSON] {
        let folder = try #require(corpusFolder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
        return try files.flatMap { name in
            try Data(contentsOf: URL(filePath: folder).appendingPathComponent(name)).split(separator: 10).map {
                try JSON(parsing: Array($0))
            }
        }
    }

    @Test func streamsAreReadToTheirEndAndNothingIsLost() async throws {
        var (whole, failed) = (0, 0)
        for record in try records() {
            guard record["path"]?.string?.contains("streamGenerateContent") == true, let body = record["response_body"]?.string,
                body.hasPrefix("data:")
            else { continue }
            let transport = ScriptedTransport([.pieces(Array(body.utf8), of: 1000)])
            let stream = try await Gemini(transport: transport).stream(GenerateContentRequest(contents: ["q"]))
            var paths: Set<String> = []
            var text = ""
            do {
                for try await chunk in stream {
                    paths.formUnion(chunk.json.paths)
                    text += chunk.partialText
                }
            } catch {
                failed += 1
                continue
            }
            whole += 1
            let response = try stream.response()
            #expect(response.partialText == text, "\(record["id"]?.string ?? "")")
            #expect(paths.subtracting(response.json.paths).isEmpty, "\(record["id"]?.string ?? "")")
        }
        #expect(whole > 0)
        print("corpus: \(whole) whole streams, \(failed) cut or failed")
    }

    @Test func unaryAnswersKeepEveryPath() throws {
        var count = 0
        for record in try records() {
            guard record["kind"]?.string == "generateContent", let body = record["response_body"]?.string,
                let json = try? JSON(parsing: body), json["candidates"] != nil
            else { continue }
            var response = GenerateContentResponse(json: json)
            for index in response.candidates.indices {
                var candidate = response.candidates[index]
                var content = candidate.content
                if !content.parts.isEmpty { content.parts = content.parts }
                if candidate.json["content"] != nil { candidate.json["content"] = content.json }
                #expect(candidate == response.candidates[index])
            }
            #expect(StreamMerge.merge([json]) == json)
            response.json = json
            _ = try? response.text
            count += 1
        }
        #expect(count > 0)
        print("corpus: \(count) unary answers")
    }
}

extension Response {
    /// Bytes that arrive in pieces.
    static func pieces(_ bytes: [UInt8], of size: Int) -> Response {
        let chunks = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        return Response(HTTPResponse(status: .ok), body: .stream(ByteStream(chunks: chunks), length: nil))
    }
}

extension JSON {
    /// The names on the way to every value; list places count as one.
    var paths: Set<String> {
        switch self {
        case .object(let object):
            Set(object.members.flatMap { member in [member.name] + member.value.paths.map { member.name + "." + $0 } })
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.paths.map { "[]." + $0 }) }
        default: []
        }
    }
}
