import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

@Suite struct FileLearnerTests {
    /// Knows one file, whose SHA-256 is 32 times `A` in hexadecimal digits.
    private static let upstream = ScriptedTransport { request in
        let hash = Base64Text.sha256
        let file: JSON = [
            "name": "files/mine", "mimeType": "image/png", "sizeBytes": "3", "sha256Hash": .string(hash), "state": "ACTIVE",
            "uri": "https://generativelanguage.googleapis.com/v1beta/files/mine",
        ]
        switch request.route.operation {
        case .uploadFile: return .json(.ok, JSON.members(["file": file]).bytes())
        case .getFile: return .json(.ok, file.bytes())
        case .deleteFile: return .json(.ok, Array("{}".utf8))
        default: return .json(.ok, Array(CacheLayerTests.answer.utf8))
        }
    }

    private enum Base64Text {
        /// Base64 of the 64 hexadecimal digits, as the API spells a hash.
        static let sha256 = String(repeating: "QUFB", count: 21) + "QQ=="
    }

    private static func askAboutIt(_ stack: Stack) async throws -> CacheStatus.Outcome? {
        let part: JSON = ["fileData": ["fileUri": "https://generativelanguage.googleapis.com/v1beta/files/mine", "mimeType": "image/png"]]
        let body = (["contents": ["parts": .array([["text": "what?"], part])]] as JSON).bytes()
        return try await stack.send(.json(.post, "/v1beta/models/m:generateContent", body)).cacheStatus?.outcome
    }

    @Test(arguments: ["POST /upload/v1beta/files?upload_id=1", "GET /v1beta/files/mine"])
    func aFileIsKnownFromTheAnswerThatDescribesIt(_ line: String) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream)
            #expect(try await Self.askAboutIt(stack) == .bypass)
            let parts = line.split(separator: " ").map(String.init)
            let method = try #require(HTTPRequest.Method(parts[0]))
            _ = try await stack.send(Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: parts[1])))
            #expect(try await Self.askAboutIt(stack) == .miss)
            #expect(try await Self.askAboutIt(stack) == .hit)
        }
    }

    @Test func aDeletedFilesNameStandsForNothing() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream)
            _ = try await stack.send(.get("/v1beta/files/mine"))
            #expect(try await Self.askAboutIt(stack) == .miss)
            _ = try await stack.send(Request(HTTPRequest(method: .delete, scheme: nil, authority: nil, path: "/v1beta/files/mine")))
            #expect(try await Self.askAboutIt(stack) == .bypass)
        }
    }
}
