#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The open files this process was started with, which a program run in its place gets as well; none of those opened later are its business.
struct InheritedFiles: Sendable {
    private static let most: Int32 = 4096
    private let descriptors: Set<Int32>

    /// Notes what is open now: call it before anything is opened.
    init() { descriptors = Set((0..<Self.most).filter { fcntl($0, F_GETFD) >= 0 }) }

    /// Keeps every file opened since from being handed on: the store's, and our sockets, would be held open beyond our end.
    func keepOthers() {
        for descriptor in 0..<Self.most where !descriptors.contains(descriptor) {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0, flags & FD_CLOEXEC == 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }
}
