import GemCore
import GemStore

/// `bench PATH`: times hits and durable writes; build with `-c release`.
func bench(_ path: String) async throws(GemError) {
    let store = try Store.open(at: path)
    let clock = ContinuousClock()
    func show(_ name: String, _ count: Int, _ time: Duration) {
        let nanoseconds = Double(time.components.seconds) * 1e9 + Double(time.components.attoseconds) / 1e9
        say("\(name): \((nanoseconds / Double(count)).rounded()) ns each")
    }
    let records = (0..<1000).map { entry("bench \($0)", payload: [UInt8](repeating: 65, count: 2048)) }
    for chunk in 0..<10 {
        try store.writeAndWait { (transaction) throws(GemError) in
            for record in records[(chunk * 100)..<(chunk * 100 + 100)] { try transaction.putEntry(record) }
        }
    }
    var bytes = 0
    let rounds = 400
    let reads = clock.measure {
        for _ in 0..<rounds {
            for record in records {
                bytes +=
                    (try? store.read { $0.withEntry(record.key, .developer, canonical: record.canonical) { $0.payload.byteCount } }) ?? 0
            }
        }
    }
    show("hit of 2 KB, compared and checked (\(bytes / 2048) hits)", rounds * records.count, reads)
    let notes = clock.measure {
        for _ in 0..<rounds { for record in records { store.count("hits"); store.touch(record.key, .developer) } }
    }
    show("count and touch of a hit", rounds * records.count, notes)
    let alone = clock.measure {
        for record in records.prefix(300) {
            _ = try? store.writeAndWait { (transaction) throws(GemError) in try transaction.putEntry(record) }
        }
    }
    show("put, one at a time", 300, alone)
    let start = clock.now
    await withTaskGroup(of: Void.self) { group in
        for writer in 0..<256 {
            group.addTask {
                for round in 0..<40 {
                    let record = records[(writer * 40 + round) % 1000]
                    _ = try? await store.write { (transaction) throws(GemError) in try transaction.putEntry(record) }
                }
            }
        }
    }
    show("put, 256 writers", 256 * 40, clock.now - start)
    store.close()
}
