import ArgumentParser
import Foundation
import GemCore
import GemTesting
import Testing

@testable import GemCLI

/// `gemcache mock`: what its options take, and what a run leaves behind.
@Suite struct MockCommandTests {
    @Test(arguments: [
        ["--fault", "nonsense"], ["--fault", "cut;after=x"], ["--clock", "noon"], ["--clock-runs"], ["--latency", "fast"],
        ["--quota", "rph=1"],
        ["--seed", "-1"], ["--processing", "-1"], ["--batch-seconds", "nan"], ["--require-key", ""],
    ])
    func aWrongValueIsNamed(arguments: [String]) throws {
        let error = #expect(throws: (any Error).self) { try MockCommand.parse(arguments) }
        let message = MockCommand.message(for: try #require(error))
        #expect(message.contains(arguments[0].dropFirst(2).prefix(5)) || message.contains(arguments.last ?? ""))
    }

    @Test func everyOptionIsTaken() throws {
        let command = try MockCommand.parse([
            "--fault", "429;retry=2s;times=2", "--fault", "cut;after=1", "--clock", "2026-01-31T12:00:00Z", "--clock-runs", "--latency",
            "ttft=300ms,tps=80", "--quota", "rpm=10", "--quota", "rpd=5,model=gemini-2.5-pro", "--seed", "7", "--report", "r.json", "--log",
            "-",
        ])
        #expect(command.faults.count == 2)
        #expect(command.quotas.count == 2)
    }

    /// A mock in the background that is asked by the program itself, and ended by a signal.
    @Test(arguments: ["TERM", "INT"])
    func itsLogAndItsReportAreWritten(signal: String) async throws {
        try await Program.offline { program in
            let script = """
                cd "$HOME"
                "$0" mock --listen 127.0.0.1:0 --ready-file ready --fault '400;times=1' --clock 2026-01-31T12:00:00Z \
                    --report report.json --log access.log 2>/dev/null &
                until [ -s ready ]; do sleep 0.02; done
                GOOGLE_GEMINI_BASE_URL=$(cat ready); export GOOGLE_GEMINI_BASE_URL
                "$0" ask hi 2>/dev/null; "$0" ask hi >/dev/null && kill -\(signal) $! && wait $!
                echo "code $?"; ls ready 2>/dev/null; cat access.log report.json
                """
            let outcome = try await program.run([], shell: script)
            let lines = outcome.out.split(separator: "\n")
            #expect(lines.first == (signal == "INT" ? "code 130" : "code 0"))
            #expect(lines[1].hasPrefix("2026-01-31T12:00:00.000000Z POST /v1beta/models/"))
            #expect(lines[1].contains(" 400 "))
            #expect(lines[1].hasSuffix(" fault=400"))
            #expect(lines[2].contains(" 200 "))
            let report = try JSON(parsing: Array(outcome.out[try #require(outcome.out.firstRange(of: "\n{")).lowerBound...].utf8))
            #expect(report["verdicts"]?[0]?["rule"] == "retried-refused")
            #expect(!outcome.out.contains("a-key"))
        }
    }

    @Test func whatCannotBeWrittenIsToldAtOnce() async throws {
        try await Program.offline { program in
            for option in ["--report", "--log"] {
                let outcome = try await program.run(["mock", "--listen", "127.0.0.1:0", option, "/nowhere/file"])
                #expect(outcome.code == GemError.Code.store.exitCode)
                #expect(outcome.err.contains("/nowhere/file"))
            }
        }
    }
}
