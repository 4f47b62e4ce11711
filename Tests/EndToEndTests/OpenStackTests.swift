import GemCache
import GemCore
import GemMock
import GemServer
import GemTesting
import Gemini
import Testing

/// `Stack.open` with servers of one's own in the place of Google's.
@Suite struct OpenStackTests {
    @Test func eachServiceMayBeElsewhere() async throws {
        try await TemporaryFolder.with { folder in
            try await HTTPServer(transport: try MockGemini()).withServer { base in
                var options = Stack.Options()
                (options.store, options.baseURL, options.vertexBaseURL) = (folder + "/store", base, base)
                try await Stack.open(options) { stack in
                    let developer = Gemini(transport: stack, credential: .apiKey("k"))
                    let sea = try await developer.gem("Name a sea.")
                    let vertex = Gemini(transport: stack, credential: .bearer("t"), api: .vertex(project: "p", location: "us-central1"))
                    let river = try await vertex.gem("Name a river.")
                    #expect(sea.contains("Name a sea.") && river.contains("Name a river."))
                }
            }
        }
    }
}
