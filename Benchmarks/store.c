// What Benchmarks/store measures the store against: the same operations on LMDB, written plainly.
//   store get DIR COUNT LOOKUPS            the rows of a store of gemcache's, checked as the store checks them: checksum, question, copy of the answer
//   store bare DIR COUNT LOOKUPS           the same without checksum and comparison
//   store put DIR COUNT CALLERS BYTES      entry, time of use and order of use of COUNT entries, CALLERS of them a transaction
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <xxhash.h>

#define TRY(call) do { int code_ = (call); if (code_) { fprintf(stderr, "%s: %s\n", #call, mdb_strerror(code_)); exit(1); } } while (0)

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static MDB_env *open_environment(const char *path) {
    MDB_env *environment;
    mkdir(path, 0700);
    TRY(mdb_env_create(&environment));
    TRY(mdb_env_set_mapsize(environment, (size_t)64 << 30));
    TRY(mdb_env_set_maxreaders(environment, 1024));
    TRY(mdb_env_set_maxdbs(environment, 32));
    TRY(mdb_env_open(environment, path, MDB_NOTLS, 0600));
    return environment;
}

static void make_key(uint8_t key[17], uint64_t high, uint64_t low, uint8_t code) {
    for (int i = 0; i < 8; i++) key[i] = high >> (56 - 8 * i), key[8 + i] = low >> (56 - 8 * i);
    key[16] = code;
}

static uint64_t checksum(const uint8_t *row, size_t count) {
    uint64_t head;
    memcpy(&head, row, 8);
    return XXH3_128bits(row + 16, count - 16).low64 ^ (head * 0x9E3779B97F4A7C15u);
}

static uint8_t buffer[1 << 20];

// The length of the answer's row, or 0 where it is not sound or answers another question.
static size_t look_up(MDB_env *environment, MDB_dbi table, uint8_t *key, const uint8_t *question, size_t question_count, int checked) {
    MDB_txn *txn;
    MDB_val name = {17, key}, value;
    size_t found = 0;
    TRY(mdb_txn_begin(environment, NULL, MDB_RDONLY, &txn));
    if (mdb_get(txn, table, &name, &value) == MDB_SUCCESS) {
        const uint8_t *row = value.mv_data;
        uint32_t count;
        uint16_t operation, model;
        uint64_t sum;
        memcpy(&sum, row + 8, 8);
        memcpy(&count, row + 40, 4);
        memcpy(&operation, row + 44, 2);
        memcpy(&model, row + 46, 2);
        size_t start = 80 + operation + model, answer = (start + count + 15) & ~(size_t)15;
        if (!checked || (checksum(row, value.mv_size) == sum && count == question_count && !memcmp(row + start, question, count))) {
            memcpy(buffer, row + answer, value.mv_size - answer);
            found = value.mv_size;
        }
    }
    mdb_txn_abort(txn);
    return found;
}

static void get(const char *path, long count, long lookups, int checked) {
    MDB_env *environment = open_environment(path);
    MDB_txn *txn;
    MDB_dbi table;
    MDB_cursor *cursor;
    MDB_val name, value;
    TRY(mdb_txn_begin(environment, NULL, MDB_RDONLY, &txn));
    TRY(mdb_dbi_open(txn, "entries", 0, &table));
    TRY(mdb_cursor_open(txn, table, &cursor));
    TRY(mdb_cursor_get(cursor, &name, &value, MDB_FIRST));
    uint8_t key[17], code = ((uint8_t *)name.mv_data)[16], *row = value.mv_data;
    uint32_t question_count;
    uint16_t operation, model;
    memcpy(&question_count, row + 40, 4);
    memcpy(&operation, row + 44, 2);
    memcpy(&model, row + 46, 2);
    uint8_t *question = malloc(question_count);
    memcpy(question, row + 80 + operation + model, question_count);
    mdb_cursor_close(cursor);
    TRY(mdb_txn_commit(txn));
    uint64_t random = 42, missed = 0;
    double wall = 0, processor = 0;
    for (long i = -lookups / 2; i < lookups; i++) {
        if (i == 0) wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
        random = random * 6364136223846793005u + 1442695040888963407u;
        uint64_t index = (random >> 33) % count;
        make_key(key, index * 0x100000000u, index * 0x9E3779B97F4A7C15u, code);
        missed += !look_up(environment, table, key, question, question_count, checked);
    }
    printf("%s %.0f %.0f\n", checked ? "get" : "bare", (seconds(CLOCK_MONOTONIC) - wall) * 1e9 / lookups,
           (seconds(CLOCK_PROCESS_CPUTIME_ID) - processor) * 1e9 / lookups);
    if (missed) fprintf(stderr, "%lu look-ups found nothing\n", (unsigned long)missed), exit(1);
    mdb_env_close(environment);
}

