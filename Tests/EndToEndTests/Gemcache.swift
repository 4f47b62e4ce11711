import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The `gemcache` executable that was built beside these tests.
enum Gemcache {
    /// How a process ended.
    enum End: Equatable { case ended(Int32), killed }

    /// Starts it, or another program built beside it, with a key and a base URL, its output thrown away.
    static func start(_ arguments: [String], base: String, program name: String = "gemcache") throws -> pid_t {
        let program = try path(name)
        let environment = ["GEMINI_API_KEY=a-key", "GOOGLE_GEMINI_BASE_URL=\(base)", "HOME=/nonexistent", "PATH=/usr/bin:/bin"]
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, program, &actions, nil, &argv, &envp)
        guard code == 0 else { throw GemError(.internal, "Cannot start \(program): \(String(cString: strerror(code)))") }
        return pid
    }

    /// Waits for the end of a process on a thread of its own.
    static func wait(_ pid: pid_t) async throws -> End {
        await withCheckedContinuation { continuation in
            Thread.run {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? .ended((status >> 8) & 0xFF) : .killed)
            }
        }
    }

    private static func path(_ name: String) throws -> String {
        var folder = CommandLine.arguments[0]
        while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            folder = String(folder[..<slash])
            let candidate = folder + "/" + name
            if access(candidate, X_OK) == 0, !candidate.hasSuffix("/Tests/" + name) {
                var status = stat()
                if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return candidate }
            }
        }
        throw GemError(.internal, "No \(name) executable above \(CommandLine.arguments[0]); build it first.")
    }
}

/// A thread that runs one closure.
enum Thread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    static func run(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        pthread_create(
            &thread, nil,
            {
                Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body(); return nil
            }, work)
        #else
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            {
                if let work = $0 { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
                return nil
            }, work)
        #endif
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
    }
}
