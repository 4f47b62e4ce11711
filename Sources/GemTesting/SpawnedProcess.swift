internal import Dispatch
internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program in a process of its own, with files as its standard streams and none of this process's other descriptors.
///
/// Foundation's `Process` reads the list of open descriptors past its end, and crashes, where there are more than a thousand; tests that run at once have as many.
package struct SpawnedProcess: Sendable {
    /// A program that could not be started; the error number of `posix_spawn`.
    package struct Failure: Error { package let code: Int32 }

    /// The process.
    package let pid: Int32

    /// Starts a program; each stream is a file's path, the input an open descriptor where `listener` is one.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String], input: String = "/dev/null", output: String = "/dev/null",
        errors: String = "/dev/null", listener: Int32? = nil, folder: String? = nil
    ) throws {
        let command = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0, program] } ?? [program]
        var spawn = Spawn(command + arguments)
        spawn.environment = environment.map { "\($0.key)=\($0.value)" }
        spawn.input = listener.map { .descriptor($0) } ?? .file(input)
        (spawn.output, spawn.errors) = (.file(output), .file(errors))
        // What programs meet is what it is by default, even under nohup.
        spawn.defaults = [SIGINT, SIGQUIT, SIGHUP, SIGTERM]
        spawn.inherited = []
        do { pid = try spawn.start() } catch { throw Failure(code: error.code) }
    }

    /// Waits for its end; gives its exit code, or the signal that killed it.
    package func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "spawned \(pid)").async { continuation.resume(returning: waitForEnd()) }
        }
    }

    /// As `end()`, holding up the calling thread.
    @discardableResult package func waitForEnd() -> Int32 {
        let end = Spawn.end(of: pid)
        return end.map { $0.signal == 0 ? $0.code : $0.signal } ?? 0
    }

    /// Asks it to end.
    package func terminate() { kill(pid, SIGTERM) }
}