static void put(const char *path, long count, long callers, long bytes) {
    MDB_env *environment = open_environment(path);
    MDB_txn *txn;
    MDB_dbi entries, usage, recency, counters;
    TRY(mdb_txn_begin(environment, NULL, 0, &txn));
    TRY(mdb_dbi_open(txn, "entries", MDB_CREATE, &entries));
    TRY(mdb_dbi_open(txn, "usage", MDB_CREATE, &usage));
    TRY(mdb_dbi_open(txn, "recency", MDB_CREATE, &recency));
    TRY(mdb_dbi_open(txn, "counters", MDB_CREATE, &counters));
    TRY(mdb_txn_commit(txn));
    size_t room = 80 + 31 + bytes / 2, answer = (room + 15) & ~(size_t)15, size = answer + bytes;
    uint8_t *row = calloc(1, size);
    memset(row + 111, 'q', bytes / 2);
    memset(row + answer, 7, bytes);
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    int64_t stored = 0;
    for (long index = 0; index < count;) {
        TRY(mdb_txn_begin(environment, NULL, 0, &txn));
        for (long end = index + callers; index < end && index < count; index++) {
            uint64_t scattered = (uint64_t)index * 2654435761u & 0x7FFFFFFF;
            uint8_t key[17], order[25];
            make_key(key, scattered * 0x100000000u, scattered * 0x9E3779B97F4A7C15u, 0);
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            uint64_t time = now.tv_sec * 1000000u + now.tv_nsec / 1000;
            uint64_t sum = checksum(row, size);
            memcpy(row + 8, &sum, 8);
            for (int i = 0; i < 8; i++) order[i] = time >> (56 - 8 * i);
            memcpy(order + 8, key, 17);
            MDB_val name = {17, key}, value, nothing = {0, ""}, data = {size, row}, used = {8, &time}, place = {25, order};
            if (mdb_get(txn, entries, &name, &value) == MDB_NOTFOUND) stored += size;
            TRY(mdb_put(txn, entries, &name, &data, 0));
            TRY(mdb_put(txn, usage, &name, &used, 0));
            TRY(mdb_put(txn, recency, &place, &nothing, 0));
        }
        MDB_val name = {6, ".bytes"}, data = {8, &stored};
        TRY(mdb_put(txn, counters, &name, &data, 0));
        TRY(mdb_txn_commit(txn));
    }
    printf("put %.0f %.0f\n", (seconds(CLOCK_MONOTONIC) - wall) * 1e9 / count, (seconds(CLOCK_PROCESS_CPUTIME_ID) - processor) * 1e9 / count);
    mdb_env_close(environment);
}

int main(int count, char **words) {
    if (count < 5) return fprintf(stderr, "usage: store get|bare|put DIR COUNT NUMBER [BYTES]\n"), 64;
    if (!strcmp(words[1], "put")) put(words[2], atol(words[3]), atol(words[4]), count > 5 ? atol(words[5]) : 2048);
    else get(words[2], atol(words[3]), atol(words[4]), !strcmp(words[1], "get"));
}
