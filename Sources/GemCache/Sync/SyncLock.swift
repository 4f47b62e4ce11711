internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Lets one process at a time sync a store; the system takes it back when the process ends, however it ends.
struct SyncLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock; throws `store` where another process holds it.
    init(store path: String) throws(GemError) {
        let file = path + "/sync.lock"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw GemError(.store, "Cannot open \(file): \(String(cString: strerror(errno))). Check that the folder can be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw GemError(.store, "Another `gemcache sync` is at work on \(path); wait for it to end.")
        }
    }

    // Unlocked by name: a child on its way to exec may still hold a copy of the descriptor.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
