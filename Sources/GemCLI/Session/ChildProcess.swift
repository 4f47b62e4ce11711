import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program run in this one's place: it gets our standard streams and our process group, and so the terminal's signals; those sent to us alone are handed on to it.
///
/// In the same group on purpose: the terminal stays with whoever asked, Ctrl-Z stops and `fg` continues both, and whoever kills the group leaves nothing behind.
enum ChildProcess {
    /// Runs a command to its end and gives its exit code as a shell tells it: 128 and the signal where one killed it, 127 where it was not found, 126 where it cannot be run.
    ///
    /// `coreLimit` is the limit of core files that it gets.
    static func run(_ command: [String], environment: [String], coreLimit: rlim_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "gemcache run").async { continuation.resume(returning: runAndWait(command, environment, coreLimit)) }
        }
    }

    private static func runAndWait(_ command: [String], _ environment: [String], _ coreLimit: rlim_t) -> Int32 {
        let restore = SignalRelay.begin()
        defer { restore() }
        var pid = pid_t()
        let code = CoreFiles.allowing(coreLimit) { spawn(&pid, command, environment) }
        guard code == 0 else {
            let isMissing = code == ENOENT
            Console.note("gemcache: cannot run \(command[0]): \(isMissing ? "there is no such command" : String(cString: strerror(code)))")
            return isMissing ? 127 : 126
        }
        SignalRelay.setTarget(pid)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return 126 }
        }
        SignalRelay.setTarget(0)
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    private static func spawn(_ pid: inout pid_t, _ command: [String], _ environment: [String]) -> Int32 {
        #if canImport(Darwin)
        var attributes: posix_spawnattr_t?
        #else
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This thread's mask is no program's, and that broken pipes are ignored is our own doing.
        var (mask, defaults) = (sigset_t(), sigset_t())
        sigemptyset(&mask)
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        return posix_spawnp(&pid, command[0], nil, &attributes, &arguments, &variables)
    }
}

/// Hands signals on to another process while one runs in our place.
///
/// Those the terminal sends reach it by themselves, since it is in our group: only those that a process sent are handed on.
private enum SignalRelay {
    private static let target = Atomic<Int32>(0)
    /// What came before there was a process.
    private static let early = Atomic<Int32>(0)
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Catches signals from now on, on this thread; the function it gives ends that. What was ignored before stays so.
    static func begin() -> () -> Void {
        target.store(0, ordering: .relaxed)
        early.store(0, ordering: .relaxed)
        var replaced: [(Int32, sigaction)] = []
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals {
            var old = sigaction()
            guard sigaction(number, nil, &old) == 0, !isIgnored(old) else { continue }
            var new = handler()
            guard sigaction(number, &new, &old) == 0 else { continue }
            replaced.append((number, old))
            sigaddset(&set, number)
        }
        var mask = sigset_t()
        pthread_sigmask(SIG_UNBLOCK, &set, &mask)
        return {
            for (number, old) in replaced {
                var old = old
                sigaction(number, &old, nil)
            }
            pthread_sigmask(SIG_SETMASK, &mask, nil)
        }
    }

    static func setTarget(_ pid: pid_t) {
        target.store(pid, ordering: .sequentiallyConsistent)
        let number = early.exchange(0, ordering: .sequentiallyConsistent)
        if pid != 0, number != 0 { kill(pid, number) }
    }

    /// Runs in a signal's handler: does nothing but what is safe there.
    private static func take(_ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?) {
        guard let info, isFromProcess(info.pointee) else { return }
        let pid = target.load(ordering: .sequentiallyConsistent)
        if pid == 0 { early.store(number, ordering: .sequentiallyConsistent) } else { kill(pid, number) }
    }

    private static func isFromProcess(_ info: siginfo_t) -> Bool {
        #if canImport(Darwin)
        info.si_pid != 0
        #else
        info.si_code <= 0
        #endif
    }

    private static func handler() -> sigaction {
        var action = sigaction()
        #if canImport(Darwin)
        action.__sigaction_u.__sa_sigaction = { number, info, _ in SignalRelay.take(number, info) }
        #elseif canImport(Musl)
        action.__sa_handler.sa_sigaction = { number, info, _ in SignalRelay.take(number, info) }
        #else
        action.__sigaction_handler.sa_sigaction = { number, info, _ in SignalRelay.take(number, info) }
        #endif
        action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_RESTART)
        return action
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
        #elseif canImport(Musl)
        let handler = action.__sa_handler.sa_handler
        #else
        let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
