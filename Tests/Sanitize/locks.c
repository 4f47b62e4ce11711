// Tells the thread sanitizer of what keeps threads apart where it cannot look: in Swift's own libraries, which are not instrumented. Only for Linux.
//
// - A free Mutex is taken by an atomic exchange in the caller's code, which is instrumented; a taken one is waited for, and handed over by the kernel, in
//   libswiftSynchronization. Without the first two functions, whatever a contended Mutex guards is reported as a race.
// - A continuation that was resumed before its task came to wait for it lets the task go on at once. The resumer has announced itself to the sanitizer; the task, on
//   that one way, does not. Without the third function, what was handed over is now and then reported as a race.
//
// Loaded before those libraries (LD_PRELOAD), these functions stand in for theirs, and call them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define ASYNC __attribute__((swiftasynccall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static SWIFT void (*lock_slowly)(uint32_t thread, SELF void *lock);
static SWIFT void (*unlock_slowly)(SELF void *lock);
static SWIFT void *(*current_task)(void);
static ASYNC void (*await_continuation)(void *context);
static void (*acquire)(void *address);
static void (*release)(void *address);

__attribute__((constructor)) static void find(void) {
    lock_slowly = dlsym(RTLD_NEXT, LOCK);
    unlock_slowly = dlsym(RTLD_NEXT, UNLOCK);
    await_continuation = dlsym(RTLD_NEXT, "swift_continuation_await");
    current_task = dlsym(RTLD_NEXT, "swift_task_getCurrent");
    acquire = dlsym(RTLD_DEFAULT, "__tsan_acquire");
    release = dlsym(RTLD_DEFAULT, "__tsan_release");
}

SWIFT void wait_for_lock(uint32_t thread, SELF void *lock) __asm__(LOCK);
SWIFT void wait_for_lock(uint32_t thread, SELF void *lock) {
    lock_slowly(thread, lock);
    if (acquire) acquire(lock);
}

SWIFT void hand_over_lock(SELF void *lock) __asm__(UNLOCK);
SWIFT void hand_over_lock(SELF void *lock) {
    if (release) release(lock);
    unlock_slowly(lock);
}

ASYNC void swift_continuation_await(void *context) {
    if (acquire) acquire(current_task());
    __attribute__((musttail)) return await_continuation(context);
}
