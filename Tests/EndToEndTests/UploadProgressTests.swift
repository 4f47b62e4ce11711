import GemCache
import GemCore
import GemCurl
import GemMock
import GemServer
import GemTesting
import Gemini
import Testing

/// What is told of a file on its way over a socket.
@Suite struct UploadProgressTests {
    @Test func progressIsToldManyTimesAChunkAndOnlyGrows() async throws {
        let bytes = [UInt8](repeating: 7, count: 9 << 20)
        let file = try TemporaryFile(bytes, name: "film.bin")
        try await HTTPServer(transport: try MockGemini()).withServer { url in
            var configuration = CurlTransport.Configuration()
            configuration.developerBase = url
            let gemini = Gemini(transport: try CurlTransport(configuration).wrapped(by: AuthLayer()), credential: .apiKey("k"))
            let seen = Box<[Int64]>([])
            _ = try await gemini.upload(file.path, mimeType: "application/pdf") { progress in
                if case .uploading(let name, let sent, let total) = progress {
                    #expect(name == "film.bin" && total == Int64(bytes.count))
                    seen.change { $0.append(sent) }
                }
            }
            #expect(seen.value.count > 50 && seen.value == seen.value.sorted())
            #expect(seen.value.first == 0 && seen.value.last == Int64(bytes.count))
        }
    }
}
