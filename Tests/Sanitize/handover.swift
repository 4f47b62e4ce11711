// Stands in for the standard library's function of the same name in every program that `scripts/sanitize thread` builds on Linux, and does the same.
//
// A continuation that is resumed before its task has come to wait lets that task go on at once. The one who resumes has told the thread sanitizer; the task, on this one way
// (the beginning and the end of swift_continuation_await), tells it nothing, so that whatever is handed over is reported as a race. Here the task does its part: what was
// released for this very task happened before. `scripts/sanitize handover` shows the report without this, and none with it.

@_silgen_name("gem_current_task") private func currentTask() -> UnsafeMutableRawPointer
@_silgen_name("__tsan_acquire") private func acquire(_ address: UnsafeMutableRawPointer)

@_silgen_name("$ss23withCheckedContinuation9isolation8function_xScA_pSgYi_SSyScCyxs5NeverOGXEtYalF")
public func withCheckedContinuation<T>(
    isolation: isolated (any Actor)?, function: String, _ body: (CheckedContinuation<T, Never>) -> Void
) async -> sending T {
    let value = await withUnsafeContinuation { body(CheckedContinuation(continuation: $0, function: function)) }
    acquire(currentTask())
    return value
}
