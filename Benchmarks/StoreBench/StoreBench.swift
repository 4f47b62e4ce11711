internal import GemCore
internal import GemStore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The store's side of Benchmarks/store; the other side is plain.c.
///
///     store-bench fill DIR COUNT ANSWER-BYTES       makes a store of COUNT entries
///     store-bench get DIR COUNT LOOKUPS             looks entries up in random order
///     store-bench put DIR COUNT CALLERS BYTES       stores COUNT entries, CALLERS of them waiting at any time
@main struct StoreBench {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count >= 5, let count = Int(words[3]), let number = Int(words[4]) else {
            print("usage: store-bench fill|get|put DIR COUNT NUMBER [BYTES]")
            exit(64)
        }
        let store = try Store.open(at: words[2])
        defer { store.close() }
        switch words[1] {
        case "fill": try await fill(store, count, bytes: number)
        case "get": try get(store, count, lookups: number)
        default: try await put(store, count, callers: number, bytes: words.count > 5 ? Int(words[5]) ?? 2048 : 2048)
        }
    }

    /// Keys in rising order, so that ten million are stored in minutes; the length of a way through the tree is the same.
    private static func key(_ index: Int) -> RequestKey {
        RequestKey(Digest(high: UInt64(index) &* 0x1_0000_0000, low: UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
    }

    private static func record(_ index: Int, _ payload: [UInt8], _ canonical: [UInt8]) -> EntryRecord {
        EntryRecord(
            key: key(index), variant: .developer, canonical: canonical, payload: payload, operation: "generateContent",
            model: "gemini-2.5-flash", created: Timestamp(microseconds: 1_000_000))
    }

    private static func canonical(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "q"), count: count) }

    private static func fill(_ store: Store, _ count: Int, bytes: Int) async throws {
        let (payload, question) = ([UInt8](repeating: 7, count: bytes), canonical(bytes / 2))
        for start in stride(from: 0, to: count, by: 20_000) {
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                for index in start..<min(start + 20_000, count) { try transaction.putEntry(record(index, payload, question)) }
            }
        }
    }

    private static func get(_ store: Store, _ count: Int, lookups: Int) throws {
        var random: UInt64 = 42
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let question = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            snapshot.withEntry(key(0), .developer) { view in view.canonical.withUnsafeBytes { [UInt8]($0) } }
        }
        guard let question else { throw GemError(.store, "The store has no entry 0; fill it first.") }
        var missed = 0
        func round(_ number: Int) throws(GemError) {
            for _ in 0..<number {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let key = key(Int(random >> 33) % count)
                let found = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                    snapshot.withEntry(key, .developer, canonical: question) { view in
                        view.payload.withUnsafeBytes { bytes in buffer.withUnsafeMutableBytes { $0.copyMemory(from: bytes) } }
                        return view.payloadCount
                    }
                }
                if found == nil { missed += 1 }
            }
        }
        try round(lookups / 2)
        let start = Usage.now
        try round(lookups)
        report("get", lookups, since: start)
        if missed > 0 { throw GemError(.store, "\(missed) look-ups found nothing.") }
    }

    private static func put(_ store: Store, _ count: Int, callers: Int, bytes: Int) async throws {
        let (payload, question) = ([UInt8](repeating: 7, count: bytes), canonical(bytes / 2))
        let next = Counter()
        let start = Usage.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    while true {
                        let index = Int(next.next())
                        guard index < count else { return }
                        // Scattered, as real keys are.
                        let record = record(index &* 2_654_435_761 & 0x7FFF_FFFF, payload, question)
                        try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.putEntry(record) }
                    }
                }
            }
            try await group.waitForAll()
        }
        report("put", count, since: start)
    }

    private static func report(_ what: String, _ count: Int, since start: Usage) {
        let (end, number) = (Usage.now, Double(count))
        print("\(what) \(Int((end.wall - start.wall) * 1e9 / number)) \(Int((end.processor - start.processor) * 1e9 / number))")
    }
}

/// Seconds that have passed, and that this process has used of the processors.
private struct Usage {
    let wall: Double
    let processor: Double

    static var now: Usage {
        func seconds(_ clock: clockid_t) -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        return Usage(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }
}
