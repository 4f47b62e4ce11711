import Foundation
import GemCore
import GemTesting
import Testing

/// Where the command line finds credentials for Vertex AI, seen from upstream, which is told every byte.
@Suite struct VertexCommandTests {
    /// A command line, its environment, and what upstream sees of credentials.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String] = []
        var environment: [String: String] = [:]
        var key: String?
        /// The field the question came with.
        var seen: String
        /// Where the question went.
        var path = projectPath
        /// Requests for tokens.
        var exchanges = 0

        var testDescription: String { name }
    }

    private static let projectPath = "/v1beta1/projects/p/locations/global/publishers/google/models/gemini-2.5-flash:generateContent"
    private static let project = ["--project", "p"]

    private static let cases = [
        Case(
            name: "a token of the environment", arguments: project, environment: ["GOOGLE_ACCESS_TOKEN": "SECRET-env"], key: "SECRET-key",
            seen: "Authorization: Bearer SECRET-env"),
        Case(
            name: "a token of a file goes before it", arguments: project + ["--token-file", "FOLDER/token"],
            environment: ["GOOGLE_ACCESS_TOKEN": "SECRET-env"], seen: "Authorization: Bearer SECRET-file"),
        Case(
            name: "a credentials file", arguments: project + ["--credentials", "FOLDER/user.json"],
            environment: ["GOOGLE_ACCESS_TOKEN": "SECRET-env"], seen: "Authorization: Bearer SECRET-token", exchanges: 1),
        Case(
            name: "application default credentials",
            environment: ["GOOGLE_APPLICATION_CREDENTIALS": "FOLDER/user.json", "GOOGLE_CLOUD_PROJECT": "p"], key: "SECRET-key",
            seen: "Authorization: Bearer SECRET-token", exchanges: 1),
        Case(
            name: "the metadata server", arguments: project, environment: ["GCE_METADATA_HOST": "HOST"],
            seen: "Authorization: Bearer SECRET-token", exchanges: 1),
        Case(
            name: "gcloud", arguments: project, environment: ["NO_GCE_CHECK": "true", "PATH": "FOLDER:/usr/bin:/bin"],
            seen: "Authorization: Bearer SECRET-gcloud"),
        Case(
            name: "express mode", key: "SECRET-key", seen: "x-goog-api-key: SECRET-key",
            path: "/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent"),
        Case(
            name: "a location of one's own", arguments: project + ["--location", "us-central1"],
            environment: ["GOOGLE_ACCESS_TOKEN": "SECRET-env"], seen: "Authorization: Bearer SECRET-env",
            path: projectPath.replacingOccurrences(of: "global", with: "us-central1")),
    ]

    @Test(arguments: cases)
    func theCredentialGoesUpstreamAndNowhereElse(one: Case) async throws {
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with(Self.answer) { upstream in
                try Self.fill(folder, upstream.url)
                var program = Program(folder: folder, base: Program.nowhere)
                program.key = one.key
                let host = String(upstream.url.dropFirst("http://".count))
                func filled(_ text: String) -> String {
                    text.replacingOccurrences(of: "FOLDER", with: folder).replacingOccurrences(of: "HOST", with: host)
                }
                var environment = one.environment.mapValues(filled)
                environment["GOOGLE_VERTEX_BASE_URL"] = upstream.url
                let cassette = folder + "/cassette.json"
                let arguments = ["ask", "hello", "--vertex", "--no-stream", "--cassette", cassette] + one.arguments.map(filled)
                let end = try await program.run(arguments, environment: environment)
                #expect(end.code == 0, "\(end.err)")
                let question = try #require(upstream.requests.last)
                #expect(question.line == "POST " + one.path, "\(question.line)")
                let fields = ["Authorization", "x-goog-api-key"].flatMap { name in question.values(name).map { "\(name): \($0)" } }
                #expect(fields == [one.seen])
                #expect(upstream.requests.count == 1 + one.exchanges)
                #expect(!(end.out + end.err).contains("SECRET"))
                #expect(try !FileSearch.contains("SECRET", under: folder + "/store"))
                #expect(!(try String(contentsOfFile: cassette, encoding: .utf8)).contains("SECRET"))
            }
        }
    }

    @Test func withoutAnyCredentialsEachPlaceIsNamed() async throws {
        try await Program.offline { program in
            var program = program
            program.key = nil
            let end = try await program.run(
                ["ask", "hello", "--vertex", "--project", "p"], environment: ["NO_GCE_CHECK": "true", "PATH": program.folder])
            #expect(end.code == 77)
            for word in ["GOOGLE_ACCESS_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "gcloud auth application-default login"] {
                #expect(end.err.contains(word))
            }
            #expect(!end.err.contains("GEMINI_API_KEY"))
        }
    }

    @Test func aRefusedGrantIsToldWithItsRemedy() async throws {
        let refusal = RawUpstream.json(
            #"{"error":"invalid_grant","error_description":"Bad Request","sent":"SECRET-refresh"}"#, status: "400 Bad Request")
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with({ _ in refusal }) { upstream in
                try Self.fill(folder, upstream.url)
                let end = try await Program(folder: folder, base: Program.nowhere).run(
                    ["ask", "hello", "--vertex", "--project", "p", "--credentials", folder + "/user.json", "--json"])
                #expect(end.code == 77 && end.json?["error"]?["code"]?.string == "refused")
                #expect(end.out.contains("invalid_grant") && end.out.contains("gcloud auth application-default login"))
                #expect(!(end.out + end.err).contains("SECRET") && !end.out.contains("GEMINI_API_KEY"))
            }
        }
    }

    @Test func uploadsAndFilesAreNotOnVertex() async throws {
        try await Program.offline { program in
            for arguments in [["files"], ["upload", "/dev/null"], ["models", "none", "--filter", "x"]] {
                let end = try await program.run(arguments + ["--vertex"])
                #expect(end.code == (arguments[0] == "models" ? 64 : 78))
            }
        }
    }

    /// Tokens for all who ask for one, answers for all else.
    private static let answer: @Sendable (RawMessage) -> String = { request in
        guard request.line.contains("/token") else { return RawUpstream.generated(for: request) }
        return RawUpstream.json(#"{"access_token":"SECRET-token","expires_in":3599}"#, fields: "Metadata-Flavor: Google\r\n")
    }

    /// Puts a token, a user's credentials and a gcloud into a folder.
    private static func fill(_ folder: String, _ url: String) throws {
        let user =
            #"{"type":"authorized_user","client_id":"c","client_secret":"SECRET-c","refresh_token":"SECRET-refresh","token_uri":"\#(url)/token"}"#
        for (name, text) in ["token": "Bearer SECRET-file\n", "user.json": user, "gcloud": "#!/bin/sh\necho SECRET-gcloud\n"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder + "/" + name)
        }
    }
}
