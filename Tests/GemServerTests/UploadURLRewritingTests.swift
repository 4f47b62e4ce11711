import GemCore
import GemServer
import HTTPTypes
import Testing

@Suite struct UploadURLRewritingTests {
    @Test(arguments: [
        (
            "https://up.example/upload/v1beta/files?upload_id=A&upload_protocol=resumable",
            "http://me:1/upload/v1beta/files?upload_id=A&upload_protocol=resumable"
        ),
        ("https://up.example/upload/v1beta/files?key=SECRET&upload_id=A", "http://me:1/upload/v1beta/files?upload_id=A"),
        ("https://UP.example/f?k%65y=SECRET", "http://me:1/f"),
        ("https://other.example/f?key=SECRET&x=1", "https://other.example/f?x=1"),
        ("/download/v1beta/files/a:download?alt=media&access_token=SECRET", "/download/v1beta/files/a:download?alt=media"),
    ])
    func urlsOfUpstreamBecomeOurs(_ url: String, _ expected: String) {
        #expect(UploadURLRewriting(upstream: "https://up.example").rewritten(url, origin: "http://me:1") == expected)
    }

    @Test func aPathPrefixOfTheBaseURLIsNotRepeated() {
        let layer = UploadURLRewriting(upstream: "https://up.example/gemini/")
        #expect(layer.rewritten("https://up.example/gemini/upload/x", origin: "http://me:1") == "http://me:1/upload/x")
        #expect(layer.rewritten("https://up.example/upload/x", origin: "http://me:1") == "http://me:1/upload/x")
    }

    @Test func theClientSeesTheServerItAddressed() async throws {
        let upstream = FakeTransport { _ in
            var response = Response.text("")
            if let name = HTTPField.Name("X-Goog-Upload-URL") {
                response.head.headerFields[name] = "https://up.example/upload/f?upload_id=7"
            }
            return response
        }
        try await withClient(LayeredFake(layer: UploadURLRewriting(upstream: "https://up.example"), next: upstream)) { client, _ in
            try await client.send("POST /upload/f HTTP/1.1\r\nHost: localhost:77\r\nContent-Length: 0\r\n\r\n")
            #expect(try await client.answer()["X-Goog-Upload-URL"] == "http://localhost:77/upload/f?upload_id=7")
        }
    }
}

struct LayeredFake: Transport {
    var layer: UploadURLRewriting
    var next: FakeTransport
    func send(_ request: Request) async throws(GemError) -> Response { try await layer.send(request, next: next) }
}
