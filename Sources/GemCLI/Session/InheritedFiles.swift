#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The open files this process was started with, which a program run in its place gets as well; none of those opened later are its business:
/// the store's, and our sockets, would be held open beyond our end.
struct InheritedFiles: Sendable {
    let descriptors: Set<Int32>

    /// Notes what is open now: call it before anything is opened.
    init() { descriptors = Set((0..<4096).filter { fcntl($0, F_GETFD) >= 0 }) }
}
