import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct MultipartTests {
    @Test(arguments: ["\r\n", "\n"])
    func partsAreFoundBetweenLinesOfEitherEnding(end: String) async throws {
        let content = "first\(end)second\n\n--B=no boundary\r\n"
        let body = [
            "--B=1==", "Content-Type: application/json", "MIME-Version: 1.0", "", #"{"file": {"displayName": "both"}}"#, "--B=1==",
            "Content-Type: text/plain", "Content-Transfer-Encoding: binary", "", content, "--B=1==--",
        ].joined(separator: end)
        let response = try await MockGemini.make().call(
            .post, "/upload/v1beta/files?uploadType=multipart&alt=json",
            fields: [("Content-Type", #"multipart/related; boundary="B=1==""#)],
            body: .bytes(Array(body.utf8)))
        let file = try #require(try await response.json()["file"])
        #expect(file["displayName"]?.string == "both")
        #expect(file["mimeType"]?.string == "text/plain")
        #expect(file["sizeBytes"]?.int == content.utf8.count)
    }

    @Test func aBodyWithoutItsBoundaryIsRefused() async throws {
        for body in ["", "--B", "--B\n", "--B\n\n{}\n--B\n", "--B\n\n{}\n--B\n\nx"] {
            let response = try await MockGemini.make().call(
                .post, "/upload/v1beta/files?uploadType=multipart", fields: [("Content-Type", "multipart/related; boundary=B")],
                body: .bytes(Array(body.utf8)))
            #expect(response.head.status.code == 400)
        }
    }
}
