import Dispatch
import GemCore

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
    /// Of our open files it gets those in `inherited`; `coreLimit` is the limit of core files that it gets.
    static func run(_ command: [String], environment: [String], inherited: InheritedFiles, coreLimit: rlim_t) async -> Int32 {
        var program = Spawn(command)
        (program.environment, program.inherited) = (environment, inherited.descriptors)
        return await withCheckedContinuation { [program] continuation in
            DispatchQueue(label: "gemcache run").async { continuation.resume(returning: runAndWait(program, coreLimit)) }
        }
    }

    private static func runAndWait(_ program: Spawn, _ coreLimit: rlim_t) -> Int32 {
        let restore = SignalRelay.begin()
        defer { restore() }
        let started = CoreFiles.allowing(coreLimit) { Result { () throws(Spawn.Failure) in try program.start() } }
        switch started {
        case .failure(let failure):
            let isMissing = failure.code == ENOENT
            let reason = isMissing ? "there is no such command" : String(cString: strerror(failure.code))
            Console.note("gemcache: cannot run \(program.command[0]): \(reason)")
            return isMissing ? 127 : 126
        case .success(let pid):
            SignalRelay.setTarget(pid)
            let end = Spawn.end(of: pid)
            SignalRelay.setTarget(0)
            return end?.shellCode ?? 126
        }
    }
}

/// Hands signals on to another process while one runs in our place.
///
/// Those the terminal sends reach it by themselves, since it is in our group: of these only such are handed on that a process sent. All that would end us and
/// leave it without its proxy is caught; what stops and continues us is not, for it goes to the whole group where anybody means it.
private enum SignalRelay {
    private static let inbox = SignalInbox()
    private static let signals = [
        SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGALRM, SIGVTALRM, SIGPROF,
    ]

    /// Catches signals from now on, on this thread; the function it gives ends that. What was ignored before stays so.
    static func begin() -> () -> Void {
        inbox.reset()
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

    static func setTarget(_ pid: pid_t) { inbox.setTarget(pid) { kill($0, $1) } }

    /// Runs in a signal's handler: does nothing but what is safe there.
    private static func take(_ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?) {
        guard let info, !mayBeTheTerminals(number) || isFromProcess(info.pointee) else { return }
        inbox.take(number) { kill($0, $1) }
    }

    /// A timer's signal comes from no process either: one that was set before this program took the other's place means both.
    private static func mayBeTheTerminals(_ number: Int32) -> Bool {
        number == SIGINT || number == SIGQUIT || number == SIGHUP || number == SIGWINCH
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
