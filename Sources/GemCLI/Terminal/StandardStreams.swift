#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard input, output and error as a process gets them.
enum StandardStreams {
    /// Keeps the three numbers taken where the caller closed them, so that no file of the store is opened under one and written to as output;
    /// and lets a write to a reader that has gone fail instead of ending the process, so that an answer on its way still lands in the store.
    static func prepare() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // Opened the wrong way round: using it still fails.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        signal(SIGPIPE, SIG_IGN)
    }
}
