import GemCore
import GemMock
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What must hold whatever is asked. GEMCACHE_PROPERTY_RUNS asks more than a few hundred questions.
@Suite struct PropertyTests {
    private static let runs = ProcessInfo.processInfo.environment["GEMCACHE_PROPERTY_RUNS"].flatMap { Int($0) } ?? 150

    private static let paths = [
        "/v1beta/models/gemini-2.5-flash:generateContent", "/v1beta/models/gemini-3-pro-preview:generateContent",
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "/v1beta/models/gemini-2.5-flash:streamGenerateContent",
        "/v1beta/models/gemini-2.5-flash:countTokens", "/v1beta/models/gemini-embedding-2:embedContent",
        "/v1beta/models/gemini-embedding-001:batchEmbedContents", "/v1beta/models/gemini-2.5-flash:batchGenerateContent",
        "/v1beta/models/gemini-embedding-2:asyncBatchEmbedContent", "/v1beta/cachedContents", "/v1beta/files", "/v1beta/files:register",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:countTokens",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:computeTokens",
        "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-embedding-2:embedContent",
    ]

    /// Whatever fits the schema is understood: refused for its sense perhaps, never for its form, never with a server error.
    @Test func messagesOfTheSchemaAreUnderstood() async throws {
        let mock = try MockGemini.make()
        for run in 0..<Self.runs {
            let path = Self.paths[run % Self.paths.count]
            let route = Route(method: .post, path: path)
            var random = RandomMessage(Dice(UInt64(run)))
            guard let body = random.body(route) else { continue }
            #expect(throws: Never.self, "run \(run): \(path) \(body.text())") { try Transcoder.check(body, route) }
            let answer = try await Answered(mock, path, body.bytes())
            #expect(answer.status < 500 || answer.status == 501, "run \(run): \(answer.status) for \(path) \(body.text())")
            #expect(!answer.refusesForm, "run \(run): \(answer.text.prefix(300)) for \(body.text())")
            answer.expectForm("run \(run): \(body.text())")
        }
    }

    /// A question that makes sense is answered, in the form the schema says.
    @Test func questionsThatMakeSenseAreAnswered() async throws {
        let mock = try MockGemini.make()
        for run in 0..<Self.runs {
            var random = RandomQuestion(Dice(UInt64(run)))
            let isEmbedding = run % 5 == 4
            let verb =
                isEmbedding ? "embedContent" : ["generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse"][run % 3]
            let path = "/v1beta/models/\(isEmbedding ? "gemini-embedding-001" : "gemini-2.5-flash"):\(verb)"
            let body = isEmbedding ? random.embedding() : random.generation()
            let answer = try await Answered(mock, path, body.bytes())
            #expect(answer.status == 200, "run \(run): \(answer.text.prefix(300)) for \(body.text())")
            answer.expectForm("run \(run): \(body.text())")
            if run % 10 == 0 {
                let again = try await Answered(try MockGemini.make(), path, body.bytes())
                #expect(again.text == answer.text, "run \(run) is answered differently a second time")
            }
        }
    }

    /// Bytes that are wrong in any way are refused or read, quickly.
    @Test func changedBytesAreRefusedOrRead() async throws {
        let mock = try MockGemini.make()
        for run in 0..<Self.runs {
            var dice = Dice(UInt64(run) ^ 0xB17E5)
            let path = Self.paths[dice.below(Self.paths.count)]
            var random = RandomMessage(dice)
            guard var bytes = random.body(Route(method: .post, path: path))?.bytes(.readable) else { continue }
            for _ in 0...dice.below(4) { Self.change(&bytes, &dice) }
            let answer = try await Answered(mock, path, bytes)
            #expect(
                answer.status == 200 || (400..<500).contains(answer.status) || answer.status == 501,
                "run \(run): \(answer.status) for \(path) \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private static func change(_ bytes: inout [UInt8], _ dice: inout Dice) {
        let place = dice.below(bytes.count)
        switch dice.below(6) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2 where !bytes.isEmpty: bytes.removeLast(dice.below(bytes.count))
        case 3 where bytes.count > 4: bytes.insert(contentsOf: bytes[place / 2...place], at: place)
        default:
            let pieces = ["null", "[", "{\"", "-1e999", "\"\\ud800\"", "99999999999999999999", "\u{0}", "'", ",,", "[[[[[[[["]
            bytes.insert(contentsOf: Array(pieces[dice.below(pieces.count)].utf8), at: place)
        }
    }
}

/// A question and what the mock made of it.
private struct Answered {
    var route: Route
    var status: Int
    var bytes: [UInt8]

    init(_ mock: MockGemini, _ path: String, _ body: [UInt8]) async throws {
        var request = Request.json(.post, path, body)
        request.credential = .apiKey("k")
        route = request.route
        let response = try await mock.send(request)
        status = response.head.status.code
        bytes = try await response.bytes()
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it was refused for unknown names or wrong kinds.
    var refusesForm: Bool { status == 400 && (text.contains("Invalid JSON payload") || text.contains("Invalid value at")) }

    /// Sees that an answer is JSON, and of its route's form where it is good.
    func expectForm(_ comment: String) {
        let comment = Comment(rawValue: comment)
        do {
            for message in try messages() where status == 200 { try Transcoder.checkAnswer(message, route) }
        } catch let failure as APIFailure {
            Issue.record("\(failure.message) in \(text.prefix(2000)) \(comment)")
        } catch {
            Issue.record("\(error) in \(text.prefix(2000)) \(comment)")
        }
    }

    private func messages() throws -> [JSON] {
        guard status == 200, route.shape == .events else {
            let json = try JSON(parsing: bytes)
            return json.array ?? [json]
        }
        var decoder = EventStreamDecoder()
        let events = decoder.feed(bytes)
        #expect(decoder.isAtBoundary && !events.isEmpty)
        return try events.map { try JSON(parsing: $0.data) }
    }
}
