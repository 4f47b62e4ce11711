internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Work that waits for the disk, on a thread of its own: neither the store's writer nor a thread of the shared pool stands still for it.
enum Aside {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Runs `body` and answers what came of it.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws(GemError) -> R) async throws(GemError) -> R {
        let result: Result<R, GemError> = await withCheckedContinuation { continuation in
            start { continuation.resume(returning: outcome(body)) }
        }
        return try result.get()
    }

    private static func outcome<R>(_ body: () throws(GemError) -> R) -> Result<R, GemError> {
        do throws(GemError) { return .success(try body()) } catch { return .failure(error) }
    }

    /// Runs at once where no thread can be had.
    private static func start(_ body: @escaping () -> Void) {
        let context = Unmanaged.passRetained(Work(body)).toOpaque()
        var settings = pthread_attr_t()
        pthread_attr_init(&settings)
        defer { pthread_attr_destroy(&settings) }
        pthread_attr_setdetachstate(&settings, Int32(PTHREAD_CREATE_DETACHED))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        if pthread_create(&thread, &settings, asideMain, context) != 0 { _ = asideMain(context) }
    }

    fileprivate static func finish(_ context: UnsafeMutableRawPointer) { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
}

#if canImport(Darwin)
private func asideMain(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Aside.finish(context)
    return nil
}
#else
private func asideMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Aside.finish(context) }
    return nil
}
#endif
