import Foundation
import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

/// TLS and HTTP/2 against nginx with an authority made for the occasion.
@Suite(.timeLimit(.minutes(5)), .enabled("needs nginx and openssl, from the system's packages") { Nginx.isInstalled })
struct TLSTests {
    @Test func questionsUseHTTP2AndBodiesThatMayPauseDoNot() async throws {
        let nginx = try await Nginx(before: Self.origin())
        defer { nginx.stop() }
        let transport = try nginx.transport()
        let unary = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", Array("{}".utf8)))
        #expect(Self.version(unary) == "HTTP/2.0")
        #expect(Self.value("x-gzip", unary) == "gzip")
        #expect(unary.head.headerFields[.contentEncoding] == nil)
        #expect(try await unary.text() == Self.answer)
        for path in ["/v1beta/models/m:streamGenerateContent?alt=sse", "/v1beta/files/x:download?alt=media"] {
            let response = try await transport.send(.json(.post, path, Array("{}".utf8)))
            #expect(Self.version(response) == "HTTP/1.1")
            #expect(try await response.text() == Self.answer)
        }
        transport.close()
    }

    @Test func manyQuestionsShareOneConnectionAndNoneIsLeftLying() async throws {
        let nginx = try await Nginx(before: Self.origin())
        defer { nginx.stop() }
        // libcurl's own reminders went missing in about one burst of twelve.
        for _ in 0..<20 {
            // Nothing but the test's own time limit ends a wait for an answer that has come already.
            let transport = try nginx.transport { $0.connectTimeout = .seconds(300) }
            let connections = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        let response = try await transport.send(.json(.post, "/v1beta/models/m:generateContent", Array("{}".utf8)))
                        _ = try await response.text()
                        return response.head.headerFields[HTTPField.Name("X-Connection")!]
                    }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(connections.count == 1)
            transport.close()
        }
    }

    @Test func http2CanBeDeclined() async throws {
        let nginx = try await Nginx(before: Self.origin())
        defer { nginx.stop() }
        let transport = try nginx.transport { $0.httpVersion = .http11 }
        #expect(Self.version(try await transport.send(.get("/v1beta/models"))) == "HTTP/1.1")
        transport.close()
    }

    @Test(arguments: ["127.0.0.1", "localhost"]) func anUnknownAuthorityIsUnreachableAndNothingIsSent(host: String) async throws {
        let nginx = try await Nginx(before: Self.origin())
        defer { nginx.stop() }
        let transport = try nginx.transport {
            $0.caBundle = nil
            $0.developerBase = "https://\(host):\(nginx.port)"
        }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("certificate of \(host):\(nginx.port)") == true)
        #expect((error?.cause as? LibraryFailure)?.code == 60)
        transport.close()
    }

    @Test func aCertificateForAnotherNameIsUnreachable() async throws {
        let nginx = try await Nginx(before: Self.origin())
        defer { nginx.stop() }
        // Its certificate names 127.0.0.1 alone.
        let transport = try nginx.transport { $0.developerBase = "https://localhost:\(nginx.port)" }
        let error = await failure { _ = try await transport.send(.get("/v1beta/models")) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("certificate") == true)
        transport.close()
    }

    @Test(arguments: ["/v1beta/models", "/v1beta/files/x:download?alt=media"])
    func aBodyCutBehindTLSIsACut(path: String) async throws {
        let origin = try TestServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhello")
        }
        let nginx = try await Nginx(before: origin)
        defer { nginx.stop() }
        let transport = try nginx.transport()
        let response = try await transport.send(.get(path))
        #expect(response.head.status.code == 200)
        let error = await failure { _ = try await response.text() }
        #expect(error?.code == .cut)
        transport.close()
    }

    @Test func largeBodiesGoBothWaysOverTLS() async throws {
        let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 4) }
        let origin = try TestServer { connection in
            let request = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
            try connection.send(request.body)
        }
        let nginx = try await Nginx(before: origin)
        defer { nginx.stop() }
        let transport = try nginx.transport()
        for path in ["/v1beta/models/m:generateContent", "/v1beta/x?alt=media"] {
            let response = try await transport.send(.json(.post, path, bytes))
            #expect(try await response.body.collect(upTo: 10_000_000) == bytes)
        }
        transport.close()
    }

    @Test func aLargeCompressedAnswerOverHTTP2SurvivesPauses() async throws {
        let text = #"{"text":""# + String(repeating: "hello ", count: 2_000_000) + #""}"#
        let origin = try TestServer { connection in
            _ = try connection.request()
            try connection.answer(text, fields: "Content-Type: application/json\r\n")
        }
        let nginx = try await Nginx(before: origin)
        defer { nginx.stop() }
        let transport = try nginx.transport()
        let response = try await transport.send(.get("/v1beta/models"))
        #expect(Self.version(response) == "HTTP/2.0")
        #expect(response.body.length == nil)
        #expect(try await response.text() == text)
        transport.close()
    }

    /// The version of HTTP the server saw.
    private static func version(_ response: Response) -> String? { value("x-protocol", response) }

    private static func value(_ name: String, _ response: Response) -> String? {
        response.head.headerFields.first { $0.name.canonicalName == name }?.value
    }

    private static let answer = #"{"text":"hello hello hello hello hello hello"}"#

    private static func origin() throws -> TestServer {
        try TestServer { connection in
            _ = try connection.request()
            try connection.answer(answer, fields: "Content-Type: application/json\r\n")
        }
    }
}
