internal import Dispatch

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
        #if canImport(Darwin)
        var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?)
        #else
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        let command = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0, program] } ?? [program]
        if let listener {
            posix_spawn_file_actions_adddup2(&actions, listener, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
        // No signal is blocked there, and those that programs meet are what they are by default, even under nohup.
        var (mask, defaults) = (sigset_t(), sigset_t())
        sigemptyset(&mask)
        sigemptyset(&defaults)
        for number in [SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGTERM] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        #if canImport(Darwin)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_CLOEXEC_DEFAULT))
        #else
        Self.closeOthers(&actions)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        #endif
        var words = (command + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, command[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure(code: code) }
        self.pid = pid
    }

    #if !canImport(Darwin)
    /// Closes what is open beyond the standard streams, where the C library (glibc since 2.34) can; Swift's headers do not show the function.
    private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
        typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        guard let function = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
        _ = unsafeBitCast(function, to: Function.self)(&actions, 3)
    }
    #endif

    /// Waits for its end; gives its exit code, or the signal that killed it.
    package func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "spawned \(pid)").async { continuation.resume(returning: waitForEnd()) }
        }
    }

    /// As `end()`, holding up the calling thread.
    @discardableResult package func waitForEnd() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : signal
    }

    /// Asks it to end.
    package func terminate() { kill(pid, SIGTERM) }
}
