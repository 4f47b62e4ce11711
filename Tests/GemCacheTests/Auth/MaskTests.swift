import GemCore
import GemTesting
import HTTPTypes
import Testing

@testable import GemCache

/// What is answered tells no credential, however it comes.
@Suite struct MaskTests {
    private static let secret = "AIzaSyAAAAAIzaSyB"
    private static let cover = "<redacted>*******"

    @Test(arguments: [
        "", "A", "AIzaSyAAAA", "x \(secret) y", secret + secret, "AIza\(secret)", "AIzaSyA\(secret)AIzaSy",
        "AIzaSyAAAA\(secret.dropLast())",
    ])
    func theSecretIsCoveredWhereverTheBytesAreCut(text: String) {
        let bytes = Array(text.utf8)
        let expected = Array(text.replacing(Self.secret, with: Self.cover).utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var mask = Mask(Array(Self.secret.utf8))
                var seen: [UInt8] = []
                for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] { seen += mask.pass(Array(piece)) }
                seen += mask.rest()
                #expect(seen == expected)
            }
        }
        #expect(expected.count == bytes.count)
    }

    @Test(arguments: [1, 7, 1000])
    func anErrorInTheMidstOfAStreamIsToldWithoutTheKey(size: Int) async throws {
        let text = "data: {}\r\n\r\ndata: {\"error\":{\"message\":\"key \(Self.secret) is over\"}}\r\n\r\n"
        let upstream = ScriptedTransport { _ throws(GemError) in
            let bytes = Array(text.utf8)
            let chunks = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            return Response(
                HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]),
                body: .stream(ByteStream(chunks: chunks), length: nil))
        }
        var request = Request.json(.post, "/v1beta/models/m:streamGenerateContent?alt=sse", Array("{}".utf8))
        request.credential = .apiKey(Self.secret)
        let response = try await upstream.wrapped(by: AuthLayer()).send(request)
        let told = try await response.body.collect(upTo: 1 << 20)
        #expect(String(decoding: told, as: UTF8.self) == text.replacing(Self.secret, with: Self.cover))
    }

    @Test(arguments: ["/v1beta/files/f1", "/v1beta/batches/b1"])
    func whyAFileOrABatchFailedIsToldWithoutTheKey(path: String) async throws {
        let text = #"{"state":"FAILED","error":{"message":"\#(Self.secret) may not"}}"#
        let upstream = ScriptedTransport { _ throws(GemError) in .json(.ok, Array(text.utf8)) }
        var request = Request.get(path)
        request.credential = .apiKey(Self.secret)
        let response = try await upstream.wrapped(by: AuthLayer()).send(request)
        let told = try await response.body.collect(upTo: 1 << 20)
        #expect(String(decoding: told, as: UTF8.self) == text.replacing(Self.secret, with: Self.cover))
    }
}
