// liblmdb, as the system provides it.
#pragma once
#include <lmdb.h>

#if defined(__linux__)
#include <sys/vfs.h>

// The magic number of the file system a path lies on, 0 where it cannot be told: Swift's Glibc module has no statfs.
static inline unsigned int gem_file_system(const char *path) {
    struct statfs info;
    return statfs(path, &info) == 0 ? (unsigned int)info.f_type : 0;
}
#endif
