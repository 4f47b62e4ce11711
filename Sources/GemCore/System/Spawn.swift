#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program to be started in a process of its own, without a shell; the one place that knows how.
package struct Spawn: Sendable {
    /// What one of its standard streams is.
    package enum Stream: Sendable {
        /// The same as ours.
        case ours
        /// A file's path; made where there is none.
        case file(String)
        /// One of our open descriptors.
        case descriptor(Int32)
    }

    /// How a program ended.
    package struct End: Sendable, Equatable {
        /// Its exit code; 0 where a signal killed it.
        package var code: Int32
        /// The signal that killed it; 0 where none did.
        package var signal: Int32

        /// The code as a shell tells it: 128 and the signal where one killed it.
        package var shellCode: Int32 { signal == 0 ? code : 128 + signal }
    }

    /// It could not be started; the error number of `posix_spawn`.
    package struct Failure: Error { package let code: Int32 }

    /// The program and its arguments; a name without a slash is looked for in PATH.
    package var command: [String]
    /// The variables, as `NAME=value`; ours where it is nil.
    package var environment: [String]?
    package var input = Stream.ours
    package var output = Stream.ours
    package var errors = Stream.ours
    /// Signals that are there what they are by default, besides SIGPIPE, which we ignore for ourselves.
    package var defaults: [Int32] = []
    /// Which of our open files it gets beside its standard streams, whatever other threads open meanwhile; nil for all that are not closed when a program starts.
    package var inherited: Set<Int32>?

    /// A command with our streams and our environment.
    package init(_ command: [String]) { self.command = command }

    /// Starts it; gives the process's number.
    package func start() throws(Failure) -> Int32 {
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
        for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            switch stream {
            case .ours: break
            case .file(let path):
                posix_spawn_file_actions_addopen(&actions, number, path, number == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT, 0o600)
            case .descriptor(let own): posix_spawn_file_actions_adddup2(&actions, own, number)
            }
        }
        // The mask of the thread that starts it is no program's.
        var (mask, defaults) = (sigset_t(), sigset_t())
        sigemptyset(&mask)
        sigemptyset(&defaults)
        for number in [SIGPIPE] + self.defaults { sigaddset(&defaults, number) }
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        if let inherited {
            #if canImport(Darwin)
            flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
            for number in inherited.union([STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]) where fcntl(number, F_GETFD) >= 0 {
                posix_spawn_file_actions_addinherit_np(&actions, number)
            }
            #else
            Self.closeAll(but: inherited, &actions)
            #endif
        }
        posix_spawnattr_setflags(&attributes, flags)
        var words = command.map { strdup($0) } + [nil]
        var variables = (environment ?? []).map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid = pid_t()
        let code =
            environment == nil
            ? posix_spawnp(&pid, command[0], &actions, &attributes, &words, environ)
            : posix_spawnp(&pid, command[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure(code: code) }
        return pid
    }

    #if !canImport(Darwin)
    /// Closes what is open beyond the standard streams and not to be kept; a number that is not open does no harm.
    private static func closeAll(but kept: Set<Int32>, _ actions: inout posix_spawn_file_actions_t) {
        // Open by number, up to the last to be kept; from there on at once, where the C library can (glibc since 2.34), which Swift's headers do not show.
        typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        let function = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
        let rest = function == nil ? min(4096, Int32(clamping: sysconf(Int32(_SC_OPEN_MAX)))) : max(2, kept.max() ?? 2) + 1
        for number in 3..<max(3, rest) where !kept.contains(number) { posix_spawn_file_actions_addclose(&actions, number) }
        if let function { _ = unsafeBitCast(function, to: Function.self)(&actions, rest) }
    }
    #endif

    /// Waits for a process's end, holding up the calling thread; nil where it is no child of ours.
    package static func end(of pid: Int32) -> End? {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        let signal = status & 0x7F
        return End(code: signal == 0 ? (status >> 8) & 0xFF : 0, signal: signal)
    }
}
