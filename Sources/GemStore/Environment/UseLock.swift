internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Says that a process has the store open, so that nobody puts another data file in its place meanwhile.
///
/// A lock of the system on a file beside the environment: it goes with the process, however that ends.
struct UseLock: ~Copyable {
    enum Kind { case shared, alone }

    private let descriptor: Int32

    /// Takes the lock: `shared` waits while the data file is being replaced, `alone` throws where anybody has the store open.
    ///
    /// Where the file cannot even be made, as in a folder that may not be written, nobody could replace the data file either, and no lock is needed.
    init(_ folder: String, _ kind: Kind, creating: Bool = true) throws(GemError) {
        let file = folder + "/use.lock"
        descriptor = open(file, O_RDONLY | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else {
            if kind == .shared { return }
            throw .file("lock the store", folder)
        }
        let mode = kind == .shared ? LOCK_SH : LOCK_EX | LOCK_NB
        var code = flock(descriptor, mode)
        while code != 0, errno == EINTR { code = flock(descriptor, mode) }
        if code != 0, kind == .alone {
            close(descriptor)
            throw GemError(
                .store,
                "The store at \(folder) is in use by another process; end it (a proxy, a sync) and try again, or write a compacted copy elsewhere with --into."
            )
        }
    }

    // Unlocked by name: a child on its way to exec may still hold a copy of the descriptor.
    deinit {
        guard descriptor >= 0 else { return }
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
