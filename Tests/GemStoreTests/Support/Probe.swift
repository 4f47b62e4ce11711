import Foundation

/// A run of `gemstore-probe` in a process of its own; what it says goes to a file, since pipes would leak into probes started at the same time.
final class Probe {
    struct Failure: Error { let code: Int32 }

    private let process: pid_t
    private let output: String
    private var hasEnded = false

    init(_ folder: Folder, _ arguments: String...) throws {
        output = folder.path + "/said-" + UUID().uuidString
        process = try Self.spawn([Self.executable] + arguments, output)
    }

    /// Runs a shell script that sees a small file system of its own at `folder.store`, and the probe as `$probe`.
    init(_ folder: Folder, onDiskOf size: String, script: String) throws {
        output = folder.path + "/said-" + UUID().uuidString
        let mount =
            "mkdir -p '\(folder.store)' && mount -t tmpfs -o size=\(size) tmpfs '\(folder.store)' && cd '\(folder.store)' && probe='\(Self.executable)'\n"
        process = try Self.spawn(["/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c", mount + script], output)
    }

    /// Whether this machine lets a test have a file system of its own.
    static let canMount: Bool = {
        let folder = Folder()
        guard let probe = try? Probe(folder, onDiskOf: "64k", script: "echo mounted") else { return false }
        return probe.finish() == "mounted\n"
    }()

    /// Waits until the probe has said something.
    func next() async -> String {
        while said.isEmpty { await Task.yield() }
        return said
    }

    /// Waits until it ends, and gives everything it said.
    func finish() -> String {
        var status = Int32(0)
        while !hasEnded, waitpid(process, &status, 0) < 0, errno == EINTR {}
        hasEnded = true
        return said
    }

    /// Ends it as a power cut would.
    func kill() {
        Foundation.kill(process, SIGKILL)
        _ = finish()
    }

    private var said: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

    private static func spawn(_ arguments: [String], _ output: String) throws -> pid_t {
        #if os(Linux)
        var actions = posix_spawn_file_actions_t()
        #else
        var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let code = posix_spawn(&process, arguments[0], &actions, nil, &words, environ)
        guard code == 0 else { throw Failure(code: code) }
        return process
    }

    /// The executable, which lies beside the test bundle.
    private static let executable: String = {
        #if os(macOS)
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
        return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("gemstore-probe").path
        #else
        return Bundle.main.bundleURL.appendingPathComponent("gemstore-probe").path
        #endif
    }()
}
