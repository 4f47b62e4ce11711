// Linked into every program that scripts/sanitize builds on Linux: the sanitizers' options, so that the programs which tests start have them too, whatever their
// environment; and for the thread sanitizer what keeps threads apart where it cannot look: in Swift's own libraries, which are not instrumented.
//
// A free Mutex is taken by an atomic exchange in the caller's code, which is instrumented; a taken one is waited for, and handed over by the kernel, in
// libswiftSynchronization. Without the two functions below, whatever a contended Mutex guards is reported as a race. Programs are looked through before libraries: these
// functions stand in for the library's, and call them. Continuations are the other half of it, in handover.swift.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

const char *__tsan_default_options(void) { return OPTIONS; }
const char *__asan_default_options(void) { return OPTIONS; }

#ifdef THREAD
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);
SWIFT void *swift_task_getCurrent(void);

// Swift may not call the runtime's function by its own name.
SWIFT void *gem_current_task(void) { return swift_task_getCurrent(); }

static SWIFT void (*lock_slowly)(uint32_t thread, SELF void *lock);
static SWIFT void (*unlock_slowly)(SELF void *lock);

__attribute__((constructor)) static void find(void) {
    lock_slowly = dlsym(RTLD_NEXT, LOCK);
    unlock_slowly = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void wait_for_lock(uint32_t thread, SELF void *lock) __asm__(LOCK);
SWIFT void wait_for_lock(uint32_t thread, SELF void *lock) {
    lock_slowly(thread, lock);
    __tsan_acquire(lock);
}

SWIFT void hand_over_lock(SELF void *lock) __asm__(UNLOCK);
SWIFT void hand_over_lock(SELF void *lock) {
    __tsan_release(lock);
    unlock_slowly(lock);
}
#endif
