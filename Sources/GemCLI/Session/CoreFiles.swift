#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system writes of a process that crashes: its memory, keys and all.
enum CoreFiles {
    /// Lets none be written of this process; gives what the limit was, for a program that is started from here.
    @discardableResult
    static func forbid() -> rlim_t {
        var limit = current
        let before = limit.rlim_cur
        limit.rlim_cur = 0
        set(limit)
        return before
    }

    /// Runs `body` with the limit as it was.
    static func allowing<R>(_ before: rlim_t, _ body: () -> R) -> R {
        var limit = current
        limit.rlim_cur = before
        set(limit)
        defer { forbid() }
        return body()
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
    #else
    private static let resource = RLIMIT_CORE
    #endif

    private static var current: rlimit {
        var limit = rlimit()
        _ = getrlimit(resource, &limit)
        return limit
    }

    private static func set(_ limit: rlimit) {
        var limit = limit
        _ = setrlimit(resource, &limit)
    }
}
