import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting

/// The built `gemcache`, run with an environment of the test's own.
struct Program: Sendable {
    /// The store's folder, and everything else the run writes.
    let folder: String
    /// Where the API is.
    let base: String
    var key: String? = "a-key"

    /// What a run left behind.
    struct Outcome: Sendable {
        var code: Int32
        var out: String
        var err: String

        /// Standard output as JSON; nil where it is anything else.
        var json: JSON? { try? JSON(parsing: Array(out.utf8)) }
    }

    /// Where nothing answers.
    static let nowhere = "http://127.0.0.1:9"

    /// Runs `body` with a program before a mock, in a folder of its own.
    static func with<R>(_ body: (Program) async throws -> R) async throws -> R {
        try await TemporaryFolder.with { folder in
            try await HTTPServer(transport: try MockGemini()).withServer { base in
                try await body(Program(folder: folder, base: base))
            }
        }
    }

    /// Runs `body` with a program that reaches no API.
    static func offline<R>(_ body: (Program) async throws -> R) async throws -> R {
        try await TemporaryFolder.with { try await body(Program(folder: $0, base: nowhere)) }
    }

    /// Runs the program to its end; through a shell, which has it as `$0`, where a script is given.
    func run(_ arguments: [String], shell script: String? = nil, input: String = "", environment: [String: String] = [:]) async throws
        -> Outcome
    {
        try await start(arguments, shell: script, input: input, environment: environment).end()
    }

    /// A run that goes on.
    struct Running: Sendable {
        let process: SpawnedProcess
        /// The beginning of the names of the files that its streams go to.
        let name: String

        /// Waits for its end.
        func end() async throws -> Outcome {
            let code = await process.end()
            return Outcome(code: code, out: try Program.text(name + ".out"), err: try Program.text(name + ".err"))
        }
    }

    /// As `run`, without waiting for the end.
    func start(
        _ arguments: [String], shell script: String? = nil, input: String = "", environment: [String: String] = [:]
    ) throws -> Running {
        let program = try Self.path()
        var variables = ["GOOGLE_GEMINI_BASE_URL": base, "GEMCACHE_STORE": folder + "/store", "HOME": folder, "PATH": "/usr/bin:/bin"]
        variables["GEMINI_API_KEY"] = key
        let name = "\(folder)/run-\(UInt64.random(in: 0 ... .max))"
        try Data(input.utf8).write(to: URL(fileURLWithPath: name + ".in"))
        let process = try SpawnedProcess(
            script == nil ? program : "/bin/sh", (script.map { ["-c", $0, program] } ?? []) + arguments,
            environment: variables.merging(environment) { $1 }, input: name + ".in", output: name + ".out", errors: name + ".err")
        return Running(process: process, name: name)
    }

    private static func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    }

    static func path() throws -> String {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0])
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("gemcache").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
        }
        throw GemError(.internal, "No gemcache executable above \(CommandLine.arguments[0]); build it first.")
    }
}
