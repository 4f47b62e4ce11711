// The parts of libxxhash that gemcache calls. On x86 the library picks the widest vector
// unit at run time (xxh_x86dispatch.h), which is several times the plain build's speed.
#pragma once
#include <xxhash.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#endif

static inline XXH128_hash_t gem_xxh3_128(const void *bytes, size_t count) {
    return XXH3_128bits(bytes, count);
}

static inline XXH3_state_t *gem_xxh3_create(void) {
    XXH3_state_t *state = XXH3_createState();
    if (state) { (void)XXH3_128bits_reset(state); }
    return state;
}

static inline void gem_xxh3_update(XXH3_state_t *state, const void *bytes, size_t count) {
    (void)XXH3_128bits_update(state, bytes, count);
}

static inline XXH128_hash_t gem_xxh3_digest(const XXH3_state_t *state) {
    return XXH3_128bits_digest(state);
}

static inline void gem_xxh3_free(XXH3_state_t *state) { (void)XXH3_freeState(state); }
