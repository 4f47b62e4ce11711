// libcurl, opened by the first function that is called: the loader takes some milliseconds for it and the two dozen libraries below it, more than all the rest of
// answering from the store, and a hit never needs them. Each of its functions that Swift calls has a wrapper here, named gem_ and its own name.
#pragma once
#include <curl/curl.h>
#include <dlfcn.h>

// The address of one of libcurl's functions; NULL where it is not installed.
static inline void *gem_curl_symbol(const char *name) {
#ifdef __APPLE__
    void *library = dlopen("libcurl.4.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
#endif
    return library ? dlsym(library, name) : (void *)0;
}

// A function of libcurl by its name, looked up once.
#define GEM_CURL(name) ({ \
    static void *known; \
    void *found = __atomic_load_n(&known, __ATOMIC_ACQUIRE); \
    if (!found) { \
        found = gem_curl_symbol(#name); \
        __atomic_store_n(&known, found, __ATOMIC_RELEASE); \
    } \
    (__typeof__(&(name)))found; \
})

// Whether libcurl is installed. Without it no other function here may be called but gem_curl_url, which gives NULL.
static inline _Bool gem_curl_is_installed(void) { return gem_curl_symbol("curl_global_init") != (void *)0; }

static inline CURLcode gem_curl_global_init(long flags) { return GEM_CURL(curl_global_init)(flags); }
static inline void gem_curl_free(void *bytes) { GEM_CURL(curl_free)(bytes); }

static inline CURL *gem_curl_easy_init(void) { return GEM_CURL(curl_easy_init)(); }
static inline void gem_curl_easy_cleanup(CURL *easy) { GEM_CURL(curl_easy_cleanup)(easy); }
static inline CURLcode gem_curl_easy_pause(CURL *easy, int directions) { return GEM_CURL(curl_easy_pause)(easy, directions); }
static inline const char *gem_curl_easy_strerror(CURLcode code) { return GEM_CURL(curl_easy_strerror)(code); }

static inline struct curl_slist *gem_curl_slist_append(struct curl_slist *list, const char *line) {
    return GEM_CURL(curl_slist_append)(list, line);
}
static inline void gem_curl_slist_free_all(struct curl_slist *list) { GEM_CURL(curl_slist_free_all)(list); }

static inline CURLM *gem_curl_multi_init(void) { return GEM_CURL(curl_multi_init)(); }
static inline CURLMcode gem_curl_multi_cleanup(CURLM *multi) { return GEM_CURL(curl_multi_cleanup)(multi); }
static inline CURLMcode gem_curl_multi_wakeup(CURLM *multi) { return GEM_CURL(curl_multi_wakeup)(multi); }
static inline CURLMcode gem_curl_multi_perform(CURLM *multi, int *running) { return GEM_CURL(curl_multi_perform)(multi, running); }
static inline CURLMcode gem_curl_multi_poll(CURLM *multi, int patience) {
    return GEM_CURL(curl_multi_poll)(multi, (void *)0, 0, patience, (int *)0);
}
// How many connections have something to be read or written; does not wait.
static inline int gem_curl_multi_look(CURLM *multi) {
    int ready = 0;
    return GEM_CURL(curl_multi_poll)(multi, (void *)0, 0, 0, &ready) == CURLM_OK ? ready : 0;
}
static inline CURLMcode gem_curl_multi_add_handle(CURLM *multi, CURL *easy) { return GEM_CURL(curl_multi_add_handle)(multi, easy); }
static inline CURLMcode gem_curl_multi_remove_handle(CURLM *multi, CURL *easy) { return GEM_CURL(curl_multi_remove_handle)(multi, easy); }
static inline CURLMsg *gem_curl_multi_info_read(CURLM *multi, int *left) { return GEM_CURL(curl_multi_info_read)(multi, left); }

static inline CURLU *gem_curl_url(void) { return gem_curl_is_installed() ? GEM_CURL(curl_url)() : (CURLU *)0; }
static inline void gem_curl_url_cleanup(CURLU *url) { GEM_CURL(curl_url_cleanup)(url); }
static inline CURLUcode gem_curl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned flags) {
    return GEM_CURL(curl_url_set)(url, part, text, flags);
}
static inline CURLUcode gem_curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned flags) {
    return GEM_CURL(curl_url_get)(url, part, text, flags);
}

// The option setters are variadic, which Swift cannot call: one typed wrapper a kind.
static inline CURLcode gem_curl_set_long(CURL *easy, CURLoption option, long value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

static inline CURLcode gem_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

static inline CURLcode gem_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

static inline CURLcode gem_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

static inline CURLcode gem_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

// Body and header callbacks have one type.
static inline CURLcode gem_curl_set_write(CURL *easy, CURLoption option, curl_write_callback value) {
    return GEM_CURL(curl_easy_setopt)(easy, option, value);
}

static inline CURLcode gem_curl_set_read(CURL *easy, curl_read_callback value) {
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_READFUNCTION, value);
}

static inline CURLcode gem_curl_set_seek(CURL *easy, curl_seek_callback value) {
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, value);
}

static inline CURLcode gem_curl_set_sockopt(CURL *easy, curl_sockopt_callback value) {
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_SOCKOPTFUNCTION, value);
}

static inline CURLcode gem_curl_set_prereq(CURL *easy, curl_prereq_callback value) {
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode gem_curl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return GEM_CURL(curl_easy_getinfo)(easy, info, value);
}

static inline CURLMcode gem_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return GEM_CURL(curl_multi_setopt)(multi, option, value);
}

// The spelling of this limit changed in 7.85.
static inline CURLcode gem_curl_allow_http_only(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Ending a transfer must not wait for a name lookup in another thread; libcurl can let go of it since 7.87.
static inline CURLcode gem_curl_leave_lookups(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return GEM_CURL(curl_easy_setopt)(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}
