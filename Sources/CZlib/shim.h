// The parts of zlib that gemcache calls: gzip, written quickly and in little memory, since what it serves
// is read on the same machine or near it, and read piece by piece. A stream points at itself, so it lives where it was made.
#pragma once
#include <stdlib.h>
#include <zlib.h>

static inline z_stream *gem_gzip_create(void) {
    z_stream *stream = (z_stream *)calloc(1, sizeof(z_stream));
    if (stream && deflateInit2(stream, 1, Z_DEFLATED, 16 + 13, 6, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

static inline void gem_gzip_free(z_stream *stream) {
    (void)deflateEnd(stream);
    free(stream);
}

static inline z_stream *gem_gunzip_create(void) {
    z_stream *stream = (z_stream *)calloc(1, sizeof(z_stream));
    if (stream && inflateInit2(stream, 16 + 15) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

static inline void gem_gunzip_free(z_stream *stream) {
    (void)inflateEnd(stream);
    free(stream);
}
