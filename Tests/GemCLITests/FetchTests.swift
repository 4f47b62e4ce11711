import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting
import Gemini
import HTTPTypes
import Testing

@testable import GemCLI

/// `--fetch`: addresses are downloaded, and what they hold is sent; and `;type=`, which says what it is.
@Suite struct FetchTests {
    /// A mock with a small web beside it, on one address.
    private static func upstream() throws -> ScriptedTransport {
        let mock = try MockGemini()
        return ScriptedTransport { (request) throws(GemError) in
            guard request.path.hasPrefix("/web/") else { return try await mock.send(request) }
            func page(_ text: String, _ type: String = "text/html") -> Response {
                Response(HTTPResponse(status: .ok, headerFields: [.contentType: type]), body: .bytes(Array(text.utf8)))
            }
            switch request.path.prefix(while: { $0 != "?" }) {
            case "/web/notes.txt": return page("The keeper wrote every night.", "text/plain")
            case "/web/page": return page("<!doctype html><title>News</title>What was built.")
            case "/web/report.pdf": return page("<!DOCTYPE html><title>Sign in</title>")
            case "/web/private": return Response(HTTPResponse(status: .found, headerFields: [.location: "/web/login"]))
            case "/web/login": return page("<html><form><input type='password'></form></html>")
            case "/web/sound": return page("\u{1}\u{2}", "application/octet-stream")
            case "/web/members": return Response(HTTPResponse(status: .forbidden))
            default: return Response(HTTPResponse(status: .notFound))
            }
        }
    }

    private static func with(_ body: (Program, ScriptedTransport, String) async throws -> Void) async throws {
        let upstream = try upstream()
        try await TemporaryFolder.with { folder in
            try await HTTPServer(transport: upstream).withServer { base in
                try await body(Program(folder: folder, base: base), upstream, base + "/web/")
            }
        }
    }

    @Test func addressesAreSentAsWhatTheyHold() async throws {
        try await Self.with { program, upstream, web in
            let asked = try await program.run(["ask", "What?", web + "notes.txt", "--fetch", "--json"])
            #expect(asked.code == 0 && asked.json?["cache"] == "miss", "\(asked)")
            let question = try await upstream.requests.last?.body.collect(upTo: 1 << 20) ?? []
            let part = try JSON(parsing: question)["contents"]?[0]?["parts"]?[0]
            #expect(part?["inlineData"]?["data"]?.string == Data("The keeper wrote every night.".utf8).base64EncodedString())
            #expect(upstream.requests.first?.path == "/web/notes.txt" && upstream.requests.first?.credential == nil)
            // Known by its content: the same as a file is no other question.
            let file = program.folder + "/notes.txt"
            try Data("The keeper wrote every night.".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try await program.run(["ask", "What?", file, "--json"]).json?["cache"] == "hit")
            // Without the option the API is given the address.
            _ = try await program.run(["ask", "What?", web + "notes.txt"])
            let passed = try await upstream.requests.last?.body.collect(upTo: 1 << 20) ?? []
            #expect(String(decoding: passed, as: UTF8.self).contains(web + "notes.txt"))
        }
    }

    @Test func embedCountAndChatFetchToo() async throws {
        try await Self.with { program, upstream, web in
            let alone = try await program.run(["embed", "--media", web + "notes.txt", "--fetch", "--dimensions", "8"])
            let said = try await program.run(["embed", "The keeper wrote every night.", "--dimensions", "8"])
            #expect(alone.code == 0 && alone.out == said.out, "\(alone)")
            let together = try await program.run(["embed", "--together", web + "notes.txt", "--fetch", "--dimensions", "8"])
            #expect(together.code == 0 && together.out == said.out, "\(together)")
            let near = try await program.run(["similar", web + "notes.txt", "The keeper wrote every night.", "--fetch"])
            #expect(near.code == 0 && near.out == "1.0000\n", "\(near)")
            #expect(try await program.run(["count", "What?", web + "notes.txt", "--fetch"]).code == 0)
            let talk = try await program.run(["chat", "--fetch"], input: "/file \(web)notes.txt\nWhat?\n")
            #expect(talk.code == 0 && !talk.out.isEmpty, "\(talk)")
            let missing = try await program.run(["chat", "--fetch"], input: "/file \(web)none\nWhat?\n")
            #expect(missing.code == 65 && missing.out.isEmpty)
            #expect(upstream.requests.count { $0.path == "/web/notes.txt" } == 5)
        }
    }

    @Test func whatCannotBeFetchedIsToldWithARemedy() async throws {
        try await Self.with { program, upstream, web in
            for (name, words) in [
                ("none", ["HTTP 404", "check it"]), ("members", ["HTTP 403", "browser"]), ("report.pdf", ["web page, not application/pdf"]),
                ("private", ["log-in"]), ("page;type=audio/mpeg", ["web page, not audio/mpeg"]),
            ] {
                let end = try await program.run(["ask", "What?", web + name, "--fetch"])
                #expect(end.code == 65 && end.out.isEmpty, "\(name): \(end)")
                for word in words { #expect(end.err.contains(word), "\(name): \(end.err)") }
            }
            #expect(upstream.requests.allSatisfy { $0.path.hasPrefix("/web/") })
            // A page that was asked for is one, and a log-in where that is what is meant.
            #expect(try await program.run(["ask", "What?", web + "page", "--fetch"]).code == 0)
            #expect(try await program.run(["ask", "What?", web + "private;type=text/html", "--fetch"]).code == 0)
            #expect(try await program.run(["ask", "What?", web + "sound;type=audio/mpeg", "--fetch"]).code == 0)
            let offline = try await program.run(["ask", "What?", Program.nowhere + "/x", "--fetch"])
            #expect(
                offline.code == 69 && offline.out.isEmpty && offline.err.contains("Could not fetch http://127.0.0.1:9/x: Cannot connect"),
                "\(offline)")
            let forbidden = try await program.run(["ask", "What?", web + "page", "--fetch", "--offline", "cached"])
            #expect(forbidden.code == 69 && forbidden.err.contains("switched off"), "\(forbidden)")
        }
    }

