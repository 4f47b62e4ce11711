import Foundation
import GemCore
import GemTesting
import Testing

/// `gemcache run`: the program's exit code, its environment, and what is told of its requests.
@Suite struct RunTests {

    @Test(arguments: [
        (["sh", "-c", "exit 0"], 0), (["sh", "-c", "exit 7"], 7), (["sh", "-c", "kill -KILL $$"], 137),
        (["sh", "-c", "kill -TERM $$"], 143),
        (["/nonexistent/program"], 127), (["no-such-program-anywhere"], 127), (["/etc/passwd"], 126), (["/"], 126),
    ])
    func theProgramsEndIsOurs(command: [String], code: Int) async throws {
        try await Program.offline { program in
            let end = try await program.run(["run", "--quiet", "--"] + command)
            #expect(end.code == Int32(code))
            #expect(end.err.isEmpty == (code != 126 && code != 127))
        }
    }

    @Test(arguments: [["run"], ["run", "--"], ["run", "true"], ["run", "--offline", "--mode", "refresh", "--", "true"]])
    func aCommandLineWithNothingToRunIsRefused(arguments: [String]) async throws {
        try await Program.offline { program in
            let end = try await program.run(arguments)
            #expect(end.code == 64)
        }
    }

    @Test func theProgramGetsOurStreamsTheProxyAndATokenAndNoKey() async throws {
        try await Program.with { program in
            let script =
                #"read line; echo "in $line"; echo "key $GEMINI_API_KEY $GOOGLE_API_KEY"; echo "url $GOOGLE_GEMINI_BASE_URL $GOOGLE_VERTEX_BASE_URL"; env"#
            let end = try await program.run(["run", "-q", "--openai", "--", "sh", "-c", script, "--help"], input: "piped\n")
            #expect(end.code == 0)
            let lines = end.out.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(lines[0] == ["in", "piped"])
            #expect(lines[1].count == 3 && lines[1][1] == lines[1][2] && lines[1][1].hasPrefix("gemcache-") && lines[1][1].utf8.count > 40)
            #expect(
                lines[2].count == 3 && lines[2][2] == "\(lines[2][1])/__gemcache/as/\(lines[1][1])"
                    && lines[2][1].hasPrefix("http://127.0.0.1:"))
            #expect(lines[2][1] != program.base)
            #expect(!end.out.contains("a-key"))
            #expect(end.out.contains("OPENAI_BASE_URL=\(lines[2][1])/v1beta/openai/"))
        }
    }

    @Test func aVertexClientWithATokenOfItsOwnIsServed() async throws {
        try await RawUpstream.with({ RawUpstream.generated(for: $0) }) { upstream in
            try await Program.offline { program in
                let asking = "ask -q --no-store --no-stream --vertex --project p why"
                let ask = #"GOOGLE_ACCESS_TOKEN=token-of-theirs GEMCACHE_STORE="$HOME/other" exec "$0" \#(asking)"#
                let script = #"exec "$0" run -q --vertex-upstream \#(upstream.url) -- sh -c '\#(ask)' "$0""#
                let first = try await program.run([], shell: script)
                #expect(first.code == 0, "\(first.err)")
                // What is known is answered here, whatever token comes along.
                let second = try await program.run(
                    [], shell: script.replacing("--vertex-upstream", with: "--offline --strict --vertex-upstream"))
                #expect(second.code == 0 && second.out == first.out, "\(second.err)")
            }
            #expect(upstream.requests.count == 1)
            #expect(upstream.requests.first?["Authorization"] == "Bearer token-of-theirs")
            #expect(upstream.requests.first?.line.contains("/projects/p/") == true)
            #expect(!upstream.everything.contains("gemcache-") && !upstream.everything.contains("__gemcache"))
        }
    }

    @Test func theSecondRunIsAnsweredHereAndStrictSaysSo() async throws {
        try await Program.with { program in
            let ask = #"GEMCACHE_STORE="$HOME/other-$1" exec "$0" ask -q "Why is the sky blue?""#
            func run(_ number: Int, _ options: String...) async throws -> (Program.Outcome, JSON?) {
                let file = "\(program.folder)/\(number).json"
                let script = #"exec "$0" run --json \#(file) \#(options.joined(separator: " ")) -- sh -c '\#(ask)' "$0" \#(number)"#
                let end = try await program.run([], shell: script)
                return (end, try? JSON(parsing: Array(Data(contentsOf: URL(fileURLWithPath: file)))))
            }
            let (first, told) = try await run(1, "--strict")
            #expect(first.code == 69 && first.err.contains("--strict"))
            #expect(
                told?["misses"]?.int == 1 && told?["hits"]?.int == 0 && told?["upstreamRequests"]?.int == 1 && told?["stored"]?.int == 1)
            #expect(told?["unanswered"]?.int == 1 && told?["exitCode"]?.int == 69)
            let (second, again) = try await run(2, "--strict", "--offline")
            #expect(second.code == 0 && second.out == first.out)
            #expect(second.err.contains("1 requests: 1 hits, 0 misses"))
            #expect(again?["hits"]?.int == 1 && again?["upstreamRequests"]?.int == 0 && again?["unanswered"]?.int == 0)
            #expect((again?["saved"]?["promptTokens"]?.int ?? 0) > 0 && (again?["saved"]?["money"]?.double ?? 0) > 0)
        }
    }

    @Test(arguments: ["INT", "TERM", "HUP", "QUIT", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "WINCH"])
    func aSignalToUsReachesTheProgram(signal: String) async throws {
        try await Program.offline { program in
            let end = try await Self.signalled(signal, #"trap "echo caught; exit 3" \#(signal); "#, program)
            #expect(end.code == 3)
            #expect(end.out == "caught\n")
        }
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129), ("USR1", 138)])
    func aProgramKilledByASignalToUsEndsAsAShellTellsIt(signal: String, code: Int) async throws {
        try await Program.offline { program async throws in
            #expect(try await Self.signalled(signal, "", program).code == Int32(code))
        }
    }

    /// Runs a program behind ours, and sends ours a signal once the program is there. No shell starts ours: without a terminal it would make it deaf to some.
    private static func signalled(_ signal: String, _ trap: String, _ program: Program) async throws -> Program.Outcome {
        let running = try program.start(["run", "-q", "--", "sh", "-c", trap + #": > "$HOME/ready"; while :; do sleep 0.02; done"#])
        let script = #"while [ ! -f "$HOME/ready" ]; do sleep 0.02; done; kill -\#(signal) \#(running.process.pid)"#
        #expect(try await program.run([], shell: script).code == 0)
        return try await running.end()
    }

    @Test func aCrashOfOursWritesNoCoreAndTheProgramsLimitIsItsOwn() async throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/limits") else { return }
        try await Program.offline { program in
            let script = #"ulimit -S -c; "$0" run -q -- sh -c 'ulimit -S -c; grep core /proc/$PPID/limits'"#
            let lines = try await program.run([], shell: script).out.split(separator: "\n")
            try #require(lines.count == 3)
            #expect(lines[0] == lines[1])
            #expect(lines[2].split(separator: " ").dropFirst(4).first == "0")
        }
    }

    @Test func noFileOfOursIsHandedOn() async throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/fd") else { return }
        try await Program.offline { program in
            let files = #"ls -l /proc/$$/fd | sed "s/.*-> //" | grep -E "mdb|socket|eventpoll""#
            let script = #"\#(files); echo then; "$0" run -q -- sh -c '\#(files); echo done'"#
            let end = try await program.run([], shell: script)
            let lines = end.out.split(separator: "\n").map(String.init)
            let parts = lines.split(separator: "then", maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2 && lines.last == "done")
            // What the test's own process left open comes through; nothing else does.
            #expect(Set(parts[1]).subtracting(["done"]).isSubset(of: Set(parts[0])))
        }
    }
}
