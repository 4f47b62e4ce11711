import ArgumentParser
import Foundation
import GemCore
import GemServer
import GemTesting
import Testing

@testable import GemCLI

/// A command line that fails, and its exit code.
private struct Failure: Sendable, CustomStringConvertible {
    let arguments: [String]
    let code: Int32

    init(_ arguments: [String], _ code: Int32) { (self.arguments, self.code) = (arguments, code) }

    var description: String { arguments.joined(separator: " ") }
}

/// Every way a command ends: the code of the table, a message that says what to do, and JSON alone where JSON was asked for.
@Suite struct ExitTests {
    @Test func withoutAKeyTheMessageNamesTheVariableAndTheMock() async throws {
        try await Program.with { program in
            var program = program
            program.key = nil
            let end = try await program.run(["ask", "hello"])
            #expect(end.code == 77)
            #expect(end.err.contains("GEMINI_API_KEY") && end.err.contains("gemcache mock"))
        }
    }

    @Test(arguments: [["ask", "hello"], ["embed", "a"], ["files"], ["upload", "/etc/hostname"], ["sync"]])
    func withoutAKeyNothingIsSentAndTheMessageSaysWhatToDo(arguments: [String]) async throws {
        try await Program.offline { program in
            var program = program
            if arguments == ["sync"] { #expect(try await program.run(["ask", "later"]).code == 75) }
            program.key = nil
            // No address but Google's own, which nobody asks.
            let end = try await program.run(
                arguments + (arguments == ["sync"] ? ["--any-credential"] : []), environment: ["GOOGLE_GEMINI_BASE_URL": ""])
            #expect(end.code == 77, "\(end)")
            for word in ["GEMINI_API_KEY", "gemcache mock", "https://aistudio.google.com/apikey"] {
                #expect(end.err.contains(word), "\(end.err)")
            }
        }
    }

    @Test func aQuestionQueuedWithoutAKeySaysThatOneIsWanted() async throws {
        try await Program.offline { program in
            var program = program
            program.key = nil
            let end = try await program.run(["ask", "hello"])
            #expect(end.code == 75 && end.err.contains("set GEMINI_API_KEY"))
        }
    }

    @Test(arguments: ["30s", "2m"])
    func aTimeoutIsTaken(text: String) throws {
        let command = try #require(try GemcacheCommand.parseAsRoot(["ask", "hi", "--timeout", text]) as? AskCommand)
        #expect(command.connection.requestOptions.timeLimit == (text == "30s" ? 30 : 120))
    }

    // The shortest limit there is takes a second.
    @Test func aTimeLimitEndsAnUploadAtTheCommandLine() async throws {
        let gate = Signal()
        let upstream = ScriptedTransport { (_) throws(GemError) in
            await gate.wait()
            throw GemError(.cancelled, "cancelled")
        }
        try await TemporaryFolder.with { folder in
            try await HTTPServer(transport: upstream).withServer { base in
                let (program, film) = (Program(folder: folder, base: base), folder + "/film.mp4")
                try Data("\0\0\0\u{18}ftypisom and a film".utf8).write(to: URL(fileURLWithPath: film))
                async let uploaded = program.run(["upload", film, "--timeout", "1s"])
                let asked = try await program.run(["ask", "What?", film, "--timeout", "1s"])
                for end in [asked, try await uploaded] {
                    #expect(end.code == 76 && end.out.isEmpty, "\(end)")
                    #expect(end.err.contains("film.mp4 was not over in 1 s") && end.err.contains("gemcache upload"), "\(end.err)")
                }
                #expect(upstream.requests.allSatisfy { $0.path.hasPrefix("/upload/") })
                gate.raise()
            }
        }
    }

    @Test func aMistypedModelSaysWhereTheNamesAre() async throws {
        try await Program.with { program in
            let end = try await program.run(["ask", "hello", "--model", "gemini-9-typo"])
            #expect(end.code == 76)
            #expect(end.err.contains("gemini-9-typo") && end.err.contains("gemcache models"))
        }
    }

    @Test func aBaseURLWithAVersionIsExplained() async throws {
        try await Program.with { program in
            let end = try await program.run(["ask", "hello", "--base-url", program.base + "/v1beta"])
            #expect(end.code == 76)
            #expect(end.err.contains("without /v1beta") && !end.err.contains("<"))
        }
    }

    private static let failures: [Failure] = [
        Failure(["ask", ""], 65),
        Failure(["ask", "  \n"], 65),
        Failure(["ask", "hello", "-"], 65),
        Failure(["ask", "hello", "/nonexistent.png"], 65),
        Failure(["ask", "hello", "/"], 65),
        Failure(["ask", "hello", "--vertex", "--location", "us-central1"], 78),
        Failure(["ask", "hello", "--vertex", "--credentials", "/nonexistent"], 78),
        Failure(["batch", "show", "a/b"], 65),
        Failure(["batch", "create", "/nonexistent"], 65),
        Failure(["context", "create"], 64),
        Failure(["context", "extend", "x", "--keep", "soon"], 64),
        Failure(["files", "show", "files/"], 65),
        Failure(["files"], 69),
        Failure(["ask", "hello", "--base-url", "localhost"], 78),
        Failure(["ask", "hello", "--offline", "maybe"], 64),
        Failure(["ask", "hello", "--offline", "fail"], 69),
        Failure(["ask", "hello"], 75),
        Failure(["ask", "hello", "--store", "/dev/null"], 74),
        Failure(["ask", "hello", "--cassette", "/"], 65),
        Failure(["ask", "hello", "--cassette", "/x.json", "--record", "none"], 65),
        Failure(["embed", ""], 65),
        Failure(["embed", "--file", "/dev/null"], 65),
        Failure(["embed", "--file", "/"], 65),
        Failure(["embed"], 64),
        Failure(["asq", "hello"], 64),
        Failure(["explain", "/nonexistent"], 65),
        Failure(["cassette", "show", "/"], 65),
        Failure(["sync", "--parallel", "0"], 64),
        Failure(["models"], 69),
    ]

    @Test(arguments: failures)
    fileprivate func everyFailureHasItsCodeAndIsJSONAlone(failure: Failure) async throws {
        let (arguments, code) = (failure.arguments, failure.code)
        try await Program.offline { program in
            let spoken = try await program.run(arguments)
            #expect(spoken.code == code)
            #expect(!spoken.err.isEmpty)
            #expect(spoken.out.isEmpty || code == 75)
            let machine = try await program.run(arguments + ["--json"])
            #expect(machine.code == code)
            #expect(machine.json?["error"]?["message"]?.string?.isEmpty == false)
        }
    }

    private static let others: [Failure] = [
        Failure(["cache", "show", "zz"], 65),
        Failure(["cache", "rm", "00000000000000000000000000000000"], 65),
        Failure(["queue", "show", "x"], 65),
        Failure(["queue", "drop", "x"], 65),
        Failure(["queue", "retry", "x"], 65),
        Failure(["key", "/"], 65),
        Failure(["key", "/dev/null"], 65),
        Failure(["mock", "--listen", "nowhere"], 64),
        Failure(["mock", "--fixtures", "/dev/null/none"], 65),
        Failure(["mock", "--processing", "-1"], 64),
        Failure(["mock", "--listen", "127.0.0.1:0", "--ready-file", "/dev/null/ready"], 74),
        Failure(["proxy", "--mode", "record"], 64),
        Failure(["proxy", "--upstream", "localhost", "--listen", "127.0.0.1:0"], 78),
        Failure(["queue", "drp"], 64),
        Failure(["chat", "--list", "--session", "x"], 64),
        Failure(["chat", "--session", "../x"], 65),
        Failure(["chat", "--session", "x", "--store", "/dev/null"], 74),
        Failure(["ask", "hello", "--modle", "x"], 64),
    ]

    @Test(arguments: others)
    fileprivate func everyOtherFailureHasItsCode(failure: Failure) async throws {
        let (arguments, code) = (failure.arguments, failure.code)
        try await Program.offline { program in
            let end = try await program.run(arguments)
            #expect(end.code == code)
            #expect(!end.err.isEmpty && end.out.isEmpty)
        }
    }

    @Test func anEmptySyncAndQueueAreNoFailure() async throws {
        try await Program.offline { program in
            let sync = try await program.run(["sync", "--json"])
            #expect(sync.code == 0 && sync.json?["left"]?.int == 0)
            #expect(try await program.run(["queue"]).code == 0)
        }
    }

    @Test(arguments: ["[[block]]", "[[safety]]"])
    func aBlockedAnswerEndsWithOne(prompt: String) async throws {
        try await Program.with { program in
            #expect(try await program.run(["ask", prompt]).code == 1)
            let end = try await program.run(["ask", prompt, "--json"])
            #expect(end.code == 1 && end.json?["error"]?["code"]?.string == "no-answer")
        }
    }
}