    @Test func whatWasFetchedIsReplayedFromACassette() async throws {
        try await Self.with { program, upstream, web in
            let (cassette, address) = (program.folder + "/c.json", web + "notes.txt?key=PLANTED-key&sig=PLANTED-sig&x=1")
            let line = ["ask", "What?", address, "--fetch", "--cassette", cassette]
            let recorded = try await program.run(line)
            let count = upstream.requests.count
            let replayed = try await program.run(line + ["--record", "none"])
            #expect(recorded.code == 0 && replayed.code == 0 && replayed.out == recorded.out, "\(replayed)")
            #expect(count == 2 && upstream.requests.count == 2)
            // The address came whole, and its rights are in no file.
            #expect(upstream.requests[0].path == "/web/notes.txt?sig=PLANTED-sig&x=1")
            #expect(upstream.requests[0].credential.map { String(decoding: $0.bytes, as: UTF8.self) } == "PLANTED-key")
            #expect(try String(contentsOfFile: cassette, encoding: .utf8).contains("notes.txt?x=1"))
            #expect(try FileSearch.contains("PLANTED", under: program.folder + "/store") == false)
            #expect(try !String(contentsOfFile: cassette, encoding: .utf8).contains("PLANTED"))
        }
    }

    @Test(arguments: [
        ["ask", "What?", "--fetch"], ["ask", "What?", "https://youtu.be/1x3k0V2IITo", "--fetch"],
        ["ask", "What?", "gs://b/x.mp4", "--fetch"],
        ["embed", "a", "--fetch"], ["similar", "a", "b", "--fetch"],
    ])
    func withoutAnAddressThereIsNothingToFetch(line: [String]) async throws {
        let end = try await Program.offline { try await $0.run(line) }
        #expect(end.code == 65 && end.err.contains("--fetch"), "\(end)")
    }

    @Test func whatAnArgumentIsCanBeSaid() throws {
        #expect(try NamedMedia.read("gs://b/x;type=video/mp4") == .url("gs://b/x", mimeType: "video/mp4"))
        #expect(try NamedMedia.read("talk.bin;type=Audio/MPEG") == .file("talk.bin", mimeType: "audio/mpeg"))
        #expect(try NamedMedia.read("https://a.b/c;type=image/png", fetches: true) == .fetched("https://a.b/c", mimeType: "image/png"))
        #expect(try NamedMedia.read("https://a.b/c;type=a", fetches: false) == .url("https://a.b/c;type=a"))
        #expect(try NamedMedia.read("https://youtu.be/1x3k0V2IITo", fetches: true) == .url("https://youtu.be/1x3k0V2IITo"))
        #expect(
            try NamedMedia.read("https://generativelanguage.googleapis.com/v1beta/files/a1", fetches: true)
                == .url("https://generativelanguage.googleapis.com/v1beta/files/a1"))
        let odd = try TemporaryFile(Array("x".utf8), name: "odd;type=text")
        #expect(try NamedMedia.read(odd.path) == .file(odd.path))
    }

    @Test func aFileNobodyKnowsIsSentAsWhatIsSaid() async throws {
        try await Program.with { program in
            let file = program.folder + "/thing.bin"
            try Data([0, 1, 2, 3]).write(to: URL(fileURLWithPath: file))
            let bare = try await program.run(["ask", "What?", file])
            #expect(bare.code == 65 && bare.err.contains(";type=audio/mpeg"), "\(bare)")
            #expect(try await program.run(["ask", "What?", file + ";type=audio/mpeg"]).code == 0)
            let uploaded = try await program.run(["upload", file + ";type=audio/mpeg", "--json"])
            #expect(uploaded.json?["files"]?[0]?["mimeType"] == "audio/mpeg" && uploaded.json?["files"]?[0]?["file"]?.string == file)
        }
    }

    @Test func aNameWithoutATypeIsAskedForOneAndTakesIt() async throws {
        try await RawUpstream.with({ RawUpstream.generated(for: $0) }) { upstream in
            try await TemporaryFolder.with { folder in
                let program = Program(folder: folder, base: Program.nowhere)
                let environment = ["GOOGLE_VERTEX_BASE_URL": upstream.url, "GOOGLE_ACCESS_TOKEN": "t"]
                let line = ["ask", "What?", "--vertex", "--project", "p", "--no-stream"]
                let bare = try await program.run(line + ["gs://bucket/film"], environment: environment)
                #expect(bare.code == 65 && bare.err.contains(";type=video/mp4") && bare.err.contains("gs://bucket/film"), "\(bare)")
                let typed = try await program.run(line + ["gs://bucket/film;type=video/mp4"], environment: environment)
                #expect(typed.code == 0, "\(typed)")
                #expect(upstream.requests.count == 1)
            }
        }
    }
}
