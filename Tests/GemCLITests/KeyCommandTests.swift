import Foundation
import GemCore
import GemTesting
import Testing

/// `gemcache key` and `gemcache explain`, as processes.
@Suite struct KeyCommandTests {
    static let path = "/v1beta/models/m:generateContent"

    /// The requests of the golden file that `key --jsonl` can read, with their keys.
    private static func golden() throws -> (lines: String, keys: [String]) {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("GemCoreTests/Golden/keys.jsonl")
        var (lines, keys): ([String], [String]) = ([], [])
        for line in try Data(contentsOf: file).split(separator: 10).dropFirst() {
            let item = try JSON(parsing: Array(line))
            guard let key = item["key"]?.string, item["sample"] == nil, item["namespace"] == nil else { continue }
            lines.append(String(decoding: line, as: UTF8.self))
            keys.append(key)
        }
        return (lines.joined(separator: "\n"), keys)
    }

    @Test func keysAreTheSameInProcessesWithOtherHashSeeds() async throws {
        let golden = try Self.golden()
        #expect(golden.keys.count > 400)
        try await Program.offline { program in
            for environment in [[:], [:], ["SWIFT_DETERMINISTIC_HASHING": "1"]] {
                let outcome = try await program.run(["key", "--jsonl", "-"], input: golden.lines, environment: environment)
                #expect(outcome.code == 0, "\(outcome.err)")
                #expect(outcome.out.split(separator: "\n").map { String($0.suffix(32)) } == golden.keys)
            }
        }
    }

    @Test func keyTellsWhatItIgnoredAndHashed() async throws {
        try await Program.offline { program in
            let body =
                #"{"contents":{"role":"User","parts":[{"inline_data":{"mimeType":"a/b","data":"YWJj__4="}}]},"labels":{"a":"b"},"new":1,"generationConfig":{"seed":null,"temperature":1.0}}"#
            let outcome = try await program.run(
                ["key", "-", "--explain", "--json", "--path", "/v1/models/m:streamGenerateContent?alt=sse&key=hunter2"], input: body)
            #expect(outcome.code == 0, "\(outcome.err)")
            #expect(!outcome.out.contains("hunter2"))
            let notes = outcome.json?["notes"]?.array ?? []
            func note(_ path: String, _ effect: String, _ rule: String) -> JSON? {
                notes.first { $0["path"]?.string == path && $0["effect"]?.string == effect && $0["rule"]?.string == rule }
            }
            #expect(note("?key", "ignored", "E7") != nil)
            #expect(note("path", "normalised", "E8")?["to"] == #""generateContent""#)
            #expect(note("contents", "normalised", "E4") != nil)
            #expect(note("contents.role", "ignored", "E9") != nil)
            #expect(note("contents.parts[0].inline_data", "normalised", "E3")?["to"] == #""inlineData""#)
            #expect(note("contents.parts[0].inline_data.data", "hashed", "E5")?["to"]?.string?.contains("<5 bytes, XXH3 ") == true)
            #expect(note("labels", "ignored", "E9") != nil)
            #expect(note("new", "kept", "D3") != nil)
            #expect(note("generationConfig.seed", "ignored", "E2") != nil)
            #expect(note("generationConfig.temperature", "normalised", "E1")?["to"] == "1")
            #expect(outcome.json?["canonical"]?.string?.hasPrefix("\"14:gemcache-key \(Question.keyVersion)") == true)
            let key = try await program.run(["key", "-", "--path", Self.path], input: body)
            #expect(key.out == (outcome.json?["key"]?.string ?? "") + "\n")
            let lines = try await program.run(["key", "-", "--explain", "--path", Self.path], input: body)
            #expect(lines.out.contains("ignored    E9  labels: "))
        }
    }

    @Test func explainNamesTheFirstDifference() async throws {
        try await Program.with { program in
            let asked = try await program.run(["ask", "-m", "gemini-2.5-flash", "Why is the sky blue?"])
            #expect(asked.code == 0, "\(asked.err)")
            let body = #"{"contents":{"parts":{"text":"Why is the sky red?"}}}"#
            let outcome = try await program.run(
                ["explain", "-", "--json", "--path", "/v1beta/models/gemini-2.5-flash:generateContent"], input: body)
            #expect(outcome.code == 69)
            #expect(outcome.json?["outcome"] == "miss")
            #expect(outcome.json?["nearest"]?["path"] == "contents.parts.text")
            #expect(outcome.json?["nearest"]?["stored"]?.string?.contains("sky blue?") == true)
        }
    }

    @Test func keysAreToldAsTheyAreInACredentialsOwnCache() async throws {
        try await Program.with { program in
            let path = "/v1beta/models/gemini-2.5-flash:generateContent"
            let file = program.folder + "/body.json"
            let body =
                #"{"contents":[{"role":"user","parts":[{"text":"hello"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}"#
            try body.write(toFile: file, atomically: true, encoding: .utf8)
            let asked = try await program.run(["ask", "hello", "--json", "--scope-by-credential"])
            #expect(asked.code == 0)
            let key = try #require(asked.json?["key"]?.string)
            func command(_ name: String, _ options: String...) async throws -> Program.Outcome {
                try await program.run([name, file, "--path", path] + options)
            }
            #expect(try await command("key", "--scope-by-credential").out == key + "\n")
            #expect(try await command("key").out != key + "\n")
            #expect(try await command("explain", "--scope-by-credential").code == 0)
            #expect(try await command("explain").code == 69)
            var other = program
            other.key = "another-key"
            #expect(try await other.run(["explain", file, "--path", path, "--scope-by-credential"]).code == 69)
        }
    }
}
